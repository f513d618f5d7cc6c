import { defineRule, type Fix } from '#engine';
import {
  fitOf,
  foreignKeysMade,
  inCaseOf,
  keyType,
  type MadeForeignKey,
  objectName,
  openMigration,
  primaryKeyOf,
  type SchemaState,
  type SqlDocument,
  schemaAtEnd,
  typeWrittenIn,
} from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/foreign-key-type-mismatch',
  guide: 'schema/constraints',
  summary: 'Reports foreign keys whose columns have another type than the columns that they refer to.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    narrow: '"{column}" is {type}, and "{table}.{key}" is {other}: keys that outgrow {type} can never be referred to.',
    refused: '"{column}" is {type}, and "{table}.{key}" is {other}: the database refuses this foreign key.',
  },
  reads: ['sql'],

  check(document, context) {
    if (document.createdTables.length + document.alteredTables.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    // SQLite stores any type in any column.
    if (!migration || migration.dialect === 'sqlite') return;
    const schema = schemaAtEnd(migration);
    for (const foreign of foreignKeysMade(migration)) {
      for (const { column, type, key, other } of pairsOf(foreign, schema)) {
        const [from, to] = [keyType(type), keyType(other)];
        const fit = from && to && fitOf(from, to, migration.dialect);
        if (fit !== 'narrow' && fit !== 'refused') continue;
        const table = foreign.reference.table!.name.text;
        context.report({
          at: column,
          message: fit,
          data: { column: column.text, type, table, key, other },
          fixes: [withType(document, foreign, column.text, other)],
        });
      }
    }
  },
});

/** The columns of a foreign key, each with the one that it refers to; none where one of the two is not known. */
function pairsOf({ columns, reference, state }: MadeForeignKey, schema: SchemaState) {
  const target = reference.table && schema.table(objectName(reference.table));
  if (!target) return [];
  const named = reference.columns.map(one => one.text);
  const keys = named.length > 0 ? named : primaryKeyOf(target);
  return columns.flatMap((column, at) => {
    const own = state.columns.find(one => one.name === column.text);
    const theirs = target.columns.find(one => one.name === keys[at]);
    if (!own?.type || !theirs?.type || own.array || theirs.array) return [];
    return [{ column, type: own.type, key: theirs.name, other: withoutSerial(theirs.type) }];
  });
}

/** What a serial column holds. */
function withoutSerial(type: string): string {
  if (!/serial/i.test(type)) return type;
  return /^(?:big|serial8)/i.test(type) ? 'bigint' : /^(?:small|serial2)/i.test(type) ? 'smallint' : 'integer';
}

/** Only where the column is made here: another type would rewrite a table that is in use. */
function withType(document: SqlDocument, { table }: MadeForeignKey, column: string, type: string): Fix | undefined {
  const written = typeWrittenIn(document, table.name.text, column);
  const hasDefault = written?.definition?.constraints.some(one => one.type === 'default') ?? true;
  if (!written || hasDefault || written.origin === 'alterColumnType') return undefined;
  const edits = [edit.replace(written.type.span, inCaseOf(written.type.text, type))];
  return { title: `Make "${column}" ${type}`, safety: 'unsafe', edits };
}
