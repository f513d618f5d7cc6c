import { objectName, type SchemaChange } from '../changes.ts';
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
  const unit = migration.unitOf(statement);
  return migration
    .changesAfter(statement, objectName(needed.table))
    .some(
      ({ made, change }) =>
        made.statement !== undefined && migration.unitOf(made.statement) === unit && takes(change, needed),
    );
}

function takes(change: SchemaChange, { columns, constraint }: Needed): boolean {
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
