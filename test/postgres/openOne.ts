import type { Settings } from '#languages';
import { type Migration, openMigration, type SqlFacts, sqlLanguage } from '#languages/sql';

/** The second of two migrations in a plain directory, with the history of the first. */
export function openSecond(given: string, migration: string, settings: Settings['sql']): Migration {
  const texts = [
    ['file:///proof/migrations/20260101000000_step.sql', given],
    ['file:///proof/migrations/20260102000000_step.sql', migration],
  ] as const;
  const documents = texts.map(([uri, text]) => sqlLanguage.parse({ uri, text }));
  const facts = new Map<string, SqlFacts>(documents.map(one => [one.uri, sqlLanguage.facts(one)]));
  const opened = openMigration(documents[1]!, facts, settings);
  if (!opened) throw new Error('not recognised as a migration');
  return opened;
}
