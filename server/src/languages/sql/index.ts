import type { Language } from '../contract.ts';
import { relatedMigrations } from './directory.ts';
import { type SqlFacts, sqlFacts } from './facts.ts';
import { sqlIgnores } from './ignores.ts';
import { loadSqlJudge } from './judge.ts';
import type { SqlDocument } from './model.ts';
import { parseSql, updateSql } from './parse.ts';
import { isSql } from './role.ts';
import { migrationScope } from './scope.ts';

export type { ColumnFact, ConstraintFact, IndexFact, ObjectName, SchemaChange } from './changes.ts';
export { objectName } from './changes.ts';
export { type MigrationDirectory, migrationDirectory, type OrderedMigration } from './directory.ts';
export type { SqlFacts } from './facts.ts';
export { type FlagColumn, leadingFlag, type PartialIndex, partialIndexes } from './flagColumn.ts';
export { type History, historyAfter } from './history.ts';
export { writtenName } from './identifiers.ts';
export { blocksWrites, type ConcurrentBuild, concurrentBuilds, perPartitionBuild } from './indexBuild.ts';
export { type Migration, openMigration } from './migration.ts';
export * from './model.ts';
export { type Outside, outsideTransaction, separateMigration } from './outside.ts';
export { parseSql, updateSql } from './parse.ts';
export { roleOf, type SqlRole } from './role.ts';
export { type SchemaState, schemaOf, type TableState, type TypeState } from './schemaState.ts';
export { type MigrationScope, migrationScope } from './scope.ts';
export type { MigrationChange, MigrationTool, MigrationUnit } from './tools/index.ts';
export { migrationToolIds } from './tools/index.ts';
export { isOpen, refusesTransaction, type StatementTransaction } from './transaction.ts';
export { firstWords, withBlanksBefore } from './words.ts';
export { fillsItself, zeroValue } from './zeroValue.ts';

/** Migrations, schemas and queries of PostgreSQL, MySQL, MariaDB and SQLite. */
export const sqlLanguage: Language<SqlDocument, SqlFacts> = {
  kind: 'sql',
  detect: isSql,
  parse: parseSql,
  update: updateSql,
  facts: sqlFacts,
  related: relatedMigrations,
  ignores: sqlIgnores,
  loadJudge: loadSqlJudge,
  outOfScope: (document, all, settings, isCommitted) =>
    migrationScope(document.uri, all, settings.sql, isCommitted) === 'frozen' ? 'applied migration' : undefined,
};
