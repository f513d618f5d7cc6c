import type { Model } from './blocks.ts';
import type { Key } from './keys.ts';
import type { Argument } from './nodes.ts';

/** An index that another key of its model makes superfluous. */
export interface RedundantIndex {
  readonly key: Key;
  readonly beside: Key;
}

/** The plain indexes whose columns are the first ones of another key, in the same order. */
export function redundantIndexes(model: Model): readonly RedundantIndex[] {
  const keys = model.keys().filter(isBTree);
  return keys.flatMap((key, at): RedundantIndex[] => {
    // SQL Server keeps the rows themselves in the clustered one.
    if (key.kind !== 'index' || key.attribute.value('clustered')) return [];
    const beside = keys.find((other, index) => {
      if (other === key || !beginsWith(other, key)) return false;
      // Of two that are equal, the later one goes.
      return other.kind !== 'index' || other.columns.length > key.columns.length || index < at;
    });
    return beside ? [{ key, beside }] : [];
  });
}

function isBTree({ kind, type, partial, columns, attribute }: Key): boolean {
  return kind !== 'fulltext' && type === undefined && !partial && columns.length > 0 && !attribute.broken;
}

/** Whether each column of an index is the column at its place in the other, sorted likewise, or in reverse throughout. */
function beginsWith(longer: Key, shorter: Key): boolean {
  const { length } = shorter.columns;
  if (longer.columns.length < length) return false;
  const pairs = shorter.columns.map((column, at) => {
    const [a, b] = [howIndexed(shorter, at), howIndexed(longer, at)];
    const same = column.text === longer.columns[at]!.text && a.rest === b.rest;
    return same ? (a.descending === b.descending ? 'same' : 'reverse') : 'different';
  });
  return pairs.every(one => one === 'same') || pairs.every(one => one === 'reverse');
}

/** What the brackets behind a column say, or those of the attribute at a field: `sort`, `length` and `ops`. */
function howIndexed({ items, attribute }: Key, at: number): { readonly descending: boolean; readonly rest: string } {
  const item = items?.[at];
  const args = items ? (item?.kind === 'call' ? item.args : []) : attribute.args;
  const says = (name: string): string => written(args.find(one => one.name?.text === name));
  return { descending: says('sort') === 'Desc', rest: `${says('length')} ${says('ops')}` };
}

function written(argument: Argument | undefined): string {
  const value = argument?.value;
  if (!value) return '';
  if (value.kind === 'call') return `${value.name.text}(${value.args.map(written).join(', ')})`;
  return 'text' in value ? value.text : value.kind;
}
