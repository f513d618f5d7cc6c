import { changesOf, type SchemaChange } from '../changes.ts';
import type { Migration } from '../migration.ts';
import type { QualifiedName, Statement } from '../model.ts';

/** What a statement that is to run later than it does now needs to find. */
export interface Needed {
  readonly table: QualifiedName;
  readonly columns: readonly string[];
  readonly constraint?: string;
}

/** Whether the file goes on to drop or rename what a statement needs: then it cannot run after the file. */
export function isChangedLater(migration: Migration, statement: Statement, needed: Needed): boolean {
  const { statements } = migration.document;
  const unit = migration.unitOf(statement);
  return statements
    .slice(statements.indexOf(statement) + 1)
    .some(later => migration.unitOf(later) === unit && changesOf(later).some(one => takes(one, needed)));
}

function takes(change: SchemaChange, { table, columns, constraint }: Needed): boolean {
  if (!('table' in change) || change.table?.name !== table.name.text) return false;
  switch (change.type) {
    case 'dropTable':
    case 'renameTable':
    case 'setSchema':
      return true;
    case 'dropColumn':
    case 'renameColumn':
      return columns.includes(change.column);
    case 'dropConstraint':
    case 'renameConstraint':
      return change.name === constraint;
    default:
      return false;
  }
}
