import { defineRule } from '#engine';
import { columnTypeChanges, openMigration } from '#languages/sql';

export default defineRule({
  id: 'sql/column-type-rewrite',
  guide: 'migrations/online-schema-change',
  summary: 'Reports changes of a column type that make PostgreSQL write a table in use, or its indexes, again.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    rewrite: 'From {from} to {to} all of "{table}" is written again, and until then nobody can read or write it.',
    indexes:
      'From {from} to {to} the indexes on "{column}" are built again; until then "{table}" is locked for everybody.',
    computed: 'USING computes "{column}" anew for every row of "{table}", and until then nobody can read or write it.',
  },
  reads: ['sql'],
  alsoKnownAs: [
    'squawk/changing-column-type',
    'strong_migrations/change_column',
    'eugene/E5',
    'atlas/PG301',
    'pgfence/alter-column-type',
    'django-migration-linter/ALTER_COLUMN',
  ],

  check(document, context) {
    if (document.alteredTables.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    for (const change of columnTypeChanges(migration)) {
      const { from, to, work } = change;
      const table = change.table.name.text;
      const column = change.column.text;
      if (work === 'none') continue;
      const at = change.span;
      if (work === 'rewrite') context.report({ at, message: 'rewrite', data: { from, to, table } });
      else if (work === 'indexes') context.report({ at, message: 'indexes', data: { from, to, table, column } });
      else context.report({ at: change.column, message: 'computed', data: { table, column } });
    }
  },
});
