import { defineRule } from '#engine';
import { earlyValidations, openMigration, validateLater } from '#languages/sql';

export default defineRule({
  id: 'sql/validate-in-same-transaction',
  guide: 'migrations/online-schema-change',
  summary: 'Reports constraints that are validated in the transaction that adds them NOT VALID.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    check:
      '"{constraint}" is validated in the transaction that adds it, so every query on "{table}" waits for the whole scan.',
    foreignKey: '"{constraint}" is validated in the transaction that adds it, so writes to {tables} wait for the scan.',
  },
  reads: ['sql'],
  alsoKnownAs: ['pgfence/not-valid-validate-same-tx', 'postgres-language-server/requireSeparateConstraintValidation'],

  check(document, context) {
    if (document.alteredTables.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    let made = 0;
    for (const one of earlyValidations(migration)) {
      const placement = validateLater(one, migration, made);
      made += placement?.made ?? 0;
      const title =
        placement?.way === 'separate' ? 'Validate in a migration of its own' : 'Validate in a statement of its own';
      const fixes = [placement && { title, safety: 'unsafe' as const, ...placement.change }];
      const at = one.action.name;
      const { constraint } = one.added;
      const data = { constraint: at.text, table: one.added.table.name.text };
      if (constraint.type !== 'foreignKey') context.report({ at, message: 'check', data, fixes });
      else {
        const parent = constraint.reference.table?.name.text ?? '';
        const tables = [...new Set([data.table, parent])].map(name => `"${name}"`).join(' and ');
        context.report({ at, message: 'foreignKey', data: { constraint: at.text, tables }, fixes });
      }
    }
  },
});
