import { edit, type TextEdit } from '#text';
import type { Migration } from '../migration.ts';
import type { DataType } from '../model.ts';
import { inCaseOf, type MadeColumn, typeWrittenIn } from './columns.ts';
import { foreignKeysMade, primaryKeyOf } from './keys.ts';

/** Whether a column is all of the primary key. */
export function isKeyOfItsTable({ item, table }: MadeColumn): boolean {
  const [key, ...others] = primaryKeyOf(table);
  return key === item.column.text && others.length === 0;
}

/**
 * Gives a key 64 bits, and the columns of this file that refer to it as well. Undefined where another migration refers to
 * it: those columns hold 32 bits.
 */
export function widerKey(migration: Migration, { item, table }: MadeColumn): readonly TextEdit[] | undefined {
  const { directory, document } = migration;
  const elsewhere = directory.migrations.some(
    one =>
      one.uri !== document.uri &&
      one.facts.up.some(change => change.type === 'addConstraint' && change.constraint.references?.name === table.name),
  );
  if (elsewhere) return undefined;
  const referring = foreignKeysMade(migration)
    .filter(one => one.reference.table?.name.text === table.name && one.columns.length === 1)
    .map(one => typeWrittenIn(document, one.table.name.text, one.columns[0]!.text)?.type);
  if (referring.some(type => type === undefined)) return undefined;
  const types = new Set([item.type, ...referring.flatMap(type => type ?? [])]);
  return [...types].flatMap(type => {
    const wide = widened(type);
    return wide === type.text ? [] : [edit.replace(type.span, wide)];
  });
}

function widened({ text }: DataType): string {
  return text
    .replace(/^serial4?\b/i, word => inCaseOf(word, 'bigserial'))
    .replace(/^(?:integer|int4|int)\b(?:\s*\(\d+\))?/i, word => inCaseOf(word, 'bigint'));
}
