import { defineRule } from '#engine';
import { bothWays, dropLeftovers, foreignDrops, leftovers, openMigration, wrongOrders } from '#languages/sql';

export default defineRule({
  id: 'sql/down-does-not-reverse',
  guide: 'migrations/reversible',
  summary: 'Reports ways down that do not undo what their way up does.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    leaves: 'The way down leaves {kind} "{name}" behind: the next way up finds it there and fails.',
    leavesSeveral: 'The way down leaves {kind} "{name}" and {count} more behind: the next way up finds them and fails.',
    drops: 'The way down drops {kind} "{name}", which an earlier migration made: what it holds is lost in a rollback.',
    order: 'The way down drops "{table}" while "{child}" still refers to it, so a rollback fails half-way.',
  },
  reads: ['sql'],

  check(document, context) {
    if (document.statements.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    // SQLite makes a table anew where others alter it, in steps that may be spread over files.
    const ways = migration && migration.dialect !== 'sqlite' ? bothWays(migration) : undefined;
    if (!migration || !ways) return;
    const [first] = ways.down;
    const left = leftovers(ways);
    const [one] = left;
    if (first && one) {
      const edit = dropLeftovers(migration, ways, left);
      const fixes = [edit && ({ title: 'Drop what the way up makes', safety: 'unsafe', edits: [edit] } as const)];
      const found = { at: first.keyword, fixes };
      const { kind, name } = one;
      if (left.length === 1) context.report({ ...found, message: 'leaves', data: { kind, name } });
      else context.report({ ...found, message: 'leavesSeveral', data: { kind, name, count: left.length - 1 } });
    }
    for (const drop of foreignDrops(ways))
      context.report({ at: drop, message: 'drops', data: { kind: drop.kind, name: drop.name } });
    for (const drop of wrongOrders(ways))
      context.report({ at: drop, message: 'order', data: { table: drop.table, child: drop.child } });
  },
});
