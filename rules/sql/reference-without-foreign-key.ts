import { defineRule, option } from '#engine';
import {
  addIndex,
  type ColumnType,
  columnAsWritten,
  columnsMade,
  comesFromPrisma,
  findsRowsBy,
  indexName,
  type MadeColumn,
  type Migration,
  namesLog,
  namesReference,
  objectName,
  openMigration,
  primaryKeyOf,
  schemaAtEnd,
  tableReferredTo,
  writtenName,
} from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/reference-without-foreign-key',
  guide: 'schema/constraints',
  summary: 'Reports columns that are named after another table and its key, without a foreign key.',
  severity: 'info',
  recommended: false,
  fixable: 'unsafe',
  messages: {
    missing: 'No foreign key makes "{column}" name a row of "{table}", so it goes on pointing at rows that are gone.',
  },
  options: {
    except: option.strings({ default: [], description: 'Columns that name rows of another database.' }),
  },
  reads: ['sql', 'prisma'],

  check(document, context) {
    if (document.createdTables.length + document.addedColumns.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration) return;
    const isPrismas = comesFromPrisma(migration, context.workspace.allFacts('prisma').keys());
    const schema = schemaAtEnd(migration);
    for (const made of columnsMade(migration, mayRefer)) {
      const { item, table } = made;
      const { text } = item.column;
      const target = tableReferredTo(made.column, table, schema);
      // Its own key, named after itself.
      if (!target || (target.name === table.name && primaryKeyOf(target).includes(text))) continue;
      const has = (name: string): boolean => table.columns.some(one => one.name === name);
      // `subject_id` beside `subject_type` names rows of several tables.
      const several = has(text.replace(/(_?)id$/i, (_all, blank) => (blank === '' ? 'Type' : '_type')));
      const referring = table.constraints.some(one => one.type === 'foreignKey' && one.columns.includes(text));
      const isExempt = context.options.except.includes(text) || namesLog(table.name);
      if (several || referring || table.partitioned || table.partitionOf || isExempt) continue;
      // Prisma would take it away again.
      const edits = isPrismas ? undefined : withForeignKey(migration, made, objectName(item.table).schema, target.name);
      context.report({
        at: item.column,
        message: 'missing',
        data: { column: text, table: target.name },
        fixes: [edits && { title: `Refer to "${target.name}"`, safety: 'unsafe', edits }],
      });
    }
  },
});

function mayRefer({ origin, type, column }: ColumnType): boolean {
  return origin !== 'alterColumnType' && !type.array && namesReference(column.text);
}

/** In a new table, behind a table that is there; with the index that the foreign key needs. */
function withForeignKey(migration: Migration, { item, table }: MadeColumn, schema: string | undefined, name: string) {
  const { statement, definition, column } = item;
  const target = migration.tableBefore(statement, { schema, name });
  const [key] = target ? primaryKeyOf(target) : [];
  // MySQL ignores what is written behind a column.
  const ignored = migration.dialect === 'mysql' || migration.dialect === 'mariadb';
  if (statement.type !== 'createTable' || !definition || key === undefined || ignored) return undefined;
  const prefix = schema === undefined ? '' : `${writtenName(schema)}.`;
  const reference = edit.insert(
    definition.span.end,
    ` REFERENCES ${prefix}${writtenName(name)} (${columnAsWritten(migration.document, name, key)})`,
  );
  if (findsRowsBy(table, [column.text])) return [reference];
  const columns = [column.text];
  const index = {
    table: item.table,
    name: indexName(item.table, columns, 'idx'),
    unique: false,
    columns,
    where: undefined,
  };
  const change = addIndex(migration, statement, index, 0);
  return change && [reference, ...change.edits];
}
