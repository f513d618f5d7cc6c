import type { SqlSettings } from '#languages';
import { type Migration, openMigration, parseSql, type SqlFacts, sqlLanguage } from '#languages/sql';

export const ROOT = 'file:///app';

export const settings: SqlSettings = {
  dialect: undefined,
  postgresVersion: 15,
  scope: 'new',
  tableSizes: {},
  migrations: [],
};

export function uri(path: string): string {
  return `${ROOT}/${path}`;
}

export function factsOf(files: Readonly<Record<string, string>>): Map<string, SqlFacts> {
  return new Map(
    Object.entries(files).map(([path, text]) => [uri(path), sqlLanguage.facts(parseSql({ uri: uri(path), text }))]),
  );
}

/** The migration at `path` among `files`. */
export function migrationAt(path: string, files: Readonly<Record<string, string>>, sql = settings): Migration {
  const document = parseSql({ uri: uri(path), text: files[path]! });
  const found = openMigration(document, sqlLanguage.related!(document.uri, factsOf(files)), sql);
  if (!found) throw new Error(`${path} is no migration`);
  return found;
}
