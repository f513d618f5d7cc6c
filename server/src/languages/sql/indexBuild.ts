import { edit, type TextEdit } from '#text';
import { collectedAround } from './aroundStatements.ts';
import { objectName } from './changes.ts';
import { isLive } from './expand/live.ts';
import { fitsName, writtenName } from './identifiers.ts';
import type { Migration } from './migration.ts';
import type { StatementOf } from './model.ts';
import { addConcurrently } from './online/concurrent.ts';
import { outsideTransaction } from './outside.ts';
import type { TableState } from './schemaState.ts';
import type { MigrationChange } from './tools/index.ts';

type CreateIndex = StatementOf<'createIndex'>;

/** The indexes whose building keeps writers of a table that is in use waiting, in order. */
export const blockingBuilds: (migration: Migration) => readonly CreateIndex[] = collectedAround((one, migration) =>
  one.type === 'createIndex' && blocksWrites(one, migration) ? [one] : [],
);

function blocksWrites(statement: CreateIndex, migration: Migration): boolean {
  const { table, concurrently, templated, broken } = statement;
  if (!table || concurrently || templated || broken || !migration.isUp(statement)) return false;
  // ON ONLY a partitioned table builds nothing; what an unseen table is, nobody knows.
  if (statement.only && (migration.tableBefore(statement, objectName(table))?.partitioned ?? true)) return false;
  return isLive(table, statement, migration);
}

/**
 * Builds the index of a partitioned table without blocking: on the parent alone, then concurrently on each partition,
 * which is then attached. Undefined where the partitions are not all known, or the file cannot hold these statements.
 */
export function perPartitionBuild(
  statement: CreateIndex,
  migration: Migration,
  parent: TableState,
): MigrationChange | undefined {
  const { name, table, terminator, span } = statement;
  const outside = outsideTransaction(migration, statement);
  if (!name || !table || !terminator || outside?.type !== 'here' || outside.alone) return undefined;
  const { document } = migration;
  const schema = migration.before(statement);
  const steps = parent.partitions.map(partition => {
    const state = schema.table(partition);
    const columns = statement.columns.map(one => one.column?.text ?? 'expr').join('_');
    const index = `${partition.name}_${columns}_idx`;
    if (!state || state.partitioned || !fitsName(index)) return undefined;
    const target = `${partition.schema ? `${writtenName(partition.schema)}.` : ''}${writtenName(partition.name)}`;
    const edits = [
      ...addConcurrently(statement),
      edit.replace(name.span, writtenName(index)),
      edit.replace(table.span, target),
      ...(statement.only ? [edit.remove({ start: statement.only.span.start, end: table.span.start })] : []),
    ];
    const build = relative(document.text.slice(span.start, span.end), edits, span.start);
    const attach = `ALTER INDEX ${document.textOf(name)} ATTACH PARTITION ${writtenName(index)};`;
    return `${build};\n${attach}`;
  });
  if (steps.length === 0 || steps.some(one => one === undefined)) return undefined;
  const newline = document.text.includes('\r\n') ? '\r\n' : '\n';
  const text = steps
    .map(one => `\n${one}`)
    .join('')
    .replace(/\r?\n/g, newline);
  const { edits, creates } = outside.change;
  return { edits: [...edits, edit.insert(table.span.start, 'ONLY '), edit.insert(terminator.span.end, text)], creates };
}

function relative(text: string, edits: readonly TextEdit[], base: number): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((left, { span, text: by }) => left.slice(0, span.start - base) + by + left.slice(span.end - base), text);
}
