import { type ObjectName, objectName } from '../changes.ts';
import type { AlterAction, ColumnDefinition } from '../model.ts';
import { everyIndex, type SchemaState, type TableState } from '../schemaState.ts';
import { castsOf } from './castsOf.ts';
import { heavierWork, type LockMode, type LockWork } from './modes.ts';
import { typeChangeThrough } from './typeChange.ts';
import { volatileCall } from './volatility.ts';

/** A table and what is done to it. */
export interface LockedTable {
  readonly table: ObjectName;
  readonly mode: LockMode;
  readonly work: LockWork;
}

export interface AlterSituation {
  readonly table: ObjectName;
  /** The table before the statement; undefined where no migration made it. */
  readonly state: TableState | undefined;
  readonly schema: SchemaState;
}

/** What one action of ALTER TABLE locks. Undefined where it cannot be known. Measured on PostgreSQL 15.18. */
export function locksOfAction(action: AlterAction, situation: AlterSituation): readonly LockedTable[] | undefined {
  const { table, state } = situation;
  const own = (mode: LockMode, work: LockWork = 'none'): LockedTable[] => [{ table, mode, work }];
  switch (action.type) {
    case 'addColumn':
      return columnLocks(action.column, situation);
    case 'alterColumnType': {
      const work = workOfTypeChange(action, situation);
      return work && [...own('ACCESS EXCLUSIVE', work), ...keysMadeAnew(action.name.text, work, situation)];
    }
    case 'dropColumn':
      return [...own('ACCESS EXCLUSIVE'), ...keysOf(action.name.text, state)];
    case 'setNotNull':
      return own('ACCESS EXCLUSIVE', isProvedNotNull(state, action.name.text) ? 'none' : 'scan');
    case 'dropNotNull':
    case 'dropDefault':
    case 'setDefault':
    case 'renameColumn':
    case 'renameConstraint':
    case 'renameTable':
    case 'setSchema':
    case 'alterConstraint':
    case 'enableRowSecurity':
    case 'disableRowSecurity':
    case 'forceRowSecurity':
    case 'noForceRowSecurity':
      return own('ACCESS EXCLUSIVE');
    case 'enableTrigger':
    case 'disableTrigger':
      return own('SHARE ROW EXCLUSIVE');
    case 'setLogged':
    case 'setUnlogged':
      return own('ACCESS EXCLUSIVE', 'rewrite');
    case 'addConstraint':
      return constraintLocks(action.constraint, situation);
    case 'dropConstraint': {
      const dropped = state?.constraints.find(one => one.knownAs === action.name.text);
      const other = dropped?.references;
      return [...own('ACCESS EXCLUSIVE'), ...(other ? [locked(other, 'ACCESS EXCLUSIVE')] : [])];
    }
    case 'validateConstraint': {
      const other = state?.constraints.find(one => one.knownAs === action.name.text)?.references;
      return [...own('SHARE UPDATE EXCLUSIVE', 'scan'), ...(other ? [locked(other, 'ROW SHARE')] : [])];
    }
    case 'attachPartition': {
      const partition = objectName(action.partition);
      const made = situation.schema.table(partition)?.madeHere;
      return [
        ...own('SHARE UPDATE EXCLUSIVE'),
        { table: partition, mode: 'ACCESS EXCLUSIVE', work: made ? 'none' : 'scan' },
        ...defaultPartition(state, 'scan'),
      ];
    }
    case 'detachPartition': {
      const partition = objectName(action.partition);
      if (action.concurrently) return [...own('SHARE UPDATE EXCLUSIVE'), locked(partition, 'ACCESS EXCLUSIVE')];
      return [...own('ACCESS EXCLUSIVE'), locked(partition, 'ACCESS EXCLUSIVE'), ...defaultPartition(state, 'none')];
    }
    default:
      return undefined;
  }
}

export function locked(table: ObjectName, mode: LockMode): LockedTable {
  return { table, mode, work: 'none' };
}

/** The foreign keys of a column go with it, and are made anew with its type: that locks the tables that they lead to. */
function keysOf(column: string, state: TableState | undefined): readonly LockedTable[] {
  const keys = state?.constraints.filter(one => one.columns.includes(column)) ?? [];
  return keys.flatMap(one => (one.references ? [locked(one.references, 'ACCESS EXCLUSIVE')] : []));
}

/** Those of other tables that lead to the column are made anew as well, and checked where its values are written again. */
function keysMadeAnew(column: string, work: LockWork, { state, schema }: AlterSituation): readonly LockedTable[] {
  // Only what is unique can be referred to.
  if (!state || !everyIndex(state).some(one => one.unique && one.columns.includes(column)))
    return keysOf(column, state);
  const isKey = state.constraints.some(one => one.type === 'primaryKey' && one.columns.includes(column));
  const incoming = schema.tables().flatMap(other =>
    other.constraints.flatMap(({ references, referencedColumns, valid }): LockedTable[] => {
      if (!references || schema.table(references) !== state) return [];
      if (referencedColumns.length > 0 ? !referencedColumns.includes(column) : !isKey) return [];
      return [{ table: other, mode: 'ACCESS EXCLUSIVE', work: work === 'rewrite' && valid ? 'scan' : 'none' }];
    }),
  );
  return [...keysOf(column, state), ...incoming];
}

/** The rows of the default partition must belong to no other one. */
export function defaultPartition(state: TableState | undefined, work: LockWork): readonly LockedTable[] {
  return state?.defaultPartition ? [{ table: state.defaultPartition, mode: 'ACCESS EXCLUSIVE', work }] : [];
}

/** Why PostgreSQL writes the whole table again for a new column; undefined where it does not, or may not. */
export function rewriteForColumn({ type, constraints }: ColumnDefinition): RewriteReason | undefined {
  if (type && !type.array && /^(?:small|big)?serial[248]?$/.test(type.name)) return { type: 'serial' };
  for (const one of constraints) {
    if (one.type === 'identity') return { type: 'identity' };
    if (one.type === 'generated' && one.stored) return { type: 'generated' };
    const call = one.type === 'default' && one.value ? volatileCall(one.value.text) : undefined;
    if (call) return { type: call.certain ? 'volatile' : 'unknown', call: call.name };
  }
  return undefined;
}

export type RewriteReason =
  | { readonly type: 'serial' | 'identity' | 'generated' }
  /** `unknown`: the function is not PostgreSQL's own. */
  | { readonly type: 'volatile' | 'unknown'; readonly call: string };

function columnLocks(column: ColumnDefinition, { table, schema }: AlterSituation): readonly LockedTable[] | undefined {
  const reason = rewriteForColumn(column);
  const [typeSchema, name] = splitType(column.type?.name ?? '');
  // A domain may have a default or a constraint of its own.
  if (reason?.type === 'unknown' || schema.type({ schema: typeSchema, name })?.kind === 'domain') return undefined;
  let work: LockWork = reason ? 'rewrite' : 'none';
  const locks: LockedTable[] = [];
  const filled = column.constraints.some(one => one.type === 'default');
  for (const one of column.constraints) {
    if (one.type === 'unique' || one.type === 'primaryKey') work = heavierWork(work, 'build');
    else if (one.type === 'check') work = heavierWork(work, 'scan');
    else if (one.type === 'references') {
      if (filled) work = heavierWork(work, 'scan');
      if (one.reference.table) locks.push(locked(objectName(one.reference.table), 'SHARE ROW EXCLUSIVE'));
    }
  }
  return [{ table, mode: 'ACCESS EXCLUSIVE', work }, ...locks];
}

function splitType(name: string): [string | undefined, string] {
  const parts = name.replaceAll('"', '').split('.');
  return [parts.length > 1 ? parts[0] : undefined, parts.at(-1) ?? ''];
}

type ConstraintAction = Extract<AlterAction, { readonly type: 'addConstraint' }>['constraint'];

function constraintLocks(constraint: ConstraintAction, { table }: AlterSituation): readonly LockedTable[] | undefined {
  const unchecked = constraint.notValid !== undefined;
  switch (constraint.type) {
    case 'check':
    case 'notNull':
      return [{ table, mode: 'ACCESS EXCLUSIVE', work: unchecked ? 'none' : 'scan' }];
    case 'primaryKey':
    case 'unique':
      return [{ table, mode: 'ACCESS EXCLUSIVE', work: constraint.usingIndex ? 'none' : 'build' }];
    case 'exclude':
      return [{ table, mode: 'ACCESS EXCLUSIVE', work: 'build' }];
    case 'foreignKey': {
      const other = constraint.reference.table;
      const own: LockedTable = { table, mode: 'SHARE ROW EXCLUSIVE', work: unchecked ? 'none' : 'scan' };
      return other ? [own, locked(objectName(other), 'SHARE ROW EXCLUSIVE')] : undefined;
    }
    default:
      return undefined;
  }
}

function workOfTypeChange(
  action: Extract<AlterAction, { readonly type: 'alterColumnType' }>,
  { state, schema }: AlterSituation,
): LockWork | undefined {
  const { name, dataType, using } = action;
  const before = state?.columns.find(one => one.name === name.text);
  if (!dataType || !before || before.type === undefined) return undefined;
  const casts = using ? castsOf(using.text, name.text) : [];
  if (!casts) return 'rewrite';
  const to = { type: dataType.name, args: dataType.args, array: dataType.array };
  const change = typeChangeThrough(before, casts, to, schema);
  if (!change) return undefined;
  if (change.work !== 'indexes') return change.work;
  return indexesOn(state, name.text) ? 'build' : 'none';
}

/** Whether an index, one of a constraint among them, stands on a column. */
export function indexesOn(state: TableState | undefined, column: string): boolean {
  if (!state) return false;
  const isKey = (one: TableState['constraints'][number]): boolean =>
    (one.type === 'primaryKey' || one.type === 'unique') && one.columns.includes(column);
  return (
    state.indexes.some(one => one.columns.includes(column) || one.mentions.includes(column)) ||
    state.constraints.some(isKey)
  );
}

/** Whether a validated CHECK says that a column is not null (12 and later do not scan then). */
function isProvedNotNull(state: TableState | undefined, column: string): boolean {
  const wanted = `${column} is not null`;
  return !!state?.constraints.some(
    one =>
      one.type === 'check' && one.valid && one.expression?.replaceAll('"', '').toLowerCase() === wanted.toLowerCase(),
  );
}
