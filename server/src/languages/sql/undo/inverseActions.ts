import { changesOf, objectName } from '../changes.ts';
import { constraintName } from '../defaultNames.ts';
import { familyOf, typeText } from '../expand/typeText.ts';
import { writtenName } from '../identifiers.ts';
import type { Migration } from '../migration.ts';
import type { AlterAction, StatementOf } from '../model.ts';
import type { ColumnState, TableState } from '../schemaState.ts';
import { lost, type Step } from './inverse.ts';
import { constraintSource } from './sources.ts';

type AlterTable = StatementOf<'alterTable'>;

/** What undoes one action: a clause of an ALTER TABLE, a statement of its own, or nothing. */
type Undo =
  | { readonly clause: string; readonly loses?: string }
  | { readonly statement: string }
  | { readonly lost: string }
  | undefined;

/** The inverse of an ALTER TABLE: the inverses of its actions, the last one first, in one ALTER TABLE where that can be. */
export function inverseActions(statement: AlterTable, migration: Migration): Step[] {
  const { table, actions } = statement;
  if (!table) return lost(statement);
  const state = migration.tableBefore(statement, objectName(table));
  // It goes as a whole.
  if (state?.madeHere || state?.temporary) return [];
  const { textOf } = migration.document;
  const steps: Step[] = [];
  let clauses: string[] = [];
  let losses: string[] = [];
  const flush = (): void => {
    if (clauses.length > 0) {
      const sql = `ALTER TABLE ${textOf(table)} ${clauses.join(', ')}`;
      steps.push({ type: 'sql', sql, ...(losses.length > 0 ? { loses: losses.join('; ') } : {}) });
    }
    clauses = [];
    losses = [];
  };
  for (const action of [...actions].reverse()) {
    const undo = undoOf(action, statement, state, migration);
    if (!undo) continue;
    if ('clause' in undo) {
      clauses.push(undo.clause);
      if (undo.loses !== undefined) losses.push(undo.loses);
      continue;
    }
    flush();
    if ('statement' in undo) steps.push({ type: 'sql', sql: undo.statement });
    else steps.push(...lost({ text: undo.lost }));
  }
  flush();
  return steps;
}

function undoOf(action: AlterAction, statement: AlterTable, state: TableState | undefined, migration: Migration): Undo {
  const { textOf } = migration.document;
  const table = statement.table!;
  const relation = textOf(table);
  const column = 'name' in action ? state?.columns.find(one => one.name === action.name.text) : undefined;
  const nothing = { lost: `ALTER TABLE ${relation} ${textOf(action)}` };
  switch (action.type) {
    case 'addColumn': {
      const there = state?.columns.some(one => one.name === action.column.name.text);
      return action.ifNotExists && there ? undefined : { clause: `DROP COLUMN ${textOf(action.column.name)}` };
    }
    case 'dropColumn': {
      const source = column && columnSource(column);
      const loses = `the values of ${relation}.${textOf(action.name)} are gone`;
      return source === undefined ? nothing : { clause: `ADD COLUMN ${textOf(action.name)} ${source}`, loses };
    }
    case 'setNotNull':
      return column?.notNull ? undefined : { clause: `ALTER COLUMN ${textOf(action.name)} DROP NOT NULL` };
    case 'dropNotNull':
      return column && !column.notNull ? undefined : { clause: `ALTER COLUMN ${textOf(action.name)} SET NOT NULL` };
    case 'setDefault':
    case 'dropDefault': {
      if (!column) return nothing;
      const back = column.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${column.default}`;
      return { clause: `ALTER COLUMN ${textOf(action.name)} ${back}` };
    }
    case 'alterColumnType': {
      const type = column && typeText(column);
      if (!column || type === undefined) return nothing;
      const same = action.dataType && familyOf(action.dataType.name) === familyOf(column.type ?? '');
      const using = same ? '' : ` USING ${textOf(action.name)}::${type}`;
      return { clause: `ALTER COLUMN ${textOf(action.name)} TYPE ${type}${using}` };
    }
    case 'addConstraint': {
      const { constraint } = action;
      if (constraint.type === 'other' || constraint.type === 'index') return nothing;
      const name = constraint.name ? textOf(constraint.name) : unnamedConstraint(state, statement, action, migration);
      return name === undefined ? nothing : { clause: `DROP CONSTRAINT ${name}` };
    }
    case 'dropConstraint': {
      const constraint = state?.constraints.find(one => one.knownAs === action.name.text);
      const source = constraint && constraintSource(constraint);
      return source === undefined ? nothing : { clause: `ADD CONSTRAINT ${textOf(action.name)} ${source}` };
    }
    case 'renameColumn':
    case 'renameConstraint': {
      if (!action.to) return nothing;
      const kind = action.type === 'renameColumn' ? 'COLUMN' : 'CONSTRAINT';
      return { statement: `ALTER TABLE ${relation} RENAME ${kind} ${textOf(action.to)} TO ${textOf(action.name)}` };
    }
    case 'renameTable': {
      if (!action.to) return nothing;
      const schema = table.schema && !action.to.schema ? `${textOf(table.schema)}.` : '';
      return { statement: `ALTER TABLE ${schema}${textOf(action.to)} RENAME TO ${textOf(table.name)}` };
    }
    case 'setSchema': {
      const back = table.schema ? textOf(table.schema) : 'public';
      return { statement: `ALTER TABLE ${textOf(action.schema)}.${textOf(table.name)} SET SCHEMA ${back}` };
    }
    case 'attachPartition':
      return { statement: `ALTER TABLE ${relation} DETACH PARTITION ${textOf(action.partition)}` };
    case 'enableRowSecurity':
      return state?.rowSecurity ? undefined : { clause: 'DISABLE ROW LEVEL SECURITY' };
    case 'disableRowSecurity':
      return { clause: 'ENABLE ROW LEVEL SECURITY' };
    case 'forceRowSecurity':
      return { clause: 'NO FORCE ROW LEVEL SECURITY' };
    case 'noForceRowSecurity':
      return { clause: 'FORCE ROW LEVEL SECURITY' };
    case 'setLogged':
      return { statement: `ALTER TABLE ${relation} SET UNLOGGED` };
    case 'setUnlogged':
      return { statement: `ALTER TABLE ${relation} SET LOGGED` };
    case 'validateConstraint':
    case 'option':
      return undefined;
    default:
      return nothing;
  }
}

/** The definition of a column as it was; required only where its default fills the rows that are there. */
function columnSource(column: ColumnState): string | undefined {
  if (column.generated || column.numbering) return undefined;
  const type = typeText(column);
  if (type === undefined) return undefined;
  if (column.default === undefined) return type;
  return `${type} DEFAULT ${column.default}${column.notNull ? ' NOT NULL' : ''}`;
}

/** The name that the database chooses. */
function unnamedConstraint(
  table: TableState | undefined,
  statement: AlterTable,
  action: AlterAction,
  { dialect }: Migration,
): string | undefined {
  const base = statement.span.start;
  const change = changesOf(statement).find(
    one =>
      one.type === 'addConstraint' && action.span.start <= base + one.at.start && base + one.at.end <= action.span.end,
  );
  if (!table || change?.type !== 'addConstraint') return undefined;
  const taken = new Set([...table.constraints, ...table.indexes].map(one => one.knownAs));
  return writtenName(constraintName(table, change.constraint, dialect, name => taken.has(name)));
}
