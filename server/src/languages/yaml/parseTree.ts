import { applyEdits, createLineMap, difference, type LineMap, type Span, type TextEdit } from '#text';
import type { Comment, Problem, TextChange } from '../contract.ts';
import type { Fragment, Hole } from './fragment.ts';
import { createLineTable, type LineTable } from './lineTable.ts';
import { type Action, type Masked, maskActions } from './mask.ts';
import type { Origin } from './origin.ts';
import { parseJsonFragment } from './parseJson.ts';
import { parseYamlFragment } from './parseYaml.ts';
import type { DocumentPiece, LeafPiece } from './pieces.ts';
import { readJsonLine, splitJson, wholeJson } from './splitJson.ts';
import { readYamlLine, splitYaml } from './splitYaml.ts';
import { type Leaf, type LeafRole, leavesOf, problemsOf, type StitchedDocument, stitchDocument } from './stitch.ts';
import type { Tree } from './tree.ts';

export interface ParseOptions {
  /** Whether `{{ }}` are a template's actions. Default: in YAML they are, in JSON they are text. */
  readonly mask?: boolean;
}

/** Steps of reading a text, each of at least so many characters: short enough for others to have their turn between two. */
const STEP = 64 * 1024;

type Steps<T> = Generator<void, T>;

/** Does all steps at once. */
function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Reads a YAML stream or a JSON text. Never throws. */
export function parseTree(text: string, format: 'yaml' | 'json', options: ParseOptions = {}): Tree {
  return finished(parseTreeInSteps(text, format, options));
}

/** The same in steps: whoever takes them may do something else in between. */
export function* parseTreeInSteps(text: string, format: 'yaml' | 'json', options: ParseOptions = {}): Steps<Tree> {
  const mask = options.mask ?? format === 'yaml';
  const masked = mask ? maskActions(text) : { text, actions: [] };
  const lines = createLineTable(masked.text, format === 'yaml' ? readYamlLine : readJsonLine);
  yield;
  return yield* assemble({ format, mask, text, masked, lines }, [], undefined);
}

/** The tree after an edit of the text. What the edit did not touch is the same object as before, moved. */
export function updateTree(previous: Tree, change: TextChange): Tree {
  const text = applyEdits(previous.text, [change]);
  if (!(previous instanceof FragmentedTree)) return parseTree(text, previous.format);
  const { format, mask, lines } = previous.reading;
  const masked =
    mask && mayHaveActions(previous.reading.masked, text, change) ? maskActions(text) : { text, actions: [] };
  const touched = touchedBy(change, previous.reading.masked, masked);
  lines.update(masked.text, touched.span.start, touched.span.end, touched.span.start + touched.text.length);
  return finished(assemble({ format, mask, text, masked, lines }, previous.leaves, touched));
}

/** A text without actions gets its first one where it is edited. */
function mayHaveActions(before: Masked, text: string, { span, text: typed }: TextChange): boolean {
  return (
    before.actions.length > 0 || text.slice(Math.max(0, span.start - 1), span.start + typed.length + 1).includes('{{')
  );
}

/** What an edit changes for the parser: closing an action unmasks text far away from it. */
function touchedBy(change: TextChange, before: Masked, after: Masked): TextEdit {
  if (before.actions.length === 0 && after.actions.length === 0) return change;
  const changed = difference(before.text, after.text) ?? change;
  const start = Math.min(change.span.start, changed.span.start);
  const end = Math.max(change.span.end, changed.span.end);
  const delta = after.text.length - before.text.length;
  return { span: { start, end }, text: after.text.slice(start, end + delta) };
}

/** What the parts of a tree are read from. The line table is handed on from version to version. */
interface Reading {
  readonly format: 'yaml' | 'json';
  readonly mask: boolean;
  readonly text: string;
  readonly masked: Masked;
  readonly lines: LineTable;
}

class FragmentedTree implements Tree {
  readonly lines: LineMap;
  readonly opaque: readonly Span[];
  private foundProblems: readonly Problem[] | undefined;
  private foundComments: readonly Comment[] | undefined;

  constructor(
    readonly reading: Reading,
    readonly leaves: readonly Leaf[],
    readonly documents: readonly StitchedDocument[],
  ) {
    this.lines = createLineMap(reading.text);
    this.opaque = reading.masked.actions;
  }

  get format(): 'yaml' | 'json' {
    return this.reading.format;
  }

  get text(): string {
    return this.reading.text;
  }

  get problems(): readonly Problem[] {
    this.foundProblems ??= this.documents.flatMap(problemsOf).sort((a, b) => a.span.start - b.span.start);
    return this.foundProblems;
  }

  get comments(): readonly Comment[] {
    this.foundComments ??= this.leaves.flatMap(leaf => leaf.fragment.comments);
    return this.foundComments;
  }
}

function* assemble(reading: Reading, previous: readonly Leaf[], touched: TextEdit | undefined): Steps<FragmentedTree> {
  if (reading.format === 'yaml')
    return yield* build(reading, splitYaml(reading.masked.text, reading.lines), previous, touched);
  const cut = splitJson(reading.masked.text, reading.lines);
  const tree = yield* build(reading, cut, previous, touched);
  const isCut = cut.some(({ body }) => body.length !== 1 || body[0]!.type !== 'leaf');
  if (!isCut || tree.problems.length === 0 || !mayBeWhole(reading.masked.text)) return tree;
  // Either something is broken, or the indentation says something else than the brackets. Brackets win if they can.
  const whole = yield* build(reading, wholeJson(reading.lines), [], undefined);
  return whole.problems.length === 0 ? whole : tree;
}

/** A cheap look at whether a text is JSON, or JSON with comments and trailing commas perhaps. */
function mayBeWhole(text: string): boolean {
  if (/\/[/*]/.test(text) || /,\s*[}\]]/.test(text)) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function* build(
  reading: Reading,
  documents: readonly DocumentPiece[],
  previous: readonly Leaf[],
  touched: TextEdit | undefined,
): Steps<FragmentedTree> {
  const pieces = documents.flatMap(leavesOf);
  const leaves = yield* readLeaves(reading, pieces, previous, touched);
  const byPiece = new Map<LeafPiece, Leaf>(pieces.map((piece, index) => [piece, leaves[index]!]));
  const leafOf = (piece: LeafPiece): Leaf => byPiece.get(piece)!;
  const reread = (piece: LeafPiece): Leaf => {
    const leaf = newLeaf(reading, piece, reading.lines.start(piece.first), reading.lines.start(piece.end));
    byPiece.set(piece, leaf);
    return leaf;
  };
  const stitched = documents.map(document => stitchDocument(document, leafOf, reread));
  return new FragmentedTree(reading, pieces.map(leafOf), stitched);
}

/** Both lists are in order of position; a leaf whose text the edit did not touch is taken over and moved. */
function* readLeaves(
  reading: Reading,
  pieces: readonly LeafPiece[],
  previous: readonly Leaf[],
  touched: TextEdit | undefined,
): Steps<readonly Leaf[]> {
  const oldStart = touched?.span.start ?? 0;
  const oldEnd = touched?.span.end ?? 0;
  const newEnd = oldStart + (touched?.text.length ?? 0);
  const delta = newEnd - oldEnd;
  const starts = previous.map(leaf => leaf.fragment.origin.offset);
  const taken: { leaf: Leaf; start: number }[] = [];
  const leaves: Leaf[] = [];
  let candidate = 0;
  let sinceStep = 0;
  for (const piece of pieces) {
    const start = reading.lines.start(piece.first);
    const end = reading.lines.start(piece.end);
    const before = end <= oldStart ? start : start >= newEnd ? start - delta : -1;
    while (candidate < previous.length && starts[candidate]! < before) candidate++;
    const known = before >= 0 && starts[candidate] === before ? sameAt(candidate, end - start, piece) : undefined;
    if (known) taken.push({ leaf: known, start });
    else sinceStep += end - start;
    leaves.push(known ?? newLeaf(reading, piece, start, end));
    if (sinceStep < STEP) continue;
    sinceStep = 0;
    yield;
  }
  // Only now: until here positions were those of the text before.
  for (const { leaf, start } of taken) leaf.fragment.origin.offset = start;
  return leaves;

  /** Leaves without text (at the very end) may share their start with another one. */
  function sameAt(from: number, length: number, piece: LeafPiece): Leaf | undefined {
    for (let index = from; index < previous.length && starts[index] === starts[from]; index++) {
      const leaf = previous[index]!;
      if (leaf.fragment.length === length && sameRole(leaf.role, piece)) return leaf;
    }
    return undefined;
  }
}

function sameRole(a: LeafRole, b: LeafRole): boolean {
  return a.mode === b.mode && a.withoutDash === b.withoutDash && a.stray === b.stray;
}

function newLeaf(reading: Reading, { mode, withoutDash, stray }: LeafRole, start: number, end: number): Leaf {
  const role = { mode, withoutDash, stray };
  const dash = withoutDash ? dashIn(reading.masked.text.slice(start, end)) : undefined;
  const fragment = readFragment(reading, role, dash, start, end);
  return { fragment, role, dash, stitched: [], document: undefined, bound: false };
}

/** Where the dash of the first content line stands. */
function dashIn(text: string): number | undefined {
  const match = /^\ufeff?(?:[ \t]*(?:#.*)?\r?\n)*[ ]*-/.exec(text);
  return match ? match[0].length - 1 : undefined;
}

function readFragment(
  { format, text, masked }: Reading,
  role: LeafRole,
  dash: number | undefined,
  start: number,
  end: number,
): Fragment {
  const origin: Origin = { offset: start };
  const content = masked.text.slice(start, end);
  const fragment = {
    written: text.slice(start, end),
    masked: dash === undefined ? content : `${content.slice(0, dash)} ${content.slice(dash + 1)}`,
    holes: holesIn(masked.actions, start, end),
  };
  return format === 'yaml' ? parseYamlFragment(origin, fragment) : parseJsonFragment(origin, fragment, role.mode);
}

function holesIn(actions: readonly Action[], start: number, end: number): readonly Hole[] {
  if (actions.length === 0) return [];
  return actions
    .filter(action => action.start < end && action.end > start)
    .map(action => ({ from: action.start - start, to: action.end - start, writesAt: action.writesAt }));
}
