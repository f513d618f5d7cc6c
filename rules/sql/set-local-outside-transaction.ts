import { defineRule } from '#engine';
import { firstWords, openMigration, withBlanksBefore } from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/set-local-outside-transaction',
  guide: 'migrations/online-schema-change',
  summary: 'Reports SET LOCAL where no transaction is open, so that it has no effect.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: {
    nothing: 'SET LOCAL holds until the end of a transaction, and here is none: {name} stays what it was.',
  },
  reads: ['sql'],
  alsoKnownAs: ['pgsafe/set-local-outside-transaction'],

  check(document, context) {
    const locals = document.statementsOf('set').filter(one => one.local && !one.templated && !one.broken);
    if (locals.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql') return;
    for (const statement of locals) {
      if (!statement.local || migration.transactionOf(statement).begunBy !== 'none') continue;
      const edits = [edit.remove(withBlanksBefore(document, statement.local.span))];
      context.report({
        at: firstWords(document, statement, statement.local),
        message: 'nothing',
        data: { name: statement.name === undefined ? 'the setting' : `"${statement.name}"` },
        fixes: [{ title: 'Set it for the session', safety: 'safe', edits }],
      });
    }
  },
});
