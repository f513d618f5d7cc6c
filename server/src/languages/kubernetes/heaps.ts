import { edit, type Span, type TextEdit } from '#text';
import { memoised } from '../memo.ts';
import { type ScalarNode, type Tree, treeEdits } from '../yaml/index.ts';
import { envOf } from './env.ts';
import { commandWordsOf } from './lifecycle.ts';
import type { Container } from './model.ts';
import { bytesOf } from './quantities.ts';
import { resourcesOf } from './resources.ts';

/** A bound that a runtime sets to its own memory, as it is written in the command or the environment of a container. */
export interface Heap {
  /** `-Xmx2g`, `--max-old-space-size=4096`, `GOMEMLIMIT=2GiB`. */
  readonly flag: string;
  readonly bytes: number;
  readonly node: ScalarNode;
  /** The number with its unit; the whole scalar where escapes hide it. */
  readonly span: Span;
  /** The bound for some other number of bytes, in the units that the runtime takes. */
  write(bytes: number): string;
  /** The largest part of the container's memory that leaves the program room beside it. */
  readonly most: number;
  /** The part that its makers advise. */
  readonly advised: number;
  /** What the number was read from, to be written again. */
  readonly written: string;
}

/** Of 1024 bytes each, as https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html has it. */
const JAVA_UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };
/** https://pkg.go.dev/runtime#hdr-Environment_Variables */
const GO_UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};
const MIB = 1024 ** 2;

const JAVA = /-(?:Xmx|XX:MaxHeapSize=)(\d+)([kKmMgGtT]?)(?![\w.])/g;
/** In MiB: https://nodejs.org/api/cli.html#--max-old-space-sizesize-in-mib */
const NODE = /--max[-_]old[-_]space[-_]size[= ](\d+)(?![\w.%])/g;
const GO = /^(\d+)(B|KiB|MiB|GiB|TiB)?$/;

/** What counts of them: the command line overrules the environment, the last one those before it. */
export function heapsOf(container: Container, text: string): readonly Heap[] {
  const { words, values, limits } = textsOf(container);
  const last = (read: (node: ScalarNode) => readonly Heap[]): Heap[] => {
    const found = words.flatMap(read);
    return (found.length > 0 ? found : values.flatMap(read)).slice(-1);
  };
  return [...last(node => javaHeaps(node, text)), ...last(node => nodeHeaps(node, text)), ...limits.flatMap(goHeap)];
}

const FLAGS = /-Xmx|-XX:MaxHeapSize|--max[-_]old[-_]space/;

/** The texts that may speak of a heap: few containers have any. */
const textsOf = memoised((container: Container) => {
  const variables = envOf(container).flatMap(({ name, value }) =>
    value?.value === undefined ? [] : { name: name.value, node: value.node },
  );
  const hasFlag = ({ text }: ScalarNode): boolean => FLAGS.test(text);
  return {
    words: commandWordsOf(container).flatMap(({ node }) => (hasFlag(node) ? node : [])),
    values: variables.flatMap(({ node }) => (hasFlag(node) ? node : [])),
    limits: variables.flatMap(({ name, node }) => (name === 'GOMEMLIMIT' ? node : [])),
  };
});

function javaHeaps(node: ScalarNode, text: string): readonly Heap[] {
  return [...node.text.matchAll(JAVA)].map(([flag, number = '', unit = '']) => ({
    flag,
    bytes: Number(number) * (JAVA_UNITS[unit.toLowerCase()] ?? 1),
    node,
    ...placeIn(node, text, flag, `${number}${unit}`),
    write: bytes => `${Math.floor(bytes / MIB)}m`,
    // Threads, classes and buffers come on top of the heap.
    most: 0.9,
    advised: 0.75,
  }));
}

function nodeHeaps(node: ScalarNode, text: string): readonly Heap[] {
  return [...node.text.matchAll(NODE)].map(([flag, number = '']) => ({
    flag,
    bytes: Number(number) * MIB,
    node,
    ...placeIn(node, text, flag, number),
    write: bytes => `${Math.floor(bytes / MIB)}`,
    most: 0.9,
    advised: 0.75,
  }));
}

/** All that the runtime uses is in it, so it may come close to the limit, which Go's authors advise to leave 5 to 10% of. */
function goHeap(node: ScalarNode): readonly Heap[] {
  const match = GO.exec(node.text);
  if (!match) return [];
  return [
    {
      flag: `GOMEMLIMIT=${node.text}`,
      bytes: Number(match[1]) * (GO_UNITS[match[2] ?? ''] ?? 1),
      node,
      span: node.span,
      written: node.text,
      write: bytes => `${Math.floor(bytes / MIB)}MiB`,
      most: 1,
      advised: 0.9,
    },
  ];
}

function placeIn(node: ScalarNode, text: string, flag: string, written: string): { span: Span; written: string } {
  const at = text.slice(node.span.start, node.span.end).lastIndexOf(flag);
  const start = node.span.start + at + flag.lastIndexOf(written);
  return { span: at < 0 ? node.span : { start, end: start + written.length }, written };
}

/** A heap that does not fit into its container, with the bytes that the container has. */
export interface Overfull {
  readonly heap: Heap;
  readonly limit: number;
  /** As written. */
  readonly limitText: string;
}

export function overfullHeaps(container: Container, text: string): readonly Overfull[] {
  const limit = resourcesOf(container).limits.get('memory');
  if (!limit?.value || limit.value.milli <= 0n) return [];
  const bytes = bytesOf(limit.value);
  // A limit that is a slip of the pen itself is another rule's.
  if (bytes < 4 * MIB) return [];
  return heapsOf(container, text)
    .filter(({ bytes: heap, most }) => heap >= bytes || heap > bytes * most)
    .map(heap => ({ heap, limit: bytes, limitText: limit.text }));
}

export function fitHeap(tree: Tree, { heap, limit }: Overfull): TextEdit | undefined {
  const { node, span, written } = heap;
  const wanted = heap.write(limit * heap.advised);
  if (node.text === written) return treeEdits(tree).setScalar(node, wanted);
  if (span.end - span.start !== written.length) return undefined;
  // What an alias repeats, or a template writes a part of, stays.
  return treeEdits(tree).setScalar(node, wanted) && edit.replace(span, wanted);
}
