import { writtenName } from '../identifiers.ts';
import type { ConstraintState, IndexState, TableState } from '../schemaState.ts';

/** The CREATE INDEX that makes an index as it was; undefined where not all of it is known. */
export function indexSource(table: TableState, index: IndexState, concurrently: boolean): string | undefined {
  if (!index.simple && index.items.some(one => one.column === undefined && one.expression === undefined))
    return undefined;
  const items = index.items.map(one => {
    const value = one.column === undefined ? `(${one.expression})` : writtenName(one.column);
    return [value, ...(one.opclass === undefined ? [] : [one.opclass]), ...(one.order === 'desc' ? ['DESC'] : [])].join(
      ' ',
    );
  });
  const schema = table.schema === undefined ? '' : `${writtenName(table.schema)}.`;
  return [
    `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${writtenName(index.knownAs)}`,
    `ON ${schema}${writtenName(table.name)}`,
    ...(index.using === 'btree' ? [] : [`USING ${index.using}`]),
    `(${items.join(', ')})`,
    ...(index.include.length > 0 ? [`INCLUDE (${names(index.include)})`] : []),
    ...(index.nullsNotDistinct ? ['NULLS NOT DISTINCT'] : []),
    ...(index.where === undefined ? [] : [`WHERE ${index.where}`]),
  ].join(' ');
}

/** What stands behind the name of a constraint; undefined where not all of it is known. */
export function constraintSource(constraint: ConstraintState): string | undefined {
  const { type, columns, references, expression } = constraint;
  switch (type) {
    case 'primaryKey':
      return `PRIMARY KEY (${names(columns)})`;
    case 'unique':
      return `UNIQUE ${constraint.nullsNotDistinct ? 'NULLS NOT DISTINCT ' : ''}(${names(columns)})`;
    case 'check':
      return expression === undefined ? undefined : `CHECK (${expression})`;
    case 'foreignKey': {
      if (!references) return undefined;
      const schema = references.schema === undefined ? '' : `${writtenName(references.schema)}.`;
      const target = constraint.referencedColumns.length > 0 ? ` (${names(constraint.referencedColumns)})` : '';
      return [
        `FOREIGN KEY (${names(columns)}) REFERENCES ${schema}${writtenName(references.name)}${target}`,
        ...(constraint.onDelete === undefined ? [] : [`ON DELETE ${constraint.onDelete}`]),
        ...(constraint.onUpdate === undefined ? [] : [`ON UPDATE ${constraint.onUpdate}`]),
      ].join(' ');
    }
    default:
      return undefined;
  }
}

function names(columns: readonly string[]): string {
  return columns.map(writtenName).join(', ');
}
