import { defineRule } from '#engine';
import { type CopyReason, openMigration, tableCopies } from '#languages/sql';
import { edit } from '#text';

const REASONS: Readonly<Record<CopyReason, string>> = {
  type: 'Another column type',
  charset: 'Another character set',
  dropKey: 'Dropping the primary key',
  labels: 'Removing or moving a label',
  foreignKey: 'A foreign key',
  stored: 'A stored generated column',
  default: 'A computed default',
};

export default defineRule({
  id: 'sql/mysql-blocking-alter',
  guide: 'migrations/online-schema-change',
  summary: 'Reports ALTER TABLE statements of MySQL and MariaDB that copy a table in use and block writes meanwhile.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    copies:
      '{reason} makes MySQL copy "{table}", and nobody can write it until then; use gh-ost or pt-online-schema-change.',
  },
  reads: ['sql'],
  alsoKnownAs: ['atlas/MY110', 'atlas/MY120', 'bytebase/STATEMENT_ALGORITHM', 'strong_migrations/change_column'],

  check(document, context) {
    if (document.alteredTables.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration || migration.first) return;
    if (migration.dialect !== 'mysql' && migration.dialect !== 'mariadb') return;
    for (const { statement, action, reason } of tableCopies(migration)) {
      const last = statement.actions.at(-1) ?? action;
      // An option that asks for the copy would contradict.
      const free = statement.actions.every(one => one.type !== 'option');
      const edits = [edit.insert(last.span.end, ', ALGORITHM=INPLACE, LOCK=NONE')];
      const { start, end } = action.span;
      context.report({
        at: { start, end: Math.min(end, document.lines.lineSpanAt(start).end) },
        message: 'copies',
        data: { reason: REASONS[reason], table: statement.table?.name.text ?? '' },
        fixes: free ? [{ title: 'Fail instead of copying', safety: 'unsafe', edits }] : [],
      });
    }
  },
});
