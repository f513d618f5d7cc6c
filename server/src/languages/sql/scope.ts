import type { IsCommitted, SqlSettings } from '../contract.ts';
import { type MigrationDirectory, migrationDirectory, relatedMigrations, withoutHalf } from './directory.ts';
import type { SqlFacts } from './facts.ts';
import { memoisedPair } from './memo.ts';
import { compareVersions, configuredFor, migrationName } from './tools/index.ts';

/** Whether a migration may still be changed. */
export type MigrationScope = 'new' | 'frozen' | 'not-a-migration';

/**
 * Applied migrations are history: they are frozen. New are those after `after` where the config names it, else those
 * that version control does not have; where that leaves none (or there is no version control) the last one of the
 * directory. Half of a migration (its down file) is as new as the other half.
 */
export function migrationScope(
  uri: string,
  all: ReadonlyMap<string, SqlFacts>,
  settings: SqlSettings,
  isCommitted: IsCommitted,
): MigrationScope {
  const directory = migrationDirectory(relatedMigrations(uri, all), settings);
  const { holds, toolOf } = directory;
  if (!holds(uri)) return 'not-a-migration';
  if (settings.scope === 'all') return 'new';
  const name = withoutHalf(migrationName(uri, toolOf(uri)));
  const after = configuredFor(uri, settings)?.after;
  if (after !== undefined) return compareVersions(name, withoutHalf(after)) > 0 ? 'new' : 'frozen';
  if (isCommitted(uri) === false) return 'new';
  return latestOf(directory, isCommitted).has(name) ? 'new' : 'frozen';
}

/** The names of the migrations of a directory that version control does not have, else of the last one. */
const latestOf: (directory: MigrationDirectory, isCommitted: IsCommitted) => ReadonlySet<string> = memoisedPair(
  ({ migrations, toolOf }, isCommitted) => {
    const fresh = migrations.filter(one => isCommitted(one.uri) === false);
    const latest = fresh.length > 0 ? fresh : migrations.slice(-1);
    return new Set(latest.map(one => withoutHalf(migrationName(one.uri, toolOf(one.uri)))));
  },
);
