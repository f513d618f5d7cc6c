import type { Language } from '../contract.ts';
import { sqlCompanions } from './companions/index.ts';
import { relatedMigrations } from './directory.ts';
import { type SqlFacts, sqlFacts } from './facts.ts';
import { sqlIgnores } from './ignores.ts';
import { loadSqlJudge } from './judge.ts';
import type { SqlDocument } from './model.ts';
import { parseSql, updateSql } from './parse.ts';
import { isSql } from './role.ts';
import { migrationScope } from './scope.ts';

export { type Imbalance, imbalances, removalOf } from './balance.ts';
export type {
  ChangeOf,
  ColumnFact,
  ConstraintFact,
  IndexFact,
  IndexItem,
  ObjectName,
  SchemaChange,
} from './changes.ts';
export { objectName } from './changes.ts';
export { type MigrationDirectory, migrationDirectory, type OrderedMigration } from './directory.ts';
export * from './dynamic/index.ts';
export { firstEdited } from './edited.ts';
export { type EarlyEnumUse, earlyEnumUses } from './enumUse.ts';
export * from './expand/index.ts';
export type { SqlFacts } from './facts.ts';
export { type FlagColumn, leadingFlag, mayLeadWithFlag, type PartialIndex, partialIndexes } from './flagColumn.ts';
export { type History, historyAfter } from './history.ts';
export { writtenName } from './identifiers.ts';
export { blockingBuilds, perPartitionBuild } from './indexBuild.ts';
export type { LaterChange } from './laterChanges.ts';
export { fullIndex, hasLiveReads } from './liveIndex.ts';
export * from './locks/index.ts';
export * from './made/index.ts';
export { type Migration, openMigration } from './migration.ts';
export * from './model.ts';
export { separateMigration } from './moving.ts';
export * from './online/index.ts';
export { type Outside, outsideTransaction } from './outside.ts';
export { parseSql, updateSql } from './parse.ts';
export type { QueryAnnotation } from './queries/annotations.ts';
export { growingResult, listsRows, pagesByOffset, withLimit } from './queries/bounds.ts';
export * from './queries/index.ts';
export { keyset } from './queries/keyset.ts';
export type { LiveRead } from './queries/live.ts';
export { isQueryFile, type QueryPlace, queryPlaces } from './queries/places.ts';
export { type QueryContext, queryContext, rowsOf, tablesOf } from './queries/schema.ts';
export { isNarrowed, servesSubstrings, unservedFilter, wildcardFilters } from './queries/served.ts';
export * from './queries/sources.ts';
export { type ExpandedStar, keepsOldName, starsIn } from './queries/stars.ts';
export { isSampleFile, roleOf, type SqlRole } from './role.ts';
export * from './routines/index.ts';
export * from './rows/index.ts';
export {
  type AnyIndex,
  type ColumnState,
  type ConstraintState,
  columnOf,
  everyIndex,
  type IndexState,
  type Made,
  type NamedState,
  type RoutineState,
  type SchemaState,
  type SequenceState,
  schemaOf,
  type TableState,
  type TriggerState,
  type TypeState,
} from './schemaState.ts';
export { type MigrationScope, migrationScope } from './scope.ts';
export { openScript, type Script } from './script.ts';
export * from './security/index.ts';
export type { MigrationChange, MigrationTool, MigrationUnit } from './tools/index.ts';
export { migrationToolIds } from './tools/index.ts';
export { isOpen, refusesTransaction, refusing, type StatementTransaction } from './transaction.ts';
export * from './undo/index.ts';
export { firstWords, withBlanksAfter, withBlanksBefore } from './words.ts';
export { fillsItself, zeroValue } from './zeroValue.ts';

/** Migrations, schemas and queries of PostgreSQL, MySQL, MariaDB and SQLite. */
export const sqlLanguage: Language<SqlDocument, SqlFacts> = {
  kind: 'sql',
  detect: isSql,
  parse: parseSql,
  update: updateSql,
  facts: sqlFacts,
  companions: sqlCompanions,
  related: relatedMigrations,
  ignores: sqlIgnores,
  loadJudge: loadSqlJudge,
  outOfScope: (document, all, settings, isCommitted) =>
    migrationScope(document.uri, all, settings.sql, isCommitted) === 'frozen' ? 'applied migration' : undefined,
};
