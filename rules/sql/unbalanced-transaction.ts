import { defineRule, type Fix } from '#engine';
import { imbalances, insertAfter, type Migration, openMigration, removalOf, type Statement } from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/unbalanced-transaction',
  guide: 'migrations/online-schema-change',
  summary: 'Reports BEGIN and COMMIT that have no partner, or that stand where the tool has begun a transaction.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    unended: 'This transaction is never committed, so all that follows is undone when the connection closes.',
    unbegun: '{keyword} ends a transaction that was never begun, so what stands before it stays when the rest fails.',
    nested: 'A transaction is open already, so this BEGIN does nothing and the next COMMIT ends all of it.',
    wrapped:
      '{tool} has begun a transaction, which the next COMMIT ends: what fails later is half done, and not recorded.',
  },
  reads: ['sql'],
  alsoKnownAs: [
    'squawk/ban-uncommitted-transaction',
    'squawk/transaction-nesting',
    'atlas/TX201',
    'migrationpilot/MP053',
    'bytebase/STATEMENT_DISALLOW_COMMIT',
  ],

  check(document, context) {
    if (document.statementsOf('begin', 'commit', 'rollback').length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql') return;
    for (const found of imbalances(migration)) {
      const { type, statement } = found;
      const at = statement.keyword;
      // Nobody knows whether something else has begun one.
      const unknown = migration.transactionOf(statement).begunBy === 'unknown';
      if (type === 'unended') context.report({ at, message: type, fixes: [committed(migration, statement)] });
      else if (type === 'nested')
        context.report({ at, message: type, fixes: [without(migration, 'Remove BEGIN', statement)] });
      else if (type === 'unbegun') {
        const data = { keyword: document.textOf(at).toUpperCase() };
        const fixes = [without(migration, `Remove ${data.keyword}`, statement)];
        context.report({ at, message: type, data, fixes, ...(unknown ? { severity: 'info' as const } : {}) });
      } else {
        const fixes = found.end ? [without(migration, 'Leave the transaction to the tool', statement, found.end)] : [];
        context.report({ at, message: type, data: { tool: migration.tool.id }, fixes });
      }
    }
  },
});

function committed(migration: Migration, statement: Statement): Fix | undefined {
  const unit = migration.unitOf(statement);
  const last = unit && migration.statementsOf(unit).at(-1);
  const added = last && insertAfter(migration, last, ['COMMIT;']);
  return added && { title: 'Add COMMIT at the end', safety: 'unsafe', edits: [added] };
}

function without(migration: Migration, title: string, ...statements: readonly Statement[]): Fix {
  return { title, safety: 'unsafe', edits: statements.map(one => edit.remove(removalOf(migration, one))) };
}
