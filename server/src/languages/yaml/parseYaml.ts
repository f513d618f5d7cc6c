import { type Event, parseEvents, YAMLException } from 'js-yaml';
import type { Fragment, Hole } from './fragment.ts';
import { type Origin, PlacedProblem } from './origin.ts';
import { readEvents } from './readYaml.ts';
import { createYamlBuilder } from './yamlBuilder.ts';
import { readBroken } from './yamlFallback.ts';
import { repairLines } from './yamlRepair.ts';

/** Deep enough for any document that people write, and far from where the stack ends. */
const DEEPEST = 400;
/** The tolerant parser is slow: it is asked for fragments of at most so many characters. */
const LONGEST_BROKEN = 100_000;

export interface YamlText {
  /** As it stands in the document. */
  readonly written: string;
  /** The same length, templates blanked. */
  readonly masked: string;
  readonly holes: readonly Hole[];
}

/** Reads one fragment of YAML. Never throws: a line that makes no sense is left out and reported. */
export function parseYamlFragment(origin: Origin, { written, masked, holes }: YamlText): Fragment {
  const first = attempt(masked);
  if (first.events) {
    const builder = createYamlBuilder(origin, written, masked, holes, false);
    return builder.finish(readEvents(first.events, builder), []);
  }
  if (first.tooDeep) return nothing(origin, written, masked, first, 'Nested too deeply to be read');

  const repaired = repairLines(masked, first, attempt);
  if (repaired) {
    const all = [...holes, ...repaired.left.map(({ hole }) => hole)].sort((a, b) => a.from - b.from);
    const builder = createYamlBuilder(origin, written, repaired.text, all, false);
    const problems = repaired.left.map(({ hole, message }) => new PlacedProblem(origin, hole.from, hole.to, message));
    return builder.finish(readEvents(repaired.events, builder), problems);
  }
  if (masked.length > LONGEST_BROKEN) return nothing(origin, written, masked, first, first.reason);
  const builder = createYamlBuilder(origin, written, masked, holes, true);
  return readBroken(builder, first);
}

/** What js-yaml says of a text: events, or where and why it gave up. */
export interface Attempt {
  readonly events: readonly Event[] | undefined;
  readonly at: number;
  readonly reason: string;
  readonly tooDeep: boolean;
}

function attempt(text: string): Attempt {
  let read = text;
  for (let raised = 0; ; raised++) {
    try {
      return { events: parseEvents(read, { maxDepth: DEEPEST }), at: 0, reason: '', tooDeep: false };
    } catch (error) {
      // A stack that overflows is no YAMLException.
      if (!(error instanceof YAMLException))
        return { events: undefined, at: 0, reason: 'Cannot be read', tooDeep: true };
      const at = Math.min(error.mark?.position ?? 0, text.length);
      const next =
        raised < MOST_RAISED && error.reason === 'deficient indentation' ? raiseBracket(read, at) : undefined;
      if (next === undefined)
        return { events: undefined, at, reason: sentence(error.reason), tooDeep: error.reason.includes('maxDepth') };
      read = next;
    }
  }
}

const MOST_RAISED = 40;

/**
 * js-yaml wants the bracket that closes a flow collection to be indented; everybody else lets it stand below its key.
 * Moves it to the end of the line above, over the comment there, so that all other offsets stay.
 */
function raiseBracket(text: string, at: number): string | undefined {
  const brackets = /^[\]},]*[\]}],?/.exec(text.slice(at, at + 100))?.[0];
  if (brackets === undefined || (text[at] !== ']' && text[at] !== '}')) return undefined;
  let end = at;
  // Upwards past blank and comment lines, to the line that says something.
  for (;;) {
    const lineStart = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
    const said = lineStart + beforeComment(text.slice(lineStart, end)).trimEnd().length;
    if (said > lineStart && said < at) {
      const blanks = text.slice(said, at).replace(/[^\r\n]/g, ' ');
      return text.slice(0, said) + brackets + blanks + text.slice(at + brackets.length);
    }
    if (lineStart === 0) return undefined;
    end = lineStart - 1;
  }
}

/** A line of flow style without its comment. A quote opens only where a scalar may start. */
function beforeComment(line: string): string {
  const token = /(?<=^|[\s,[{:])(?:"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|#.*)/g;
  for (let match = token.exec(line); match; match = token.exec(line))
    if (match[0].startsWith('#') && /^$|\s/.test(line.charAt(match.index - 1))) return line.slice(0, match.index);
  return line;
}

/** What js-yaml says, in the words of somebody who edits the file. */
const PLAINER: readonly (readonly [RegExp, string])[] = [
  [/multiline key may not be an implicit key/, 'A key and its value are expected here'],
  [/^expected ':' after a mapping key/, 'A colon is missing behind this key'],
  [
    /^deficient indentation|^unexpected end of the (stream|document) within a .*quoted/,
    'A quote or bracket stays open',
  ],
  [/^unexpected end of the stream within a flow collection/, 'A bracket stays open'],
  [/^missed comma between flow/, 'A comma is missing, or a bracket stays open'],
  [/^bad indentation of a (mapping|sequence) entry/, 'Indented otherwise than what it stands among'],
  [/^tab characters must not be used/, 'A tab is used for indentation; YAML wants blanks'],
  [/^a whitespace character is expected after the key-value/, 'A blank is missing behind the colon'],
  [/^end of the stream or a document separator/, 'Does not belong to what precedes it'],
];

function sentence(reason: string): string {
  const plainer = PLAINER.find(([pattern]) => pattern.test(reason))?.[1];
  return plainer ?? reason.charAt(0).toUpperCase() + reason.slice(1);
}

function nothing(origin: Origin, written: string, masked: string, { at }: Attempt, message: string): Fragment {
  const builder = createYamlBuilder(origin, written, masked, [], true);
  builder.solid(0, masked.length);
  return builder.finish(undefined, [
    new PlacedProblem(origin, Math.min(at, masked.length), Math.min(at + 1, masked.length), message),
  ]);
}
