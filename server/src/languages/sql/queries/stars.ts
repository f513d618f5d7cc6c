import type { Located } from '#text';
import { writtenName } from '../identifiers.ts';
import type { Migration } from '../migration.ts';
import type { QualifiedName } from '../model.ts';
import type { TableState } from '../schemaState.ts';
import type { FromItem, QueryStatement, SelectQuery } from './model.ts';
import type { QueryPlace } from './places.ts';
import { baseTable, commonNames, nameOfItem } from './sources.ts';

/** A `*` in the list of a query whose columns somebody else depends on. */
export interface ExpandedStar extends Located {
  readonly reader: 'view' | 'insert' | 'query';
  /** The first table that it stands for. */
  readonly table: QualifiedName;
  /** The columns in its place; undefined where they are not all known. */
  readonly columns: string | undefined;
}

/**
 * The stars of a place that take what a table has: `*` and `t.*` at the top of a query, of what INSERT reads, of what a
 * function returns. A star over common tables, subqueries and functions takes what these say, and is fine.
 */
export function starsIn(
  place: QueryPlace,
  tableOf: (table: QualifiedName) => TableState | undefined,
): readonly ExpandedStar[] {
  const { query, origin } = place;
  const top = query.type === 'query' ? query : query.query;
  if (!top || query.templated || !isRead(place)) return [];
  const reader = query.type !== 'query' ? 'insert' : origin === 'view' ? 'view' : 'query';
  const common = commonNames(query);
  return coresOf(top).flatMap(core =>
    core.items.flatMap((item): readonly ExpandedStar[] => {
      if (item.value.kind !== 'star') return [];
      const name = /^\s*(.+?)\s*\.\s*\*$/s.exec(item.value.text)?.[1];
      const items = name === undefined ? core.from : core.from.filter(one => isCalled(one, name));
      const tables = items.flatMap(one => (baseTable(one, common) && one.table ? [one] : []));
      const [first] = tables;
      if (!first?.table) return [];
      const columns =
        tables.length === items.length
          ? columnsOf(items, core.from.length > 1 || name !== undefined, tableOf)
          : undefined;
      const { value } = item;
      return [
        {
          reader,
          table: first.table,
          columns,
          get span() {
            return value.span;
          },
        },
      ];
    }),
  );
}

/** Whether somebody gets the columns: not what PL/pgSQL reads into a record of its own. */
function isRead({ origin, query, body, part }: QueryPlace): boolean {
  if (origin !== 'routine' || query.type !== 'query') return true;
  // RETURNS SETOF table means the table's row, whatever it has.
  return part?.returned === true && body?.returnsSet === 'table';
}

function coresOf(query: SelectQuery): readonly Extract<SelectQuery['operands'][number], { type: 'select' }>[] {
  return query.operands.flatMap(one => (one.type === 'select' ? [one] : one.type === 'query' ? coresOf(one) : []));
}

function isCalled(item: FromItem, written: string): boolean {
  const name =
    written
      .split('.')
      .at(-1)
      ?.trim()
      .replace(/^"(.*)"$/, '$1') ?? '';
  const own = nameOfItem(item);
  return own === name || own === name.toLowerCase();
}

function columnsOf(
  items: readonly FromItem[],
  qualified: boolean,
  tableOf: (table: QualifiedName) => TableState | undefined,
): string | undefined {
  const lists = items.map(item => {
    // What USING joins by appears once.
    const state = item.table && tableOf(item.table);
    if (!state?.complete || state.uncertain || state.kind !== 'table' || (item.join?.using.length ?? 0) > 0)
      return undefined;
    const prefix = qualified ? `${writtenName(nameOfItem(item) ?? '')}.` : '';
    return state.columns.map(one => `${prefix}${writtenName(one.name)}`).join(', ');
  });
  return lists.some(one => !one) ? undefined : lists.join(', ');
}

/** The view that keeps a renamed table's old name alive: it must be what the table is. */
export function keepsOldName(query: QueryStatement, view: QualifiedName, migration: Migration | undefined): boolean {
  if (!migration || query.type !== 'query') return false;
  const [core] = coresOf(query);
  const source = core?.from[0]?.table?.name.text;
  return migration.document.alteredTables.some(
    ({ table, actions }) =>
      table?.name.text === view.name.text &&
      actions.some(one => one.type === 'renameTable' && one.to?.name.text === source),
  );
}
