import { objectName } from '../changes.ts';
import type { Migration } from '../migration.ts';
import type { QualifiedName, Statement, StatementOf } from '../model.ts';
import type { TableState } from '../schemaState.ts';

/** A REFRESH MATERIALIZED VIEW that keeps readers waiting. */
export interface Refresh {
  readonly statement: StatementOf<'refreshMaterializedView'>;
  readonly name: QualifiedName;
  /** Whether it has the unique index that CONCURRENTLY needs; undefined where its indexes are not known. */
  readonly unique: boolean | undefined;
}

export function refreshes(migration: Migration): readonly Refresh[] {
  return migration.document.statementsOf('refreshMaterializedView').flatMap(statement => {
    const { name, concurrently } = statement;
    if (!name || concurrently || !isRun(migration, statement) || isWithNoData(statement)) return [];
    const state = migration.tableBefore(statement, objectName(name));
    if (state?.madeHere) return [];
    return [{ statement, name, unique: state?.made ? state.indexes.some(isUniqueForAll) : undefined }];
  });
}

/** PostgreSQL wants a unique index on plain columns over all rows. */
function isUniqueForAll({ unique, where, columns }: TableState['indexes'][number]): boolean {
  return unique && where === undefined && columns.every(one => one !== undefined);
}

/** It empties the view, which takes no time. */
function isWithNoData({ text }: Statement): boolean {
  return /\bWITH\s+NO\s+DATA\s*$/i.test(text);
}

/** REINDEX of what was there before; SYSTEM is left out, since it knows no CONCURRENTLY. */
export function reindexes(migration: Migration): readonly StatementOf<'reindex'>[] {
  return migration.document.statementsOf('reindex').filter(statement => {
    const { object, name, concurrently } = statement;
    if (concurrently || object === 'SYSTEM' || object === undefined || !isRun(migration, statement)) return false;
    if (!name) return true;
    if (object === 'TABLE') return !migration.tableBefore(statement, objectName(name))?.madeHere;
    if (object !== 'INDEX') return true;
    const table = migration.before(statement).tableOfIndex(objectName(name));
    const index = table?.indexes.find(one => one.knownAs === name.name.text);
    return !table?.madeHere && !index?.made?.statement;
  });
}

/** VACUUM FULL and CLUSTER of tables that were there before; `table`: undefined for all of them. */
export function tableRewrites(
  migration: Migration,
): readonly { readonly statement: StatementOf<'vacuum' | 'cluster'>; readonly table: string | undefined }[] {
  return migration.document.statementsOf('vacuum', 'cluster').flatMap(statement => {
    const { type, full, name } = statement;
    if ((type === 'vacuum' && !full) || !isRun(migration, statement)) return [];
    if (name && migration.tableBefore(statement, objectName(name))?.madeHere) return [];
    return [{ statement, table: name?.name.text }];
  });
}

function isRun(migration: Migration, statement: Statement): boolean {
  return !statement.templated && !statement.broken && migration.isUp(statement);
}
