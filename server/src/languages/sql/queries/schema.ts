import type { SqlSettings } from '../../contract.ts';
import { migrationDirectory } from '../directory.ts';
import type { SqlFacts } from '../facts.ts';
import { emptyHistory, historyAfter } from '../history.ts';
import { openMigration } from '../migration.ts';
import type { QualifiedName, SqlDialect, SqlDocument, Statement } from '../model.ts';
import { objectName } from '../schemaFacts.ts';
import { type SchemaState, schemaOf, type TableState } from '../schemaState.ts';
import type { FromItem, QueryStatement } from './model.ts';
import { isQueryFile } from './places.ts';
import { baseTable, commonNames } from './sources.ts';

/** What queries of a document find in the database. */
export interface QueryContext {
  readonly dialect: SqlDialect;
  /** Undefined where nothing is known of it. */
  tableFor(statement: Statement, name: QualifiedName): TableState | undefined;
  /** False for what undoes a migration: it brings back what was there before. */
  counts(statement: Statement): boolean;
}

/**
 * A query file sees the schema at the end of the nearest migrations (`facts`: what `related` found for it), a view or
 * routine in a migration that of its place in the history.
 */
export function queryContext(
  document: SqlDocument,
  facts: ReadonlyMap<string, SqlFacts>,
  settings: SqlSettings,
): QueryContext {
  if (!isQueryFile(document)) {
    const migration = openMigration(document, facts, settings);
    return {
      dialect: migration?.dialect ?? settings.dialect ?? document.dialect,
      tableFor: (statement, name) => migration?.tableBefore(statement, objectName(name)),
      counts: statement => !migration || migration.isUp(statement),
    };
  }
  const directory = migrationDirectory(facts, settings);
  let schema: SchemaState | undefined;
  const end = (): SchemaState => {
    const { migrations } = directory;
    const written = [...facts.values()].find(one => one.role === 'schema');
    const history = migrations.length > 0 ? directory.historyAfter(migrations.length) : undefined;
    return schemaOf((history ?? (written ? historyAfter(emptyHistory, written) : emptyHistory)).store);
  };
  const known = directory.migrations.length > 0 || [...facts.values()].some(one => one.role === 'schema');
  return {
    dialect: settings.dialect ?? (known ? directory.dialect : document.dialect),
    tableFor: (_, name) => (schema ??= end()).table(objectName(name)),
    counts: () => true,
  };
}

/** How many rows the config says a table has. */
export function rowsOf({ tableSizes }: SqlSettings, { schema, name }: QualifiedName): number | undefined {
  return tableSizes[`${schema?.text ?? 'public'}.${name.text}`] ?? tableSizes[name.text];
}

/** What is known of the tables of a query's FROM; of its common tables, nothing. */
export function tablesOf(
  { tableFor }: QueryContext,
  owner: Statement,
  query: QueryStatement,
): (item: FromItem) => TableState | undefined {
  const common = commonNames(query);
  return item => (item.table && baseTable(item, common) ? tableFor(owner, item.table) : undefined);
}
