import { edit, type TextEdit } from '#text';
import { objectName } from './changes.ts';
import { fitsName, writtenName } from './identifiers.ts';
import type { Migration } from './migration.ts';
import type { Statement, StatementOf } from './model.ts';
import { outsideTransaction, separateMigration } from './outside.ts';
import type { TableState } from './schemaState.ts';
import type { MigrationChange } from './tools/index.ts';

type CreateIndex = StatementOf<'createIndex'>;

/** Whether building an index keeps writers of a table that is in use waiting. */
export function blocksWrites(statement: CreateIndex, migration: Migration): boolean {
  const { table, concurrently, templated, broken } = statement;
  if (!table || concurrently || templated || broken || !migration.isUp(statement)) return false;
  const state = migration.tableBefore(statement, objectName(table));
  // ON ONLY a partitioned table builds nothing; what an unseen table is, nobody knows.
  if (statement.only && (!state || state.partitioned)) return false;
  return !state?.madeHere && !state?.temporary && !/^pg_temp/i.test(table.schema?.text ?? '');
}

/** How a build can be made concurrent. */
export interface ConcurrentBuild {
  /**
   * `here`: in place; `directive`: in place, with the tool told not to begin a transaction; `separate`: in a migration of
   * its own; `spread`: in place, while all other indexes of the file move to migrations of their own.
   */
  readonly way: 'here' | 'directive' | 'separate' | 'spread';
  readonly change: MigrationChange;
}

/** How each of several indexes of a file can be built concurrently. Those that its tool cannot build so are left out. */
export function concurrentBuilds(
  statements: readonly CreateIndex[],
  migration: Migration,
): ReadonlyMap<CreateIndex, ConcurrentBuild> {
  const builds = new Map<CreateIndex, ConcurrentBuild>();
  let separated = 0;
  for (const statement of statements) {
    const build = spread(statement, statements, migration) ?? concurrentBuild(statement, migration, separated);
    if (!build) continue;
    builds.set(statement, build);
    if (build.way === 'separate') separated++;
  }
  return builds;
}

/** A file of nothing but indexes: the first one stays, so that no empty migration is left. */
function spread(
  statement: CreateIndex,
  statements: readonly CreateIndex[],
  migration: Migration,
): ConcurrentBuild | undefined {
  const unit = migration.unitOf(statement);
  const all: readonly Statement[] = unit ? migration.statementsOf(unit) : [];
  const others = statements.filter(one => one !== statement);
  if (
    all[0] !== statement ||
    others.length === 0 ||
    !all.every(one => one === statement || others.some(other => other === one))
  )
    return undefined;
  if (outsideTransaction(migration, statement)?.type !== 'separate') return undefined;
  const outside = outsideTransaction(migration, statement, others);
  if (outside?.type !== 'here') return undefined;
  const moved = others.map((one, rank) => separately(one, migration, rank));
  if (moved.some(one => !one)) return undefined;
  const changes = [outside.change, ...moved.flatMap(one => one ?? [])];
  return {
    way: 'spread',
    change: {
      edits: [...changes.flatMap(one => one.edits), addConcurrently(statement)],
      creates: changes.flatMap(one => one.creates),
    },
  };
}

function concurrentBuild(statement: CreateIndex, migration: Migration, rank: number): ConcurrentBuild | undefined {
  const outside = outsideTransaction(migration, statement);
  if (outside?.type === 'here') {
    const { edits, creates } = outside.change;
    const way = edits.length + creates.length > 0 ? 'directive' : 'here';
    return { way, change: { edits: [...edits, addConcurrently(statement)], creates } };
  }
  const change = outside && separately(statement, migration, rank);
  return change && { way: 'separate', change };
}

function separately(statement: CreateIndex, migration: Migration, rank: number): MigrationChange | undefined {
  const name = statement.name?.name.text ?? defaultName(statement);
  if (name === undefined) return undefined;
  const schema = statement.table?.schema ? `${writtenName(statement.table.schema.text)}.` : '';
  const { present, elsewhere } = undoesOf(name, migration);
  return separateMigration(migration, statement, {
    slug: name,
    edits: [addConcurrently(statement)],
    undo: elsewhere ? undefined : `DROP INDEX CONCURRENTLY IF EXISTS ${schema}${writtenName(name)}`,
    undoneBy: present,
    rank,
  });
}

/** IF NOT EXISTS goes: after a build that failed it would pass over the invalid index that was left. */
function addConcurrently({ indexKeyword, ifNotExists }: CreateIndex): TextEdit {
  return ifNotExists
    ? edit.replace(ifNotExists.span, 'CONCURRENTLY')
    : edit.insert(indexKeyword.span.end, ' CONCURRENTLY');
}

/** The name that PostgreSQL chooses, as long as it is free. */
function defaultName({ table, columns }: CreateIndex): string | undefined {
  const names = columns.map(one => one.column?.text ?? 'expr');
  return table && [table.name.text, ...names, 'idx'].join('_');
}

/** Where the index is dropped again: by statements of this file, or by the other half of this migration. */
function undoesOf(index: string, migration: Migration): { present: readonly Statement[]; elsewhere: boolean } {
  const { document, file, directory } = migration;
  const present = document
    .statementsOf('dropIndex')
    .filter(one => one.names.length === 1 && one.names[0]!.name.text === index && !migration.isUp(one));
  const other = /up\.sql$/i.test(file.uri) ? directory.facts.get(file.uri.replace(/up\.sql$/i, 'down.sql')) : undefined;
  const elsewhere = other?.down.some(one => one.type === 'dropIndex' && one.index.name === index && !one.ifExists);
  return { present, elsewhere: elsewhere ?? false };
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
      addConcurrently(statement),
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
