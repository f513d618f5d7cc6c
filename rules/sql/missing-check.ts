import { defineRule } from '#engine';
import {
  type ColumnType,
  columnsMade,
  holdsAddresses,
  keyType,
  namesQuantity,
  namesState,
  openMigration,
} from '#languages/sql';
import { edit } from '#text';

/** Not what is unsigned. */
const NUMBER =
  /^(?:(?:small|medium|big)?int|integer|int[248]|numeric|decimal|real|float[48]?|double(?: precision)?|money)$/i;

export default defineRule({
  id: 'sql/missing-check',
  guide: 'schema/constraints',
  summary: 'Reports states that may be any text and quantities that may be negative, for want of a CHECK.',
  severity: 'hint',
  recommended: false,
  fixable: 'unsafe',
  messages: {
    state:
      'Nothing limits "{column}" to the states that exist: one misspelled word is stored, and no reader expects it.',
    quantity: 'Nothing keeps "{column}" from falling below zero: the mistake of one client is stored for all of them.',
  },
  reads: ['sql'],

  check(document, context) {
    if (document.createdTables.length + document.addedColumns.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration) return;
    for (const { item, table, column } of columnsMade(migration, isNamed)) {
      const { text } = item.column;
      const isLimited = table.constraints.some(
        one => one.type !== 'notNull' && (one.columns.includes(text) || one.mentions.includes(text)),
      );
      const isGenerated = item.definition?.constraints.some(one => one.type === 'generated');
      if (column.array || isLimited || isGenerated || column.type === undefined) continue;
      if (namesState(text)) {
        if (keyType(column.type)?.family === 'text' && !holdsAddresses(table))
          context.report({ at: item.column, message: 'state', data: { column: text } });
        continue;
      }
      if (!NUMBER.test(column.type)) continue;
      const isNew = item.statement.type === 'createTable' && item.definition;
      const check = ` CHECK (${document.textOf(item.column)} >= 0)`;
      context.report({
        at: item.column,
        message: 'quantity',
        data: { column: text },
        fixes: [
          isNew
            ? { title: 'Add CHECK (... >= 0)', safety: 'unsafe', edits: [edit.insert(isNew.span.end, check)] }
            : undefined,
        ],
      });
    }
  },
});

function isNamed({ column, origin }: ColumnType): boolean {
  return origin !== 'alterColumnType' && (namesState(column.text) || namesQuantity(column.text));
}
