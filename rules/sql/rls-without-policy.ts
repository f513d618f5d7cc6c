import { defineRule } from '#engine';
import { isSound, lastingTable, objectName, openMigration } from '#languages/sql';

export default defineRule({
  id: 'sql/rls-without-policy',
  guide: 'security/least-privilege',
  summary: 'Reports row security without a policy, and policies on tables without row security.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    noPolicy: 'Table "{table}" has row security and no policy, so all roles but its owner find it empty.',
    notEnabled: 'Policy "{policy}" does nothing: row security is not enabled on "{table}", so every row is open.',
  },
  reads: ['sql'],
  alsoKnownAs: ['splinter/0008_rls_enabled_no_policy', 'splinter/0007_policy_exists_rls_disabled'],

  check(document, context) {
    if (document.alteredBy('enableRowSecurity').length + document.statementsOf('createPolicy').length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql') return;
    const told = new Set<string>();
    for (const statement of document.statementsOf('alterTable', 'createPolicy')) {
      const { table } = statement;
      const state = table && isSound(statement, migration) && lastingTable(migration, statement, objectName(table));
      if (!state) continue;
      if (statement.type === 'createPolicy') {
        // Undefined: nobody has seen the table being made.
        if (state.rowSecurity !== false || state.policies.length === 0 || told.has(state.name)) continue;
        told.add(state.name);
        const data = { policy: statement.name?.text ?? '', table: state.name };
        context.report({ at: table.name, message: 'notEnabled', data });
      } else {
        for (const action of statement.actions)
          if (action.type === 'enableRowSecurity' && state.rowSecurity === true && state.policies.length === 0)
            context.report({ at: table.name, message: 'noPolicy', data: { table: state.name } });
      }
    }
  },
});
