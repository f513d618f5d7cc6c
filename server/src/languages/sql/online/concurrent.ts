import { edit, type TextEdit } from '#text';
import { writtenName } from '../identifiers.ts';
import type { Migration } from '../migration.ts';
import type { Statement, StatementOf } from '../model.ts';
import { applied, type Moved, separateMigration } from '../moving.ts';
import { outsideTransaction } from '../outside.ts';
import type { MigrationChange } from '../tools/index.ts';
import { isChangedLater } from './changedLater.ts';

type CreateIndex = StatementOf<'createIndex'>;
type DropIndex = Extract<Statement, { readonly names: unknown }>;

/** How a statement can run outside a transaction, with CONCURRENTLY where it lacks that. */
export interface ConcurrentBuild {
  /**
   * `here`: in place; `directive`: in place, with the tool told not to begin a transaction; `separate`: in a migration of
   * its own; `spread`: in place, while the others of the file move to migrations of their own.
   */
  readonly way: 'here' | 'directive' | 'separate' | 'spread';
  readonly change: MigrationChange;
}

/**
 * How each of several statements of a file can run outside a transaction. Those that its tool cannot run so are left out.
 * What a file makes of others is counted from the first one on, so ask for all of them at once.
 */
export function concurrentBuilds<S extends Statement>(
  statements: readonly S[],
  migration: Migration,
): ReadonlyMap<S, ConcurrentBuild> {
  const builds = new Map<S, ConcurrentBuild>();
  let separated = 0;
  for (const statement of statements) {
    const build = spread(statement, statements, migration) ?? concurrentBuild(statement, migration, separated);
    if (!build) continue;
    builds.set(statement, build);
    if (build.way === 'separate') separated++;
  }
  return builds;
}

/** A file of nothing else: the first one stays, so that no empty migration is left. */
function spread(
  statement: Statement,
  statements: readonly Statement[],
  migration: Migration,
): ConcurrentBuild | undefined {
  if (statements.length === 1) return undefined;
  const unit = migration.unitOf(statement);
  const all: readonly Statement[] = unit ? migration.statementsOf(unit) : [];
  if (all[0] !== statement) return undefined;
  const others = statements.filter(one => one !== statement);
  const known = new Set(statements);
  if (others.length === 0 || !all.every(one => known.has(one))) return undefined;
  if (outsideTransaction(migration, statement)?.type !== 'separate') return undefined;
  const outside = outsideTransaction(migration, statement, others);
  if (outside?.type !== 'here') return undefined;
  const moved = others.map((one, rank) => separately(one, migration, rank));
  if (moved.some(one => !one)) return undefined;
  const changes = [outside.change, ...moved.flatMap(one => one ?? [])];
  return {
    way: 'spread',
    change: {
      edits: [...changes.flatMap(one => one.edits), ...addConcurrently(statement)],
      creates: changes.flatMap(one => one.creates),
    },
  };
}

function concurrentBuild(statement: Statement, migration: Migration, rank: number): ConcurrentBuild | undefined {
  const outside = outsideTransaction(migration, statement);
  if (outside?.type === 'here') {
    const { edits, creates } = outside.change;
    const way = edits.length + creates.length > 0 ? 'directive' : 'here';
    return { way, change: { edits: [...edits, ...addConcurrently(statement)], creates } };
  }
  const change = outside && separately(statement, migration, rank);
  return change && { way: 'separate', change };
}

function separately(statement: Statement, migration: Migration, rank: number): MigrationChange | undefined {
  const moved = movedOut(statement, migration);
  return (
    moved &&
    separateMigration(migration, statement, {
      ...moved,
      edits: [...addConcurrently(statement), ...withoutGuard(statement)],
      outside: true,
      rank,
    })
  );
}

/** CONCURRENTLY for an index. IF NOT EXISTS goes: after a build that failed it would pass over the invalid one. */
export function addConcurrently(statement: Statement): readonly TextEdit[] {
  if (statement.type === 'dropIndex' && !statement.concurrently)
    return [edit.insert(statement.objectKeyword.span.end, ' CONCURRENTLY')];
  if (statement.type !== 'createIndex' || statement.concurrently) return [];
  const { indexKeyword, ifNotExists } = statement;
  return [
    ifNotExists ? edit.replace(ifNotExists.span, 'CONCURRENTLY') : edit.insert(indexKeyword.span.end, ' CONCURRENTLY'),
  ];
}

/** A build that moves starts anew, so what it would pass over must not be there. */
function withoutGuard(statement: Statement): readonly TextEdit[] {
  if (statement.type !== 'createIndex' || !statement.concurrently || !statement.ifNotExists) return [];
  return [edit.remove({ start: statement.concurrently.span.end, end: statement.ifNotExists.span.end })];
}

/** How a statement is called and undone in a migration of its own; undefined where it has to stay. */
function movedOut(statement: Statement, migration: Migration): Pick<Moved, 'slug' | 'undo' | 'undoneBy'> | undefined {
  switch (statement.type) {
    case 'createIndex':
      return movedIndex(statement, migration);
    case 'dropIndex':
      return movedDrop(statement, migration);
    case 'alterTable':
      return { slug: `detach_from_${statement.table?.name.text}`, undo: undefined, undoneBy: [] };
    default: {
      const name = 'name' in statement && typeof statement.name === 'object' ? statement.name.span : undefined;
      const words = [
        statement.type.replace('Other', ''),
        ...('object' in statement ? [statement.object?.toLowerCase()] : []),
      ];
      const slug = [...words, name && migration.document.text.slice(name.start, name.end)].filter(Boolean).join('_');
      return { slug, undo: undefined, undoneBy: [] };
    }
  }
}

function movedIndex(
  statement: CreateIndex,
  migration: Migration,
): Pick<Moved, 'slug' | 'undo' | 'undoneBy'> | undefined {
  const name = statement.name?.name.text ?? defaultName(statement);
  const columns = statement.columns.flatMap(one => one.column?.text ?? []);
  const { table } = statement;
  if (name === undefined || (table && isChangedLater(migration, statement, { table, columns }))) return undefined;
  const schema = statement.table?.schema ? `${writtenName(statement.table.schema.text)}.` : '';
  const { present, elsewhere } = undoesOf(name, migration);
  const undo = elsewhere ? undefined : `DROP INDEX CONCURRENTLY IF EXISTS ${schema}${writtenName(name)}`;
  return { slug: name, undo, undoneBy: present };
}

/** Where an index is dropped again: by statements of this file, or by the other half of this migration. */
export function undoesOf(index: string, migration: Migration): { present: readonly Statement[]; elsewhere: boolean } {
  const present = migration.document
    .statementsOf('dropIndex')
    .filter(one => one.names.length === 1 && one.names[0]!.name.text === index && !migration.isUp(one));
  const elsewhere = downOf(migration).some(
    one => one.type === 'dropIndex' && one.index.name === index && !one.ifExists,
  );
  return { present, elsewhere };
}

/** The name that PostgreSQL chooses, as long as it is free. */
function defaultName({ table, columns }: CreateIndex): string | undefined {
  const names = columns.map(one => one.column?.text ?? 'expr');
  return table && [table.name.text, ...names, 'idx'].join('_');
}

function movedDrop(statement: DropIndex, migration: Migration): Pick<Moved, 'slug' | 'undo' | 'undoneBy'> | undefined {
  const [name] = statement.names;
  if (!name || statement.names.length > 1 || isMadeAgain(name.name.text, migration)) return undefined;
  const present = migration.document.indexes.filter(
    one => one.name?.name.text === name.name.text && !migration.isUp(one),
  );
  const [index] = present;
  const undo = index && applied(migration.document.text, index.span, addConcurrently(index));
  return { slug: `drop_${name.name.text}`, undo, undoneBy: present };
}

/** Whether this migration or a later one makes an index of a name: what drops the old one must run before. */
export function isMadeAgain(index: string, migration: Migration): boolean {
  const { directory, file } = migration;
  return directory.migrations
    .slice(directory.before(file.uri))
    .some(({ facts }) => facts.up.some(one => one.type === 'createIndex' && one.index.name === index));
}

/** What the other half of a migration does, where it is a file of its own. */
export function downOf({ directory, file }: Migration): NonNullable<ReturnType<typeof directory.facts.get>>['down'] {
  const other = /up\.sql$/i.test(file.uri) ? directory.facts.get(file.uri.replace(/up\.sql$/i, 'down.sql')) : undefined;
  return other?.down ?? [];
}
