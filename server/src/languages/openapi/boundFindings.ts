import type { Located } from '#text';
import { type Data, type Entry, type TreeEdits, treeEdits } from '../yaml/index.ts';
import { placesOf } from './absence.ts';
import { type Bound, boundsOf } from './bounds.ts';
import type { FileEdit } from './operationEdits.ts';
import type { RequestPart, WrittenSchema } from './requestSchemas.ts';

/** How a part that lacks a bound is told about: at the very place where it is one, else at its name. */
export interface BoundFinding {
  readonly at: Located;
  readonly data: { readonly name: string; readonly count: number; readonly total: number };
  readonly related: ReturnType<typeof placesOf>;
}

/** @param keyword what is missing: `maxItems` */
export function boundFinding(part: RequestPart, bound: Bound, keyword: string): BoundFinding {
  const { lacking, total } = boundsOf(part, bound);
  const [only] = lacking;
  if (only && lacking.length === 1) return { at: only.at, data: { name: only.name, count: 1, total }, related: [] };
  const places = lacking.map(({ at, name }) => ({ at, name, home: part.home }));
  return {
    at: part.at,
    data: { name: part.name, count: lacking.length, total },
    related: placesOf(places, ({ name }) => `"${name}" has no ${keyword}`),
  };
}

/** What to write into a schema, and behind which of its entries. */
export interface Addition {
  readonly key: string;
  readonly value: Data;
  readonly after: Entry;
}

/** The edits that give every schema of these parts its bound; undefined from `addition`: it stays as it is. */
export function boundEdits(
  parts: readonly RequestPart[],
  bound: Bound,
  addition: (one: WrittenSchema) => Addition | undefined,
): readonly FileEdit[] {
  const writers = new Map<string, TreeEdits>();
  return parts.flatMap(part => {
    const { uri, tree } = part.home;
    const write = writers.get(uri) ?? treeEdits(tree);
    writers.set(uri, write);
    return boundsOf(part, bound).lacking.flatMap(one => {
      const added = addition(one);
      const edit = added && write.addEntry(one.schema.node, added.key, added.value, added.after);
      return edit ? [{ ...edit, uri }] : [];
    });
  });
}
