import { defineRule } from '#engine';
import { buildIndexFirst, builtKeys, openMigration } from '#languages/sql';

export default defineRule({
  id: 'sql/primary-key-without-using-index',
  guide: 'migrations/online-schema-change',
  summary: 'Reports primary keys that a migration adds to a table in use without an index that is built before.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    key: 'This primary key builds its index under a lock, so every query on "{table}" waits until it is built.',
  },
  reads: ['sql'],
  alsoKnownAs: ['squawk/adding-serial-primary-key-field', 'eugene/E7', 'atlas/PG104'],

  check(document, context) {
    if (document.alteredTables.length === 0) return;
    const { sql } = context.settings;
    const migration = openMigration(document, context.workspace.facts('sql'), sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    let made = 0;
    for (const one of builtKeys(migration, 'primaryKey')) {
      const placement = buildIndexFirst(one, migration, sql.postgresVersion, made);
      made += placement?.made ?? 0;
      const title =
        placement?.way === 'separate'
          ? 'Build the index concurrently in a migration of its own'
          : 'Build the index concurrently first';
      const fixes = [placement && { title, safety: 'unsafe' as const, ...placement.change }];
      context.report({ at: one.at, message: 'key', data: { table: one.table.name.text }, fixes });
    }
  },
});
