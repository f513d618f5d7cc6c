import { defineRule } from '#engine';
import { buildIndexFirst, builtKeys, openMigration } from '#languages/sql';

export default defineRule({
  id: 'sql/unique-without-using-index',
  guide: 'migrations/online-schema-change',
  summary: 'Reports UNIQUE constraints that a migration adds to a table in use without an index that is built before.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    named: 'UNIQUE "{constraint}" builds its index under a lock, so every query on "{table}" waits until it is built.',
    unnamed: 'This UNIQUE builds its index under a lock, so every query on "{table}" waits until it is built.',
  },
  reads: ['sql'],
  alsoKnownAs: [
    'squawk/disallowed-unique-constraint',
    'eugene/E7',
    'atlas/PG105',
    'pgfence/add-constraint-unique',
    'django-migration-linter/ADD_UNIQUE',
  ],

  check(document, context) {
    if (document.alteredTables.length === 0) return;
    const { sql } = context.settings;
    const migration = openMigration(document, context.workspace.facts('sql'), sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    let made = 0;
    for (const one of builtKeys(migration, 'unique')) {
      const placement = buildIndexFirst(one, migration, sql.postgresVersion, made);
      made += placement?.made ?? 0;
      const title =
        placement?.way === 'separate'
          ? 'Build the index concurrently in a migration of its own'
          : 'Build the index concurrently first';
      const fixes = [placement && { title, safety: 'unsafe' as const, ...placement.change }];
      const table = one.table.name.text;
      const constraint = one.constraint.name?.text;
      if (constraint === undefined) context.report({ at: one.at, message: 'unnamed', data: { table }, fixes });
      else context.report({ at: one.at, message: 'named', data: { table, constraint }, fixes });
    }
  },
});
