import { URI, Utils } from 'vscode-uri';
import { memoised } from '../memo.ts';
import { type Entry, type Node, resolve, type Tree, textAt } from '../yaml/index.ts';
import type { FileReference } from './model.ts';

/** A `$ref` as it is written. */
export interface RawReference {
  /** Relative to the file that it stands in; '' for that file itself. */
  readonly file: string;
  /** The decoded steps of its pointer. */
  readonly pointer: readonly string[];
}

/**
 * Every reference below an entry, or in a file. What leads somewhere is needed to know what an edit touches, so that a
 * `$ref` within an example is not one too many.
 */
export const referencesOf: (unit: Entry | Tree) => readonly RawReference[] = memoised((unit: Entry | Tree) => {
  const found = new Map<string, RawReference>();
  collect('value' in unit ? unit.value : unit.documents[0]?.root, found, new Set(), 0);
  return [...found.values()];
});

/** Deeper nesting is no description any more. */
const DEEPEST = 200;

function collect(node: Node | undefined, found: Map<string, RawReference>, aliased: Set<Node>, depth: number): void {
  const at = resolve(node);
  if (depth > DEEPEST || !at || (node?.type === 'alias' && aliased.has(at))) return;
  if (node?.type === 'alias') aliased.add(at);
  if (at.type === 'seq') for (const item of at.items) collect(item, found, aliased, depth + 1);
  if (at.type !== 'map') return;
  for (const { key, value } of at.entries) {
    const reference = key.text === '$ref' ? textAt(value) : undefined;
    if (reference === undefined) collect(value, found, aliased, depth + 1);
    else if (!found.has(reference)) found.set(reference, readReference(reference));
  }
}

/** Those that name a file: few, of the many that a long description has. */
const outside = memoised((unit: Entry | Tree) => referencesOf(unit).filter(one => one.file !== ''));

/** References of a file to other files, each once. */
export function fileReferences(uri: string, units: readonly (Entry | Tree)[]): readonly FileReference[] {
  const found = new Map<string, FileReference>();
  for (const { file, pointer } of units.flatMap(outside)) {
    const target = besideUri(uri, file);
    if (target === undefined || target === uri) continue;
    const written = pointer.map(step => `/${step}`).join('');
    found.set(`${target}#${written}`, { uri: target, pointer: written });
  }
  return [...found.values()];
}

/** A `$ref` taken apart: the file ('' for its own) and the JSON pointer (RFC 6901, URI fragment form), decoded. */
export function readReference(reference: string): RawReference {
  const hash = reference.indexOf('#');
  const file = hash < 0 ? reference : reference.slice(0, hash);
  const fragment = hash < 0 ? '' : reference.slice(hash + 1);
  // A fragment that is no pointer is an anchor's name: as a step it leads nowhere, instead of to the whole file.
  const pointer = (fragment.startsWith('/') || fragment === '' ? fragment.split('/').slice(1) : [fragment]).map(step =>
    decoded(step).replaceAll('~1', '/').replaceAll('~0', '~'),
  );
  return { file, pointer };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether a file of this name can hold a part of a description. */
export function isReadable(uri: string): boolean {
  return /\.(ya?ml|jsonc?)$/i.test(uri);
}

/** The uri of a file that is named relative to another one; undefined for what is not a file beside it (`https:`). */
export function besideUri(uri: string, file: string): string | undefined {
  if (/^[a-z][\w+.-]*:|^\/\//i.test(file)) return undefined;
  const path = file.replace(/\?.*$/, '');
  return Utils.resolvePath(Utils.dirname(URI.parse(uri)), decoded(path)).toString();
}

/** How a file is named in another one: what `besideUri` reads back. Undefined where no relative name leads there. */
export function nameBeside(uri: string, target: string): string | undefined {
  const from = uri.split('/').slice(0, -1);
  const to = target.split('/');
  const other = to.findIndex((step, index) => step !== from[index]);
  // Scheme and authority: `file:`, '', ''.
  if (other < 3) return undefined;
  return [...from.slice(other).map(() => '..'), ...to.slice(other)].join('/');
}
