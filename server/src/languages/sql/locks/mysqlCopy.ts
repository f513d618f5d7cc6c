import { objectName } from '../changes.ts';
import type { Migration } from '../migration.ts';
import type { AlterAction, ColumnDefinition, StatementOf } from '../model.ts';
import type { ColumnState, TableState } from '../schemaState.ts';

type AlterTable = StatementOf<'alterTable'>;

/** An ALTER TABLE of MySQL or MariaDB that copies a table in use, so that nobody can write it until that is done. */
export interface TableCopy {
  readonly statement: AlterTable;
  /** The action that needs the copy. */
  readonly action: AlterAction;
  readonly reason: CopyReason;
}

export type CopyReason = 'type' | 'charset' | 'dropKey' | 'labels' | 'foreignKey' | 'stored' | 'default';

/**
 * The first action of each ALTER TABLE that needs ALGORITHM=COPY (MySQL 8.4 manual, 17.12.1). What can only be told with the
 * previous type of a column is left out where that is not known.
 */
export function tableCopies(migration: Migration): readonly TableCopy[] {
  const unchecked = uncheckedFrom(migration);
  return migration.document.alteredTables.flatMap(statement => {
    const { table, actions, templated, broken } = statement;
    if (!table || templated || broken || !migration.isUp(statement) || failsInstead(statement)) return [];
    const state = migration.tableBefore(statement, objectName(table));
    if (state?.madeHere || state?.temporary) return [];
    const situation = { statement, state, checksKeys: statement.span.start < unchecked };
    for (const action of actions) {
      const reason = reasonOf(action, situation);
      if (reason) return [{ statement, action, reason }];
    }
    return [];
  });
}

/** Where `SET foreign_key_checks = 0` stands; infinite where it does not. */
function uncheckedFrom({ document }: Migration): number {
  const off = document.statementsOf('set').find(one => /\bforeign_key_checks\s*=\s*(?:0|off)\b/i.test(one.text));
  return off?.span.start ?? Number.POSITIVE_INFINITY;
}

/** ALGORITHM=INPLACE, INSTANT and LOCK=NONE make MySQL refuse what it would have to copy. */
function failsInstead({ actions }: AlterTable): boolean {
  return actions.some(
    one => one.type === 'option' && (one.option === 'LOCK' ? one.value === 'NONE' : /^IN/.test(one.value)),
  );
}

interface Situation {
  readonly statement: AlterTable;
  readonly state: TableState | undefined;
  readonly checksKeys: boolean;
}

function reasonOf(action: AlterAction, { statement, state, checksKeys }: Situation): CopyReason | undefined {
  switch (action.type) {
    case 'convertCharacterSet':
      return 'charset';
    case 'dropPrimaryKey': {
      // With another one in its place, the table is built anew beside the writers.
      const replaced = statement.actions.some(
        one => one.type === 'addConstraint' && one.constraint.type === 'primaryKey',
      );
      return replaced ? undefined : 'dropKey';
    }
    case 'addConstraint':
      return action.constraint.type === 'foreignKey' && checksKeys ? 'foreignKey' : undefined;
    case 'addColumn':
      return reasonForNew(action.column);
    case 'modifyColumn':
    case 'changeColumn': {
      const before = state?.columns.find(one => one.name.toLowerCase() === action.name.text.toLowerCase());
      return before && reasonForChange(before, action.column);
    }
    default:
      return undefined;
  }
}

function reasonForNew({ constraints }: ColumnDefinition): CopyReason | undefined {
  for (const one of constraints) {
    if (one.type === 'generated' && one.stored) return 'stored';
    if (one.type === 'default' && one.value?.text.startsWith('(')) return 'default';
  }
  return undefined;
}

const SAME: Readonly<Record<string, string>> = {
  integer: 'int',
  bool: 'tinyint',
  boolean: 'tinyint',
  dec: 'decimal',
  numeric: 'decimal',
  'character varying': 'varchar',
  character: 'char',
  'double precision': 'double',
};

function reasonForChange(before: ColumnState, { type }: ColumnDefinition): CopyReason | undefined {
  if (!type || before.type === undefined) return undefined;
  const [a, b] = [canonical(before.type), canonical(type.name)];
  if (a !== b) return 'type';
  if (a === 'enum' || a === 'set') {
    const appended = before.args.every((label, index) => label === type.args[index]);
    return appended ? undefined : 'labels';
  }
  // The width of an integer is for display alone, and a longer varchar may or may not fit its length byte.
  if (/int/.test(a) || before.args.join() === type.args.join()) return undefined;
  return a === 'varchar' && Number(type.args[0]) >= Number(before.args[0]) ? undefined : 'type';
}

function canonical(name: string): string {
  const [first = '', ...rest] = name.split(' ');
  return SAME[name] ?? [SAME[first] ?? first, ...rest.filter(one => one !== 'signed')].join(' ');
}
