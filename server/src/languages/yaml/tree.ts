import type { LineMap, Span, TextEdit } from '#text';
import type { Comment, Problem } from '../contract.ts';
import type { Entry, MapNode, Node, ScalarNode, SeqNode } from './node.ts';

/** One document of a YAML stream; a JSON file has exactly one. Its identity is kept while its own text is unchanged. */
export interface TreeDocument {
  /** From after the `---` (or the start of the text) to before the next one. */
  readonly span: Span;
  /** Undefined for an empty document. */
  readonly root: Node | undefined;
}

/** A YAML stream or a JSON text. Never missing: a text that cannot be read has problems and what could be read. */
export interface Tree {
  readonly format: 'yaml' | 'json';
  readonly text: string;
  readonly lines: LineMap;
  readonly documents: readonly TreeDocument[];
  readonly problems: readonly Problem[];
  readonly comments: readonly Comment[];
  readonly opaque: readonly Span[];
}

/** Plain data to be written in the file's own style. */
export type Data = string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data };

/**
 * Intentions, not characters. Every edit keeps comments, quoting, indentation and line endings, writes block or flow as
 * the neighbours do, and is undefined where it cannot be made safely: inside an opaque span, in a mapping that an
 * anchor shares (an aliased mapping is never edited for one of its users), in a broken place.
 */
export interface TreeEdits {
  /** Adds `key: value` to a mapping; `after` names the entry it should follow (default: the last one). */
  addEntry(map: MapNode, key: string, value: Data, after?: Entry): TextEdit | undefined;
  /** Adds an entry as the first one of its mapping. */
  addFirstEntry(map: MapNode, key: string, value: Data): TextEdit | undefined;
  addItem(seq: SeqNode, value: Data): TextEdit | undefined;
  /** Takes an entry away with its line; comments above it that speak of it stay. */
  removeEntry(map: MapNode, entry: Entry): TextEdit | undefined;
  /** The same for some entries of a mapping, not for all, that are to go together: their edits never meet. */
  removeEntries(map: MapNode, entries: readonly Entry[]): readonly TextEdit[] | undefined;
  /** Writes another value in place of a scalar (a missing one too), quoted as it was where that is possible. */
  setScalar(scalar: ScalarNode, value: string | number | boolean): TextEdit | undefined;
  renameKey(entry: Entry, key: string): TextEdit | undefined;
  /** Appends a document to the stream (YAML only), separated by `---`. */
  appendDocument(data: Data): TextEdit | undefined;
  /** A comment line of its own above the entry or item that holds `at`; undefined in JSON and in flow style on a shared line. */
  addCommentAbove(at: Span, text: string): TextEdit | undefined;
}
