import { edit, type Located, lineBreakOf, type TextEdit } from '#text';
import { objectName } from '../changes.ts';
import { chosen } from '../collected.ts';
import type { Migration } from '../migration.ts';
import type { AlterAction, QualifiedName, StatementOf } from '../model.ts';
import { isFenced } from '../moving.ts';
import type { TableState } from '../schemaState.ts';
import { withBlanksBefore } from '../words.ts';

/** A change of the partitions of a table in use that locks more than it must. Its span is where a finding belongs. */
export type PartitionLock = Located & {
  readonly parent: QualifiedName;
  readonly partition: QualifiedName;
} & (
    | { readonly type: 'create'; readonly statement: StatementOf<'createTable'> }
    | { readonly type: 'attach'; readonly statement: StatementOf<'alterTable'> }
    /** All rows of the default partition are read. */
    | {
        readonly type: 'default';
        readonly statement: StatementOf<'createTable' | 'alterTable'>;
        readonly defaultPartition: string;
      }
    | {
        readonly type: 'detach';
        readonly statement: StatementOf<'alterTable'>;
        /** PostgreSQL refuses CONCURRENTLY where there is a default partition. */
        readonly mayBeConcurrent: boolean;
      }
  );

const partitionsMade = chosen((one: StatementOf<'createTable'>) => one.partitionOf !== undefined);

export function partitionLocks(migration: Migration): readonly PartitionLock[] {
  const found: PartitionLock[] = [];
  for (const statement of partitionsMade(migration.document.createdTables)) {
    const { table: partition, partitionOf: parent, templated, broken, temporary } = statement;
    if (!parent || !partition || templated || broken || temporary || !migration.isUp(statement)) continue;
    const state = migration.tableBefore(statement, objectName(parent));
    // CREATE TABLE IF NOT EXISTS of a partition that is there does nothing.
    if (state?.madeHere || (statement.ifNotExists && migration.tableBefore(statement, objectName(partition)))) continue;
    const rest = filledDefault(migration, statement, state);
    const common = { statement, parent, partition, span: parent.span };
    found.push(rest ? { ...common, type: 'default', defaultPartition: rest } : { ...common, type: 'create' });
  }
  for (const statement of migration.document.alteredBy('attachPartition', 'detachPartition')) {
    const { table: parent, templated, broken } = statement;
    if (!parent || templated || broken || !migration.isUp(statement)) continue;
    for (const action of statement.actions) {
      if (action.type !== 'attachPartition' && action.type !== 'detachPartition') continue;
      const lock = lockOf(migration, statement, parent, action);
      if (lock) found.push(lock);
    }
  }
  return found;
}

function lockOf(
  migration: Migration,
  statement: StatementOf<'alterTable'>,
  parent: QualifiedName,
  action: Extract<AlterAction, { readonly type: 'attachPartition' | 'detachPartition' }>,
): PartitionLock | undefined {
  const state = migration.tableBefore(statement, objectName(parent));
  if (state?.madeHere) return undefined;
  const { partition } = action;
  const common = { statement, parent, partition, span: partition.span };
  if (action.type === 'detachPartition') {
    if (action.concurrently) return undefined;
    return { ...common, type: 'detach', mayBeConcurrent: state !== undefined && !state.defaultPartition };
  }
  const rest = filledDefault(migration, statement, state);
  if (rest) return { ...common, type: 'default', defaultPartition: rest };
  const attached = migration.tableBefore(statement, objectName(partition));
  // Whether a CHECK proves anything cannot be told without evaluating it: one that is there is believed.
  if (!attached || attached.madeHere || hasValidCheck(attached)) return undefined;
  return { ...common, type: 'attach' };
}

/** The default partition, where nothing proves that it holds no row of the new one. */
function filledDefault(
  migration: Migration,
  statement: StatementOf<'createTable' | 'alterTable'>,
  parent: TableState | undefined,
): string | undefined {
  const name = parent?.defaultPartition;
  const state = name && migration.tableBefore(statement, name);
  return state && !state.madeHere && state.mayHoldRows && !hasValidCheck(state) ? state.name : undefined;
}

function hasValidCheck({ constraints }: TableState): boolean {
  return constraints.some(one => one.type === 'check' && one.valid);
}

/**
 * CREATE TABLE (LIKE parent) and ATTACH in the place of CREATE TABLE ... PARTITION OF: the parent stays usable, and the
 * new table is empty, so that there is nothing to scan. Undefined where the partition says more than its bounds.
 */
export function attachInstead(
  migration: Migration,
  { statement, parent, partition }: Extract<PartitionLock, { readonly type: 'create' }>,
): readonly TextEdit[] | undefined {
  const { document, tool } = migration;
  const { terminator, span, ifNotExists, partitionBy } = statement;
  if (!terminator || ifNotExists || partitionBy || isFenced(migration, statement)) return undefined;
  const from = parent.span.end;
  const bounds = document.text.slice(from, span.end);
  const simple = /^\s*(?:DEFAULT|FOR\s+VALUES\s+(?:IN|FROM|WITH)\s*\([^()]*\)(?:\s*TO\s*\([^()]*\))?)\s*$/i.test(
    bounds,
  );
  if (!simple) return undefined;
  const separator = tool.id === 'drizzle' ? '--> statement-breakpoint' : '';
  const [child, owner] = [document.textOf(partition), document.textOf(parent)];
  const line = document.lines.lineSpanAt(span.start).start;
  const indentation = /^[ \t]*/.exec(document.text.slice(line, span.start))![0];
  const of = document.text.slice(partition.span.end, parent.span.start).search(/PARTITION\s+OF\s*$/i);
  if (of < 0) return undefined;
  const start = partition.span.end + of;
  const endsLine = /^[ \t]*\r?\n/.test(bounds);
  const removed = withBlanksBefore(document, { start, end: from });
  return [
    edit.insert(
      partition.span.end,
      ` (LIKE ${owner} INCLUDING ALL EXCLUDING IDENTITY);${separator}${lineBreakOf(document.text)}${indentation}` +
        `ALTER TABLE ${owner} ATTACH PARTITION ${child}`,
    ),
    // A comment between the two stays, and so does the line break that ends it.
    edit.remove(endsLine ? { start: document.text.slice(0, start).trimEnd().length, end: from } : removed),
  ];
}
