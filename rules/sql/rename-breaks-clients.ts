import { defineRule, type Fix } from '#engine';
import {
  breakingRenames,
  expandInsteadOfRename,
  insertAfter,
  type Migration,
  objectName,
  openMigration,
  type Rename,
} from '#languages/sql';

export default defineRule({
  id: 'sql/rename-breaks-clients',
  guide: 'migrations/expand-contract',
  summary: 'Reports renames of tables, columns, enum values and schemas that running code still names.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    table: 'Table "{from}" becomes "{to}" at once: code that is still running asks for "{from}" and fails.',
    schemaOfTable: 'Table "{from}" moves to the schema "{to}": code that is still running does not find it there.',
    column: 'Column "{from}" becomes "{to}" at once: code that is still running asks for "{from}" and fails.',
    schema: 'Schema "{from}" becomes "{to}" at once: code that is still running asks for "{from}" and fails.',
    enumValue: 'Enum value "{from}" becomes "{to}" at once: code that is still running writes "{from}" and fails.',
  },
  reads: ['sql'],
  alsoKnownAs: [
    'squawk/renaming-table',
    'squawk/renaming-column',
    'strong_migrations/rename_table',
    'strong_migrations/rename_column',
    'atlas/BC101',
    'atlas/BC102',
    'django-migration-linter/RENAME_TABLE',
    'django-migration-linter/RENAME_COLUMN',
  ],

  check(document, context) {
    if (document.statementsOf('alterTable', 'renameTable', 'alterOther', 'alterType').length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    // SQLite lives in the process that is replaced together with it.
    if (!migration || migration.first || migration.dialect === 'sqlite') return;
    const { postgresVersion } = context.settings.sql;
    for (const rename of breakingRenames(migration)) {
      const from = rename.kind === 'column' || rename.kind === 'enumValue' ? rename.from : rename.from.name;
      context.report({
        at: rename,
        message: rename.kind,
        data: { from: from.text, to: rename.to },
        fixes:
          migration.dialect === 'postgresql'
            ? [viewOf(rename, migration, postgresVersion), expand(rename, migration)]
            : [],
      });
    }
  },
});

function viewOf(rename: Rename, migration: Migration, postgresVersion: number): Fix | undefined {
  if (rename.kind !== 'table' && rename.kind !== 'schemaOfTable') return undefined;
  const { textOf } = migration.document;
  const { from, target } = rename;
  const schema = from.schema ? `${textOf(from.schema)}.` : '';
  const renamed = rename.kind === 'table' ? schema + textOf(target) : `${textOf(target)}.${textOf(from.name)}`;
  // A view reads with the rights of its owner, whom no policy stops: until 15 it would be a way around them.
  const guarded = migration.tableBefore(rename.statement, objectName(from))?.rowSecurity === true;
  if (guarded && postgresVersion < 15) return undefined;
  const options = guarded ? ' WITH (security_invoker = true)' : '';
  const text = `CREATE VIEW ${textOf(from)}${options} AS SELECT * FROM ${renamed};`;
  const view = insertAfter(migration, rename.statement, [text]);
  return view && { title: 'Leave a view under the old name', safety: 'unsafe', edits: [view] };
}

function expand(rename: Rename, migration: Migration): Fix | undefined {
  if (rename.kind !== 'column' || rename.statement.type !== 'alterTable') return undefined;
  const { statement, table, from, target: to } = rename;
  const edits = expandInsteadOfRename(migration, { statement, table, from, to });
  return edits && { title: 'Add a second column that a trigger keeps the same', safety: 'unsafe', edits };
}
