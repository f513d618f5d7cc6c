import {
  type Alias,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Fragment } from './fragment.ts';
import { noProperties, type Properties, TreeEntry, type TreeNode } from './nodes.ts';
import { PlacedProblem } from './origin.ts';
import type { Attempt } from './parseYaml.ts';
import { asKey } from './readYaml.ts';
import type { ScalarStyle } from './scalars.ts';
import type { YamlBuilder } from './yamlBuilder.ts';

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

/** Reads what can be read of a fragment that stays broken, with the `yaml` package: slower, and gives up on nothing. */
export function readBroken(builder: YamlBuilder, failed: Attempt): Fragment {
  const { origin, text } = builder;
  const problems = [new PlacedProblem(origin, ...wordAt(text, failed.at), failed.reason)];
  try {
    const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, strict: false, logLevel: 'silent' });
    return builder.finish(document.contents ? read(document.contents, builder) : undefined, problems);
  } catch {
    // A stack that overflows, or a defect of the package: what the text says is not known.
    return builder.finish(undefined, problems);
  }
}

/** At least one character, so that there is something to underline. */
function wordAt(text: string, at: number): [number, number] {
  const from = Math.max(0, Math.min(at, text.length - 1));
  return [from, Math.min(from + 1, text.length)];
}

function read(node: unknown, builder: YamlBuilder, position = 0): TreeNode {
  if (isCollection(node)) return readCollection(node, builder);
  if (isAlias(node)) return readAlias(node, builder);
  if (isScalar(node)) return readScalar(node, builder);
  if (isPair(node)) return readEntries([node], builder, position);
  return builder.missing(position, position, noProperties);
}

function readScalar(node: Scalar, builder: YamlBuilder): TreeNode {
  const [from, to] = node.range ?? [0, 0];
  const style = STYLES[node.type ?? 'PLAIN'] ?? 'plain';
  const properties = propertiesOf(node, from);
  if (from === to) return builder.missing(from, from, properties);
  builder.solid(from, to);
  const text = typeof node.value === 'string' ? node.value : (node.source ?? builder.text.slice(from, to));
  return builder.scalar(from, from + builder.text.slice(from, to).trimEnd().length, text, style, properties);
}

function readAlias(node: Alias, builder: YamlBuilder): TreeNode {
  const [from, to] = node.range ?? [0, 0];
  return builder.alias(from, to, node.source);
}

function readCollection(node: YAMLMap | YAMLSeq, builder: YamlBuilder): TreeNode {
  const [from, to] = node.range ?? [0, 0];
  const properties = propertiesOf(node, from);
  const style = node.flow ? 'flow' : 'block';
  builder.open(properties);
  if (isMap(node)) {
    const entries = node.items.map(pair => readEntry(pair, builder, from));
    return builder.map(
      from,
      lastEnd(from, to, style, entries.at(-1)?.value ?? entries.at(-1)?.key),
      entries,
      style,
      properties,
    );
  }
  const items = node.items.map(item => read(item, builder, from));
  return builder.seq(from, lastEnd(from, to, style, items.at(-1)), items, style, properties);
}

/** The package lets block collections reach to where the next thing starts. */
function lastEnd(from: number, to: number, style: 'flow' | 'block', last: TreeNode | undefined): number {
  return style === 'flow' ? to : (last?.to ?? from);
}

function readEntries(pairs: readonly Pair[], builder: YamlBuilder, position: number): TreeNode {
  const entries = pairs.map(pair => readEntry(pair, builder, position));
  const from = entries[0]!.key.from;
  return builder.map(from, Math.max(from, entries.at(-1)!.value.to), entries, 'flow', noProperties);
}

function readEntry(pair: Pair, builder: YamlBuilder, position: number): TreeEntry {
  const key = asKey(read(pair.key, builder, position), builder);
  return new TreeEntry(key, read(pair.value, builder, key.to));
}

function propertiesOf(node: Scalar | YAMLMap | YAMLSeq, from: number): Properties {
  const { anchor, tag } = node;
  const written = tag?.replace('tag:yaml.org,2002:', '!!');
  return anchor === undefined && written === undefined ? noProperties : { anchor, tag: written, from };
}
