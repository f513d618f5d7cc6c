import { defineRule } from '#engine';
import { openMigration, refusedStatements, refusing, type WayOut, waysOut } from '#languages/sql';

export default defineRule({
  id: 'sql/concurrently-in-transaction',
  guide: 'migrations/concurrent-index',
  summary: 'Reports statements inside a transaction that PostgreSQL refuses to run in one.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    begin: '"{command}" cannot run in a transaction and BEGIN has opened one, so this migration fails here.',
    tool: '"{command}" cannot run in a transaction and {tool} opens one, so this migration fails here.',
    batch: '"{command}" cannot run in a transaction and {tool} sends this file as one, so this migration fails here.',
  },
  reads: ['sql'],
  alsoKnownAs: [
    'squawk/ban-concurrent-index-creation-in-transaction',
    'atlas/PG103',
    'pgfence/concurrent-in-transaction',
    'pgsafe/concurrently-in-transaction',
    'bytebase/STATEMENT_NON_TRANSACTIONAL',
  ],

  check(document, context) {
    if (refusing(document.statements).length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql') return;
    const refused = refusedStatements(migration);
    const ways = waysOut(refused, migration);
    const tool = migration.tool.id.replace(/-\d.*$/, '');
    for (const { statement, command, at, begunBy } of refused) {
      const out = ways.get(statement);
      const fixes = [out && { title: titles[out.way], safety: 'unsafe' as const, ...out.change }];
      if (begunBy === 'begin') context.report({ at, message: 'begin', data: { command }, fixes });
      else context.report({ at, message: begunBy, data: { command, tool }, fixes });
    }
  },
});

const titles: Readonly<Record<WayOut['way'], string>> = {
  here: 'Run outside a transaction',
  directive: 'Run outside a transaction',
  separate: 'Move to a migration of its own',
  spread: 'Give each statement a migration of its own',
  unwrapped: 'Remove BEGIN and COMMIT',
};
