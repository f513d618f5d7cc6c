import { defineRule } from '#engine';
import { addNotValid, type NotValidFix, openMigration, scanningConstraints } from '#languages/sql';

export default defineRule({
  id: 'sql/constraint-without-not-valid',
  guide: 'migrations/online-schema-change',
  summary: 'Reports foreign keys and CHECK constraints that a migration adds to a table in use without NOT VALID.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    check: '{constraint} is added without NOT VALID, so every query on "{table}" waits while all its rows are checked.',
    foreignKey: '{constraint} is added without NOT VALID, so writes to {tables} wait while all rows are checked.',
    inlineCheck:
      '{constraint} of the new column is checked at once, so every query on "{table}" waits while all its rows are read.',
    inlineForeignKey:
      '{constraint} of the new column is checked at once, so queries on "{table}" and writes to "{parent}" wait for all rows.',
  },
  reads: ['sql'],
  alsoKnownAs: [
    'squawk/constraint-missing-not-valid',
    'squawk/adding-foreign-key-constraint',
    'eugene/E1',
    'atlas/PG305',
    'atlas/PG306',
    'bytebase/STATEMENT_ADD_CHECK_NOT_VALID',
  ],

  check(document, context) {
    if (document.alteredTables.length === 0) return;
    const { sql } = context.settings;
    const migration = openMigration(document, context.workspace.facts('sql'), sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    let made = 0;
    for (const one of scanningConstraints(migration, sql.postgresVersion)) {
      const { constraint, table } = one;
      const fix = addNotValid(one, migration, made);
      made += fix?.placement.made ?? 0;
      const fixes = [fix && { title: titles[fix.way], safety: 'unsafe' as const, ...fix.placement.change }];
      const at = one.at;
      const inline = 'column' in one;
      if (constraint.type === 'check') {
        const data = { constraint: called('CHECK', constraint.name?.text), table: table.name.text };
        context.report({ at, message: inline ? 'inlineCheck' : 'check', data, fixes });
      } else {
        const parent = constraint.reference.table?.name.text ?? '';
        const name = called('Foreign key', constraint.name?.text);
        if (inline)
          context.report({
            at,
            message: 'inlineForeignKey',
            data: { constraint: name, table: table.name.text, parent },
            fixes,
          });
        else {
          const tables = [...new Set([table.name.text, parent])].map(quoted).join(' and ');
          context.report({ at, message: 'foreignKey', data: { constraint: name, tables }, fixes });
        }
      }
    }
  },
});

function quoted(name: string): string {
  return `"${name}"`;
}

function called(kind: string, name: string | undefined): string {
  return name === undefined ? `This ${kind === 'CHECK' ? kind : kind.toLowerCase()}` : `${kind} "${name}"`;
}

const titles: Readonly<Record<NotValidFix['way'], string>> = {
  here: 'Add NOT VALID, then validate',
  directive: 'Add NOT VALID, then validate',
  separate: 'Add NOT VALID, and validate in a migration of its own',
  later: 'Add NOT VALID, to be validated by a later release',
};
