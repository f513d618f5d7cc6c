import { edit, lineBreakOf, type Span, type TextEdit } from '#text';
import { writtenName } from '../identifiers.ts';
import type { QualifiedName, SqlDocument } from '../model.ts';
import type { TableState } from '../schemaState.ts';
import { withBlanksBefore } from '../words.ts';
import { conjuncts, onlySelect } from './index.ts';
import type { OrderItem, SelectQuery } from './model.ts';
import { namedParameters } from './parameters.ts';
import { nameOfItem, pinned, sourceOf, uniqueKeys } from './sources.ts';

/**
 * The edits that turn OFFSET into "rows after the last one of the page before": the columns of ORDER BY, made unique by
 * the primary key, are compared with the values of that row. Undefined where the order is no list of columns in one
 * direction, the rows are grouped or joined from several queries, or the parameters are numbered by position.
 */
export function keyset(
  document: SqlDocument,
  query: SelectQuery,
  tableOf: (name: QualifiedName) => TableState | undefined,
): readonly TextEdit[] | undefined {
  const { orderBy, limit, offset } = query;
  const core = onlySelect(query);
  if (!core || !orderBy || !limit || !offset?.count || query.templated) return undefined;
  if (core.groupBy || core.having || core.distinct || core.window || core.span.end > orderBy.span.start)
    return undefined;
  // LIMIT offset, count
  if (!/^offset$/i.test(document.textOf(offset.keyword))) return undefined;
  const direction = orderBy.items[0]?.direction ?? 'asc';
  const columns = orderBy.items.map(one => columnOf(one, direction));
  if (columns.some(one => one === undefined)) return undefined;
  const [first] = orderBy.items;
  const item = first?.value.column && sourceOf(first.value.column, core.from);
  const table = item?.table && tableOf(item.table);
  const names = columns.map(one => one!.name);
  const keys = table ? uniqueKeys(table) : [];
  // A column that has one value on every page orders nothing.
  const fixed = conjuncts(core.where?.condition).flatMap(one => {
    const column = pinned(one);
    return column && one.type === 'predicate' && one.operator === '=' && sourceOf(column, core.from) === item
      ? [column.name.text]
      : [];
  });
  const given = [...names, ...fixed];
  const key = keys.some(one => one.every(column => given.includes(column))) ? [] : tieBreaker(given, table, keys);
  if (!key) return undefined;
  const qualifier = first?.value.column?.table && item ? `${writtenName(nameOfItem(item) ?? '')}.` : '';
  const added = key.map(one => `${qualifier}${writtenName(one)}`);
  const compared = [...columns.map(one => one!.written), ...added];
  const parameters = namedParameters(
    document,
    query,
    [...names, ...key].map(one => `after_${one}`),
    offset.count,
  );
  if (!parameters) return undefined;
  const many = compared.length > 1;
  const tuple = (values: readonly string[]): string => (many ? `(${values.join(', ')})` : values.join(''));
  const condition = `${tuple(compared)} ${direction === 'desc' ? '<' : '>'} ${tuple(parameters)}`;
  const last = orderBy.items.at(-1)!;
  const tail = added.map(one => `, ${one}${direction === 'desc' ? ' DESC' : ''}`).join('');
  return [
    ...withCondition(document, query, condition),
    ...(tail ? [edit.insert(last.span.end, tail)] : []),
    edit.remove(withBlanksBefore(document, offset.span)),
  ];
}

function columnOf(
  { value, direction, nulls }: OrderItem,
  wanted: 'asc' | 'desc',
): { readonly name: string; readonly written: string } | undefined {
  if (!value.column || nulls || (direction ?? 'asc') !== wanted) return undefined;
  return { name: value.column.name.text, written: value.text };
}

/** The columns that make the order a total one. */
function tieBreaker(
  names: readonly string[],
  table: TableState | undefined,
  keys: readonly (readonly string[])[],
): readonly string[] | undefined {
  if (!table) return names.includes('id') ? [] : undefined;
  const key = table.constraints.find(one => one.type === 'primaryKey')?.columns ?? keys[0];
  return key?.filter(one => !names.includes(one));
}

/** Puts a condition in front of those that WHERE has, or a WHERE where there is none. */
function withCondition(document: SqlDocument, query: SelectQuery, condition: string): readonly TextEdit[] {
  const core = onlySelect(query)!;
  const { where } = core;
  if (where?.condition) {
    const { start, end } = where.condition.span;
    if (where.condition.type !== 'or') return [edit.insert(start, `${condition} AND `)];
    return [edit.insert(start, `${condition} AND (`), edit.insert(end, ')')];
  }
  return [edit.insert(core.span.end, `${separator(document, core.span.end, query)}WHERE ${condition}`)];
}

/** What stands between clauses: a line break with the indentation of the next one, or a blank. */
function separator({ text, lines }: SqlDocument, from: number, { orderBy, limit }: SelectQuery): string {
  const next = (orderBy ?? limit)?.span.start ?? from;
  return text.slice(from, next).includes('\n') ? breakBefore(text, lines.lineSpanAt(next)) : ' ';
}

export function breakBefore(text: string, line: Span): string {
  const indentation = /^[ \t]*/.exec(text.slice(line.start, line.end))?.[0] ?? '';
  return lineBreakOf(text) + indentation;
}
