import { defineRule, type Fix } from '#engine';
import { columnsReplaced, expandInstead, openMigration, renameInstead } from '#languages/sql';
import type { TextEdit } from '#text';

export default defineRule({
  id: 'sql/rename-drops-data',
  guide: 'migrations/expand-contract',
  summary: 'Reports columns that one statement drops and adds again under another name, empty.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    replaced:
      'Column "{from}" is dropped with its values and "{to}" added empty: a rename would keep what "{table}" holds.',
  },
  reads: ['sql'],

  check(document, context) {
    if (document.addedColumns.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration || migration.first || migration.dialect === 'sqlite') return;
    for (const pair of columnsReplaced(migration)) {
      const { table, drop, add } = pair;
      context.report({
        at: pair,
        message: 'replaced',
        data: { from: drop.name.text, to: add.column.name.text, table: table.name.text },
        fixes:
          migration.dialect === 'postgresql'
            ? [
                fix('Rename the column instead', renameInstead(migration, pair)),
                fix('Keep both columns for now, with a trigger', expandInstead(migration, pair)),
              ]
            : [],
      });
    }
  },
});

function fix(title: string, edits: readonly TextEdit[] | undefined): Fix | undefined {
  return edits && { title, safety: 'unsafe', edits };
}
