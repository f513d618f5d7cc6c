import type { Settings } from '#languages';
import { type Migration, openMigration, type SqlFacts, type Statement, sqlLanguage } from '#languages/sql';
import type { Database } from './database.ts';

/** Migrations by uri. */
export type Files = ReadonlyMap<string, string>;

/**
 * Runs the up halves of migrations the way their tool does, in its order, with the transactions that our model of the
 * tool says: so a model that is wrong shows in the error that PostgreSQL gives.
 *
 * @throws what the server says of the first statement that fails
 */
export async function runAsTool(database: Database, files: Files, settings: Settings['sql']): Promise<void> {
  for (const migration of inOrder(files, settings)) {
    for (const unit of migration.units) {
      if (unit.direction === 'up') await runUnit(database, migration, migration.statementsOf(unit));
    }
  }
}

function inOrder(files: Files, settings: Settings['sql']): readonly Migration[] {
  const texts = [...files].filter(([uri]) => uri.endsWith('.sql'));
  const documents = texts.map(([uri, text]) => sqlLanguage.parse({ uri, text }));
  const facts = new Map<string, SqlFacts>(documents.map(one => [one.uri, sqlLanguage.facts(one)]));
  const migrations = documents.flatMap(one => openMigration(one, facts, settings) ?? []);
  const order = new Map(migrations[0]?.directory.migrations.map((one, index) => [one.uri, index]) ?? []);
  return migrations.sort((a, b) => (order.get(a.document.uri) ?? 0) - (order.get(b.document.uri) ?? 0));
}

async function runUnit({ client }: Database, migration: Migration, all: readonly Statement[]): Promise<void> {
  const statements = all.filter(one => one.type !== 'meta');
  for (const piece of piecesOf(migration, statements)) {
    const text = piece.map(one => `${one.text};`).join('\n');
    switch (migration.transactionOf(piece[0]!).begunBy) {
      case 'tool':
        await client.query('BEGIN');
        await inSteps(client, piece);
        // The text may have ended the transaction itself (Drizzle's COMMIT): then this only warns.
        await client.query('COMMIT');
        break;
      case 'batch':
        await client.query(text);
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
