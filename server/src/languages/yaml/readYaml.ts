import {
  type AliasEvent,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import { noProperties, type Properties, TreeEntry, type TreeNode, TreeScalar } from './nodes.ts';
import type { ScalarStyle } from './scalars.ts';
import type { YamlBuilder } from './yamlBuilder.ts';

const STYLES: Readonly<Record<number, ScalarStyle>> = {
  [SCALAR_STYLE.PLAIN]: 'plain',
  [SCALAR_STYLE.SINGLE_QUOTED]: 'single',
  [SCALAR_STYLE.DOUBLE_QUOTED]: 'double',
  [SCALAR_STYLE.LITERAL_BLOCK]: 'literal',
  [SCALAR_STYLE.FOLDED_BLOCK]: 'folded',
};

/** Makes nodes of js-yaml's events. They say where scalars are; brackets, colons and dashes are found on the way. */
export function readEvents(events: readonly Event[], builder: YamlBuilder): TreeNode | undefined {
  const { text } = builder;
  let index = 0;
  /** Everything before it has been read. */
  let cursor = 0;

  const isEnd = (): boolean => events[index] === undefined || events[index]!.type === EVENT_ID.POP;

  const propertiesOf = (event: ScalarEvent | MappingEvent | SequenceEvent): Properties => {
    if (event.anchorStart < 0 && event.tagStart < 0) return noProperties;
    const starts = [event.anchorStart - 1, event.tagStart].filter(start => start >= 0);
    cursor = Math.max(cursor, event.anchorEnd, event.tagEnd);
    return {
      anchor: event.anchorStart < 0 ? undefined : text.slice(event.anchorStart, event.anchorEnd),
      tag: event.tagStart < 0 ? undefined : text.slice(event.tagStart, event.tagEnd),
      from: Math.min(...starts),
    };
  };

  const scalar = (event: ScalarEvent): TreeScalar => {
    const properties = propertiesOf(event);
    if (event.valueStart < 0) return builder.missing(cursor, skipBlanks(text, cursor), properties);
    const style = STYLES[event.style] ?? 'plain';
    const value = getScalarValue(text, event);
    let from = event.valueStart;
    let to = event.valueEnd;
    builder.solid(from, to);
    if (style === 'single' || style === 'double') {
      from--;
      to++;
    } else if (style === 'literal' || style === 'folded') {
      from = blockHeader(text, cursor, event.valueStart);
      to = Math.max(trimmedEnd(text, event.valueStart, to), headerEnd(text, from));
    }
    cursor = to;
    return builder.scalar(from, to, value, style, properties);
  };

  const alias = (event: AliasEvent): TreeNode => {
    cursor = event.anchorEnd;
    return builder.alias(event.anchorStart - 1, event.anchorEnd, text.slice(event.anchorStart, event.anchorEnd));
  };

  const mapping = (event: MappingEvent): TreeNode => {
    const properties = propertiesOf(event);
    const isFlow = event.style === COLLECTION_STYLE.FLOW;
    const hasBrace = isFlow && text[event.start] === '{';
    builder.open(properties);
    cursor = Math.max(cursor, event.start + (hasBrace ? 1 : 0));
    const entries: TreeEntry[] = [];
    while (!isEnd()) {
      pass(isFlow ? ',' : '', isFlow);
      pass('?', false);
      const key = asKey(node(), builder);
      pass(':', false);
      const value = node();
      entries.push(new TreeEntry(key, value));
    }
    index++;
    if (hasBrace) pass('}', true);
    const from = isFlow ? event.start : (entries[0]?.key.properties.from ?? event.start);
    return builder.map(Math.min(from, event.start), cursor, entries, isFlow ? 'flow' : 'block', properties);
  };

  const sequence = (event: SequenceEvent): TreeNode => {
    const properties = propertiesOf(event);
    const isFlow = event.style === COLLECTION_STYLE.FLOW;
    builder.open(properties);
    cursor = Math.max(cursor, event.start + (isFlow ? 1 : 0));
    const items: TreeNode[] = [];
    while (!isEnd()) {
      pass(isFlow ? ',' : '-', isFlow);
      items.push(node());
    }
    index++;
    if (isFlow) pass(']', true);
    return builder.seq(event.start, cursor, items, isFlow ? 'flow' : 'block', properties);
  };

  /** Moves behind an indicator if it is the next thing; `repeated`: past commas on the way, too. */
  function pass(indicator: string, repeated: boolean): void {
    if (indicator === '') return;
    let at = skipBlanks(text, cursor);
    while (repeated && text[at] === ',') at = skipBlanks(text, (cursor = at + 1));
    if (text[at] === indicator) cursor = at + 1;
  }

  function node(): TreeNode {
    const event = events[index++]!;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return scalar(event);
      case EVENT_ID.ALIAS:
        return alias(event);
      case EVENT_ID.MAPPING:
        return mapping(event);
      case EVENT_ID.SEQUENCE:
        return sequence(event);
      default:
        return builder.missing(cursor, cursor, noProperties);
    }
  }

  let root: TreeNode | undefined;
  while (index < events.length) {
    const event = events[index]!;
    if (event.type === EVENT_ID.DOCUMENT) {
      index++;
      if (event.explicitStart) cursor = behindMarker(text, cursor);
      if (!isEnd()) {
        const found = node();
        const isNothing = found.type === 'scalar' && found.style === 'missing' && found.properties === noProperties;
        if (!isNothing || found.unknown) root ??= found;
      }
    } else index++;
  }
  return root;
}

/** Directives may stand above a `---`. */
function behindMarker(text: string, from: number): number {
  const at = text.startsWith('---', from) ? from : text.indexOf('\n---', from) + 1;
  return at + '---'.length;
}

/** A key that is a collection or an alias stands in the tree as the text that it is written as. */
export function asKey(key: TreeNode, builder: YamlBuilder): TreeScalar {
  if (key.type === 'scalar') return key;
  const { from, to } = key;
  return new TreeScalar(builder.origin, from, to, builder.text.slice(from, to), 'plain', undefined, true);
}

/** The next character that is neither blank nor in a comment. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9 || code === 10 || code === 13 || code === 0xfeff) at++;
    else if (code === 35 && (at === 0 || text.charCodeAt(at - 1) <= 32)) {
      while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++;
    } else return at;
  }
}

/** Where the `|` or `>` of a block scalar stands. */
function blockHeader(text: string, from: number, contentStart: number): number {
  const at = skipBlanks(text, from);
  return at < contentStart && (text[at] === '|' || text[at] === '>') ? at : Math.max(from, contentStart - 1);
}

function headerEnd(text: string, header: number): number {
  let at = header + 1;
  while (/[-+0-9]/.test(text[at] ?? '')) at++;
  return at;
}

function trimmedEnd(text: string, from: number, to: number): number {
  let at = to;
  while (at > from && text.charCodeAt(at - 1) <= 32) at--;
  return at;
}
