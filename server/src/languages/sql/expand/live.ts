import { changesOf, objectName, type SchemaChange } from '../changes.ts';
import { memoised } from '../memo.ts';
import type { Migration } from '../migration.ts';
import type { Name, QualifiedName, Statement } from '../model.ts';

/** Whether a table is one that others may be using: neither made by this file nor of this session alone. */
export function isLive(table: QualifiedName, statement: Statement, migration: Migration): boolean {
  const state = migration.tableBefore(statement, objectName(table));
  return !state?.madeHere && !state?.temporary && !/^pg_temp/i.test(table.schema?.text ?? '');
}

/** Where each column that the up half of a file adds to a table is first added, by `table column`. */
const additions = memoised((migration: Migration): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const { statement, table, column } of migration.document.addedColumns) {
    const key = `${table.name.text} ${column.name.text}`;
    if (!found.has(key) && migration.isUp(statement)) found.set(key, column.span.start);
  }
  return found;
});

/** Whether a file has added a column to a table before it names it at `column`. */
export function wasAddedHere(migration: Migration, table: QualifiedName, column: Name): boolean {
  const start = additions(migration).get(`${table.name.text} ${column.text}`);
  return start !== undefined && start < column.span.start;
}

/** Whether the way down changes a table: it would no longer fit another way up. */
export function isUndone({ document, isUp, directory, file }: Migration, table: QualifiedName): boolean {
  const concerns = (one: SchemaChange): boolean =>
    'table' in one && one.table?.name === table.name.text && one.type !== 'fill' && one.type !== 'empty';
  const other = directory.facts.get(file.uri.replace(/up\.sql$/i, 'down.sql'));
  return (
    (other?.down.some(concerns) ?? false) ||
    document.statements.some(one => !isUp(one) && changesOf(one).some(concerns))
  );
}

/** The names of tables, and of columns behind that of their table, that the way up gives to what was called otherwise. */
export const namesTaken: (migration: Migration) => ReadonlySet<string> = memoised(migration => {
  const names = migration.document
    .alteredBy('renameTable', 'renameColumn')
    .filter(one => migration.isUp(one))
    .flatMap(({ table, actions }) =>
      actions.flatMap(one => {
        if (one.type === 'renameTable' && one.to) return [one.to.name.text];
        return one.type === 'renameColumn' && one.to ? [`${table?.name.text} ${one.to.text}`] : [];
      }),
    );
  return new Set(names);
});
