import { changesOf, objectName, type SchemaChange } from '../changes.ts';
import { chosen } from '../collected.ts';
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
  if (takers(migration.document.statements).length === 0) return false;
  const unit = migration.unitOf(statement);
  return migration
    .changesAfter(statement, objectName(needed.table))
    .some(
      ({ made, change }) =>
        made.statement !== undefined && migration.unitOf(made.statement) === unit && takes(change, needed),
    );
}

/** The statements after which something may no longer be found by its name. */
const takers = chosen((statement: Statement) => changesOf(statement).some(one => TAKING.has(one.type)));

const TAKING: ReadonlySet<SchemaChange['type']> = new Set<SchemaChange['type']>([
  'dropTable',
  'renameTable',
  'setSchema',
  'dropColumn',
  'renameColumn',
  'dropConstraint',
  'renameConstraint',
]);

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
