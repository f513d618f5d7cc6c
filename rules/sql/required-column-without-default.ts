import { defineRule, type Fix } from '#engine';
import {
  type AddedColumn,
  type ColumnDefinition,
  fillsItself,
  objectName,
  openMigration,
  type SchemaState,
  type SqlDocument,
  withBlanksBefore,
  zeroValue,
} from '#languages/sql';
import { edit, type Located } from '#text';

export default defineRule({
  id: 'sql/required-column-without-default',
  guide: 'migrations/safe-column-add',
  summary: 'Reports required columns that a migration adds without a default to a table that may hold rows.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    required: 'Column "{column}" is NOT NULL without a default, so this fails as soon as "{table}" holds a row.',
    key: 'Column "{column}" is a primary key without a default, so this fails as soon as "{table}" holds a row.',
  },
  reads: ['sql'],
  alsoKnownAs: [
    'squawk/adding-required-field',
    'atlas/MF103',
    'pgfence/add-column-not-null-no-default',
    'django-migration-linter/NOT_NULL',
  ],

  check(document, context) {
    if (document.addedColumns.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    for (const added of document.addedColumns) {
      const { statement, table, column } = added;
      const key = column.constraints.some(one => one.type === 'primaryKey');
      if (!key && !notNullOf(column)) continue;
      // Templated text is not read, and what stands in no unit is not run. The down half runs on a full table as well.
      if (statement.templated || statement.broken || fillsItself(column) || !migration.unitOf(statement)) continue;
      const schema = migration.before(statement);
      if (!mayFail(added, schema)) continue;
      context.report({
        at: column.name,
        message: key ? 'key' : 'required',
        data: { column: column.name.text, table: table.name.text },
        fixes: key ? [] : [withDefault(added, schema), optional(document, added)],
      });
    }
  },
});

function notNullOf(column: ColumnDefinition): Located | undefined {
  return column.constraints.find(one => one.type === 'notNull');
}

/** Whether the table may hold rows, the column is not there yet, and its type gives no value of its own. */
function mayFail({ table, action, column }: AddedColumn, schema: SchemaState): boolean {
  const state = schema.table(objectName(table));
  if (state && !state.mayHoldRows) return false;
  if (action.ifNotExists && state?.columns.some(one => one.name === column.name.text)) return false;
  const type = column.type?.name.replaceAll('"', '').split('.').at(-1) ?? '';
  // A domain may carry a default.
  const known = schema.type({ schema: undefined, name: type });
  return !known || known.values !== undefined;
}

function withDefault({ column }: AddedColumn, schema: SchemaState): Fix | undefined {
  const required = notNullOf(column);
  const zero = zeroValue(column, schema);
  if (!required || zero === undefined) return undefined;
  const edits = [edit.insert(required.span.end, ` DEFAULT ${zero}`)];
  return { title: `Add DEFAULT ${zero}`, safety: 'unsafe', edits };
}

function optional(document: SqlDocument, { column }: AddedColumn): Fix | undefined {
  const required = notNullOf(column);
  if (!required) return undefined;
  return {
    title: 'Allow NULL for now',
    safety: 'unsafe',
    edits: [edit.remove(withBlanksBefore(document, required.span))],
  };
}
