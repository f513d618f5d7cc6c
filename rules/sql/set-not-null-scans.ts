import { defineRule } from '#engine';
import { openMigration, proveFirst, scanningNotNulls } from '#languages/sql';

export default defineRule({
  id: 'sql/set-not-null-scans',
  guide: 'migrations/online-schema-change',
  summary: 'Reports SET NOT NULL on a table in use without a validated CHECK that proves it.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    scans: 'SET NOT NULL reads all rows for NULLs in "{column}", so every query on "{table}" waits for the whole scan.',
  },
  reads: ['sql'],
  alsoKnownAs: ['squawk/adding-not-nullable-field', 'strong_migrations/change_column_null', 'eugene/E2', 'atlas/PG303'],

  check(document, context) {
    if (document.alteredTables.length === 0) return;
    const { sql } = context.settings;
    const migration = openMigration(document, context.workspace.facts('sql'), sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    let made = 0;
    for (const one of scanningNotNulls(migration)) {
      const placement = proveFirst(one, migration, sql.postgresVersion, made);
      made += placement?.made ?? 0;
      const title =
        placement?.way === 'separate' ? 'Validate NOT NULL in a migration of its own' : 'Validate NOT NULL first';
      const fixes = [placement && { title, safety: 'unsafe' as const, ...placement.change }];
      const data = { column: one.action.name.text, table: one.table.name.text };
      context.report({ at: one.action.name, message: 'scans', data, fixes });
    }
  },
});
