import type { TextEdit } from '#text';
import { objectName } from '../changes.ts';
import { insertBefore } from '../expand/insertions.ts';
import { isLive } from '../expand/live.ts';
import { writtenName } from '../identifiers.ts';
import { blockingBuilds } from '../indexBuild.ts';
import { memoised } from '../memo.ts';
import type { Migration } from '../migration.ts';
import type { Keyword, QualifiedName, Statement, StatementOf } from '../model.ts';
import { commitsByItself } from '../outside.ts';
import type { TableState } from '../schemaState.ts';
import { type ConcurrentBuild, concurrentBuilds, isMadeAgain } from './concurrent.ts';
import { type Placement, placeSteps, type Step } from './steps.ts';

type DropIndex = StatementOf<'dropIndex'>;

/** An index that is dropped while every query of its table waits, with its table where that is known. */
export interface BlockingDrop {
  readonly statement: DropIndex;
  readonly index: QualifiedName;
  readonly table: TableState | undefined;
}

/** The first such index of each DROP INDEX that has one. */
export function blockingDrops(migration: Migration): readonly BlockingDrop[] {
  const dropped = new Set<string>();
  for (const one of migration.document.statementsOf('dropTable', 'dropMaterializedView', 'alterTable')) {
    if (!migration.isUp(one)) continue;
    if (one.type !== 'alterTable') for (const name of one.names) dropped.add(name.name.text);
    else
      for (const action of one.actions)
        if (action.type === 'dropColumn') dropped.add(`${one.table?.name.text} ${action.name.text}`);
  }
  /** Whether the file takes the whole table, or a column of the index, under the same lock. */
  const goes = (index: string, table: TableState): boolean => {
    const columns = table.indexes.find(one => one.knownAs === index)?.columns ?? [];
    return dropped.has(table.name) || columns.some(one => dropped.has(`${table.name} ${one}`));
  };
  return migration.document.statementsOf('dropIndex').flatMap(statement => {
    const { concurrently, templated, broken, names } = statement;
    if (concurrently || templated || broken || !migration.isUp(statement)) return [];
    const schema = migration.before(statement);
    for (const index of names) {
      const table = schema.tableOfIndex(objectName(index));
      if (!table || (!goes(index.name.text, table) && isBlocking(index.name.text, table)))
        return [{ statement, index, table }];
    }
    return [];
  });
}

function isBlocking(index: string, table: TableState): boolean {
  // The index of a partitioned table cannot be dropped concurrently, that of a constraint not at all.
  if (table.madeHere || table.temporary || table.partitioned) return false;
  return !table.constraints.some(one => one.knownAs === index && one.type !== 'check' && one.type !== 'foreignKey');
}

/** Everything that an index of a live table asks to be run outside a transaction, in order. */
export const leavingIndexes: (migration: Migration) => readonly Statement[] = memoised(migration => {
  const drops = new Set<Statement>(
    blockingDrops(migration)
      .map(one => one.statement)
      .filter(isSingle),
  );
  const builds = new Set<Statement>(blockingBuilds(migration).filter(one => buildsAlone(one, migration)));
  if (drops.size + builds.size === 0) return [];
  return migration.document.statementsOf('createIndex', 'dropIndex').filter(one => drops.has(one) || builds.has(one));
});

/** The indexes of a partitioned table are built in another way. */
function buildsAlone(statement: StatementOf<'createIndex'>, migration: Migration): boolean {
  return !!statement.table && !migration.tableBefore(statement, objectName(statement.table))?.partitioned;
}

/** CONCURRENTLY takes a single name and no CASCADE. */
function isSingle({ names, cascade }: DropIndex): boolean {
  return names.length === 1 && !cascade;
}

/** How each drop can be made concurrent. Those that cannot are left out. */
export function concurrentDrops(
  drops: readonly BlockingDrop[],
  migration: Migration,
): ReadonlyMap<Statement, ConcurrentBuild> {
  const builds = new Map(concurrentBuilds(leavingIndexes(migration), migration));
  let made = [...builds.values()].filter(one => one.way === 'separate').length;
  for (const { statement } of drops) {
    if (isSingle(statement) || statement.cascade) continue;
    const placement = oneByOne(statement, migration, made);
    if (!placement) continue;
    builds.set(statement, placement);
    made += placement.made;
  }
  return builds;
}

function oneByOne(statement: DropIndex, migration: Migration, rank: number): Placement | undefined {
  const guard = statement.ifExists ? 'IF EXISTS ' : '';
  const steps = statement.names.map(
    (name): Step => ({
      sql: `DROP INDEX CONCURRENTLY ${guard}${migration.document.textOf(name)}`,
      undo: undefined,
      needs: 'outside',
      slug: `drop_${name.name.text}`,
    }),
  );
  const placement = placeSteps(
    migration,
    { statement, keep: undefined, steps, irreversible: true, undoneBy: [] },
    rank,
  );
  const returns = statement.names.some(name => isMadeAgain(name.name.text, migration));
  return placement?.way === 'separate' && returns ? undefined : placement;
}

/** A concurrent build that passes over what a failed one left. */
export interface MaskedBuild {
  readonly statement: StatementOf<'createIndex'>;
  /** IF NOT EXISTS. */
  readonly guard: Keyword;
  readonly index: string;
  readonly table: string;
}

/** Those of tables in use, whose index the file has not dropped before. */
export function maskedBuilds(migration: Migration): readonly MaskedBuild[] {
  const { document } = migration;
  return document.indexes.flatMap(statement => {
    const { name, table, concurrently, ifNotExists, templated, broken } = statement;
    if (!name || !table || !concurrently || !ifNotExists || templated || broken || !migration.isUp(statement))
      return [];
    const index = name.name.text;
    const isDropped = document
      .statementsOf('dropIndex')
      .some(one => one.span.start < statement.span.start && one.names.some(other => other.name.text === index));
    if (isDropped || !isLive(table, statement, migration)) return [];
    return [{ statement, guard: ifNotExists, index, table: table.name.text }];
  });
}

/** Drops what a failed build left, right before the build; undefined where the two cannot stand in one file. */
export function dropsBuildFirst(statement: StatementOf<'createIndex'>, migration: Migration): TextEdit | undefined {
  const drop = dropOf(statement);
  if (!drop || migration.tool.cutsText || !commitsByItself(migration, statement)) return undefined;
  return insertBefore(migration, statement, [drop]);
}

/** What has to go before a build that may have failed, where each statement commits by itself. */
function dropOf({ name, table }: StatementOf<'createIndex'>): string | undefined {
  const schema = table?.schema ? `${writtenName(table.schema.text)}.` : '';
  return name && `DROP INDEX CONCURRENTLY IF EXISTS ${schema}${writtenName(name.name.text)};`;
}
