import { defineRule } from '#engine';
import { columnTypeChanges, openMigration } from '#languages/sql';

export default defineRule({
  id: 'sql/type-narrowing',
  guide: 'schema/growth',
  summary: 'Reports changes of a column type to one that does not hold every value of the old one.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: {
    fails: 'Not every {from} fits {to}: this fails as soon as one "{column}" in "{table}" does not fit.',
    changes:
      'Not every {from} fits {to}: each "{column}" in "{table}" that does not fit is cut or rounded without an error.',
  },
  reads: ['sql'],
  alsoKnownAs: ['squawk/changing-column-type', 'migrationpilot/MP044'],

  check(document, context) {
    if (document.alteredTables.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    for (const { span: at, from, to, column, table, loss, mayHoldRows } of columnTypeChanges(migration)) {
      if (!loss || !mayHoldRows) continue;
      context.report({ at, message: loss, data: { from, to, column: column.text, table: table.name.text } });
    }
  },
});
