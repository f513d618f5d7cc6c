import type { Settings } from '#languages';
import { type Migration, openMigration, type SqlFacts, type Statement, sqlLanguage } from '#languages/sql';
import type { Database } from './database.ts';

/** Migrations by uri. */
export type Files = ReadonlyMap<string, string>;

/**
 * Runs the up halves of migrations the way their tool does, in its order, with the transactions that our model of the
 * tool says: so a model that is wrong shows in the error that PostgreSQL gives.
 *
 * @param before is told the statements of each transaction, without BEGIN and COMMIT, before they run
 * @param runs which files are run
 * @throws what the server says of the first statement that fails
 */
export async function runAsTool(
  database: Database,
  files: Files,
  settings: Settings['sql'],
  before: (statements: readonly string[], uri: string) => Promise<void> = async () => {},
  runs: (uri: string) => boolean = () => true,
): Promise<void> {
  for (const migration of inOrder(files, settings)) {
    if (!runs(migration.document.uri)) continue;
    for (const unit of migration.units) {
      if (unit.direction === 'up') await runUnit(database, migration, migration.statementsOf(unit), before);
    }
  }
}

/** Runs the down halves, those of the last migration first, of all that `stays` does not name. */
export async function runBack(
  database: Database,
  files: Files,
  settings: Settings['sql'],
  stays: (uri: string) => boolean,
): Promise<void> {
  const migrations = [...inOrder(files, settings)].sort((a, b) => (a.document.uri < b.document.uri ? 1 : -1));
  for (const migration of migrations) {
    if (stays(migration.document.uri)) continue;
    for (const unit of migration.units) {
      if (unit.direction === 'down') await runUnit(database, migration, migration.statementsOf(unit), async () => {});
    }
  }
}

function inOrder(files: Files, settings: Settings['sql']): readonly Migration[] {
  const texts = [...files].map(([uri, text]) => ({ uri, text }));
  const documents = texts.filter(one => one.uri.endsWith('.sql')).map(sqlLanguage.parse);
  const companions = texts.flatMap(one => {
    const found = one.uri.endsWith('.sql') ? undefined : sqlLanguage.companions?.facts(one);
    return found ? [[one.uri, found] as const] : [];
  });
  const facts = new Map<string, SqlFacts>([
    ...documents.map(one => [one.uri, sqlLanguage.facts(one)] as const),
    ...companions,
  ]);
  const migrations = documents.flatMap(one => openMigration(one, facts, settings) ?? []);
  const order = new Map(migrations[0]?.directory.migrations.map((one, index) => [one.uri, index]) ?? []);
  return migrations.sort((a, b) => (order.get(a.document.uri) ?? 0) - (order.get(b.document.uri) ?? 0));
}

async function runUnit(
  { client }: Database,
  migration: Migration,
  all: readonly Statement[],
  before: (statements: readonly string[], uri: string) => Promise<void>,
): Promise<void> {
  const statements = all.filter(one => one.type !== 'meta');
  for (const piece of piecesOf(migration, statements)) {
    const told = piece.filter(one => !/^(?:begin|commit|rollback)$/.test(one.type)).map(one => `${one.text};`);
    await before(told, migration.document.uri);
    switch (migration.transactionOf(piece[0]!).begunBy) {
      case 'tool':
        await client.query('BEGIN');
        await inSteps(client, piece);
        // The text may have ended the transaction itself (Drizzle's COMMIT): then this only warns.
        await client.query('COMMIT');
        break;
      case 'batch':
        await client.query(piece.map(one => `${one.text};`).join('\n'));
        break;
      default:
        await inSteps(client, piece);
    }
  }
}

async function inSteps(client: Database['client'], statements: readonly Statement[]): Promise<void> {
  for (const one of statements) await client.query(one.text);
}

/** Runs of statements that share a transaction. */
function piecesOf(migration: Migration, statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const pieces: Statement[][] = [];
  let last: number | undefined;
  for (const one of statements) {
    const { id } = migration.transactionOf(one);
    if (id === last) pieces.at(-1)!.push(one);
    else pieces.push([one]);
    last = id;
  }
  return pieces;
}
