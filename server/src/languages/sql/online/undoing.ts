import type { SchemaChange } from '../changes.ts';
import type { Migration } from '../migration.ts';
import type { AlterAction, AlterTable, QualifiedName } from '../model.ts';
import { downOf } from './concurrent.ts';

/** Where the way down of a migration undoes something: in statements of this file that do nothing else, or elsewhere. */
export interface Undoing {
  readonly present: readonly AlterTable[];
  readonly elsewhere: boolean;
}

/** `action`: in a down half of this file; `change`: in the other file of this migration. */
export function undoingOf(
  migration: Migration,
  table: QualifiedName,
  action: (one: AlterAction) => boolean,
  change: (one: SchemaChange) => boolean,
): Undoing {
  const halves = migration.document.alteredTables.filter(
    one => !migration.isUp(one) && one.table?.name.text === table.name.text && one.actions.some(action),
  );
  const present = halves.filter(one => one.actions.length === 1);
  return { present, elsewhere: present.length < halves.length || downOf(migration).some(change) };
}

/** Where the way down drops a constraint. */
export function dropsOf(migration: Migration, table: QualifiedName, name: string): Undoing {
  return undoingOf(
    migration,
    table,
    one => one.type === 'dropConstraint' && one.name.text === name,
    one => one.type === 'dropConstraint' && one.table.name === table.name.text && one.name === name,
  );
}
