import type { SqlSettings } from '../contract.ts';
import type { ObjectName, SchemaChange } from './changes.ts';
import { type MigrationDirectory, migrationDirectory } from './directory.ts';
import { type SqlFacts, statementsIn } from './facts.ts';
import { type FileHistory, fileHistory, madeBy, storeAfter } from './fileHistory.ts';
import { changesAbout, isAbout, type LaterChange } from './laterChanges.ts';
import { memoised, memoisedPair } from './memo.ts';
import type { SqlDialect, SqlDocument, Statement } from './model.ts';
import type { Made, SchemaState, TableState } from './schemaState.ts';
import type { MigrationFile, MigrationTool, MigrationUnit } from './tools/index.ts';
import { isOpen, type StatementTransaction, transactionsOf } from './transaction.ts';
import { pathOf } from './uris.ts';

/** A migration with all that its directory and its tool say about it: what rules ask. */
export interface Migration {
  readonly document: SqlDocument;
  readonly file: MigrationFile;
  readonly tool: MigrationTool;
  readonly dialect: SqlDialect;
  /** No migration of its directory runs before it: it makes the database, and nothing is in use yet. */
  readonly first: boolean;
  readonly directory: MigrationDirectory;
  readonly units: readonly MigrationUnit[];
  /** Undefined for text outside of all units, which the tool does not run. */
  unitOf(statement: Statement): MigrationUnit | undefined;
  /** The statements of a unit, in order. */
  statementsOf(unit: MigrationUnit): readonly Statement[];
  /** Whether it runs forward. */
  isUp(statement: Statement): boolean;
  /** The schema that a statement finds. */
  before(statement: Statement): SchemaState;
  /** The schema that a statement leaves. */
  after(statement: Statement): SchemaState;
  /** The schema that the up half of this file leaves, as the next migration finds it. */
  readonly leaves: SchemaState;
  /**
   * The schema that the last migration of the directory leaves, with where each thing in it was made. Of a down file: the
   * one after all up files.
   */
  readonly end: SchemaState;
  /** The table of that name as a statement finds it. */
  tableBefore(statement: Statement, name: ObjectName): TableState | undefined;
  /** `leaves.table(name)` and `end.table(name)`, for those who ask about the table of every statement. */
  tableLeft(statement: Statement, name: ObjectName): TableState | undefined;
  tableAtEnd(statement: Statement, name: ObjectName): TableState | undefined;
  /**
   * The same object as long as a statement finds the same things in every table, index and type that it names: what a
   * rule may give to `context.each` where a finding depends on the statement, `tableBefore` and `dialect` alone.
   */
  around(statement: Statement): object;
  /**
   * The statements of the up half, each with an object that is another one whenever it may find or leave other things in
   * what it names: for `collectedAround`. Undefined where that is not known: other migrations follow, search paths.
   */
  readonly marks: { readonly statements: readonly Statement[]; readonly of: readonly object[] } | undefined;
  /** What a statement changes, in order, with its search path filled in. */
  changesOf(statement: Statement): readonly SchemaChange[];
  /**
   * What happens to the table of that name behind an up statement: by later statements of this file, then by later
   * migrations, in order. Also what happens to another table of that name in another schema.
   */
  changesAfter(statement: Statement, table: ObjectName): readonly LaterChange[];
  /**
   * Whether a thing was made in the same transaction as a statement, before it: nobody else has seen it yet. False where
   * nobody knows.
   */
  isNewTo(statement: Statement, thing: { readonly made: Made | undefined } | undefined): boolean;
  transactionOf(statement: Statement): StatementTransaction;
}

/**
 * The migration that a document is; undefined for other SQL. `facts`: those of its directory (`workspace.facts('sql')`).
 * The same object as long as document, facts and settings are the same.
 */
export function openMigration(
  document: SqlDocument,
  facts: ReadonlyMap<string, SqlFacts>,
  settings: SqlSettings,
): Migration | undefined {
  return opened(document, facts)(settings);
}

const opened = memoisedPair((document: SqlDocument, facts: ReadonlyMap<string, SqlFacts>) =>
  memoised((settings: SqlSettings) => open(document, facts, settings)),
);

function open(
  document: SqlDocument,
  facts: ReadonlyMap<string, SqlFacts>,
  settings: SqlSettings,
): Migration | undefined {
  const { uri, text } = document;
  const directory = migrationDirectory(facts, settings);
  if (!directory.holds(uri)) return undefined;
  const tool = directory.toolOf(uri);
  const earlier = directory.before(uri);
  const file = { uri, path: pathOf(uri), text };
  const isOutside = directory.project.isOutside(uri);
  const units = tool.units(file).map(unit => (isOutside ? { ...unit, optedOut: true } : unit));
  const byUnit = new Map(units.map(unit => [unit, statementsIn(document.statements, [unit], unit.direction)] as const));
  const order = new Map(document.statements.map((statement, index) => [statement, index]));
  const unitOf = (statement: Statement): MigrationUnit | undefined => {
    if (units.length === 1 && !units[0]?.header) return units[0];
    const { start } = statement.span;
    return units.find(unit => unit.span.start <= start && start < unit.span.end);
  };
  const history = directory.historyAfter(earlier);
  const dialect = settings.dialect ?? facts.get(uri)?.dialect ?? directory.dialect;
  const half = (direction: MigrationUnit['direction']): readonly Statement[] =>
    statementsIn(document.statements, units, direction);
  const up = once((): FileHistory => fileHistory(document, half('up'), order, history.store));
  // Before the down half of a file runs, its up half has.
  const down = once(
    (): FileHistory => fileHistory(document, half('down'), order, storeAfter(document, history, half('up'))),
  );
  const historyOf = (statement: Statement): FileHistory => (unitOf(statement)?.direction === 'down' ? down() : up());
  // Of the newest migration the replay of its parts is at hand, which a keystroke mostly leaves as it is.
  const isNewest = directory.runsForward(uri) && earlier === directory.migrations.length - 1;
  const leaves = once(() => up().end);
  const end = once(() => (isNewest ? leaves() : directory.end));
  const marks = once(() => {
    const of = isNewest ? up().marks : undefined;
    return of && { statements: half('up'), of };
  });
  const later = once(() => directory.migrations.slice(directory.runsForward(uri) ? earlier + 1 : earlier));
  const transactions = once(() => {
    const found: StatementTransaction[] = [];
    for (const [unit, statements] of byUnit) {
      const first = order.get(statements[0]!) ?? 0;
      transactionsOf(statements, unit, tool).forEach((one, index) => {
        found[first + index] = one;
      });
    }
    return found;
  });
  const transactionOf = (statement: Statement): StatementTransaction =>
    transactions()[order.get(statement) ?? -1] ?? { begunBy: 'unknown', id: -1 };
  return {
    document,
    file,
    tool,
    dialect,
    first: earlier === 0,
    directory,
    units,
    unitOf,
    statementsOf: unit => byUnit.get(unit) ?? [],
    isUp: statement => unitOf(statement)?.direction === 'up',
    before: statement => historyOf(statement).before(statement),
    after: statement => historyOf(statement).after(statement),
    get leaves() {
      return leaves();
    },
    get end() {
      return end();
    },
    get marks() {
      return marks();
    },
    around: statement => perDialect(historyOf(statement).around(statement))[dialect],
    changesOf: statement => historyOf(statement).changesOf(statement),
    changesAfter: (statement, { name }) => {
      if (unitOf(statement)?.direction !== 'up') return [];
      const here = up();
      const own = here.laterAbout(statement, name).flatMap(one =>
        here
          .changesOf(one)
          .filter(change => isAbout(change, name))
          .map((change): LaterChange => ({ change, made: madeBy(uri, one, change) })),
      );
      return [...own, ...later().flatMap(one => changesAbout(one.facts).get(name) ?? [])];
    },
    isNewTo: (statement, thing) => {
      const maker = thing?.made?.statement;
      if (!maker || (order.get(maker) ?? Number.NaN) >= (order.get(statement) ?? Number.NaN)) return false;
      const [making, using] = [transactionOf(maker), transactionOf(statement)];
      return isOpen(using) && making.id === using.id;
    },
    tableBefore: (statement, name) => historyOf(statement).tableBefore(statement, name),
    tableLeft: (statement, name) => up().tableAtEnd(statement, name),
    tableAtEnd: (statement, name) => (isNewest ? up().tableAtEnd(statement, name) : directory.end.table(name)),
    transactionOf,
  };
}

const perDialect = memoised(
  (_around: object): Readonly<Record<SqlDialect, object>> => ({ postgresql: {}, mysql: {}, mariadb: {}, sqlite: {} }),
);

function once<T>(compute: () => T): () => T {
  let found: { readonly value: T } | undefined;
  return () => (found ??= { value: compute() }).value;
}
