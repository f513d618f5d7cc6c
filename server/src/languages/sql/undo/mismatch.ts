import type { Located } from '#text';
import { type ChangeOf, changesOf, type ObjectName, objectName, type SchemaChange } from '../changes.ts';
import type { SqlFacts } from '../facts.ts';
import { memoised } from '../memo.ts';
import type { Migration } from '../migration.ts';
import type { Statement } from '../model.ts';
import { type SchemaState, schemaOf } from '../schemaState.ts';

/** What a way up made and the way down that undoes it. */
export interface BothWays {
  readonly up: readonly SchemaChange[];
  /** Statements of the document, in order. */
  readonly down: readonly Statement[];
  /** The schema before the way up. */
  readonly before: SchemaState;
  /**
   * Whether the way down of another migration of the directory drops something: those of one release may undo each
   * other's. `key`: the name, of a column `table column`.
   */
  isGoneElsewhere(kind: keyof Gone, key: string): boolean;
}

/** Both ways of a migration whose way down the document holds; undefined where it does not, or one of them is missing. */
export function bothWays(migration: Migration): BothWays | undefined {
  const { document, directory, file } = migration;
  const down = document.statements.filter(one => migration.unitOf(one)?.direction === 'down');
  if (down.length === 0) return undefined;
  const here = document.statements.filter(one => migration.isUp(one));
  const upUri = file.uri.replace(/down\.sql$/i, 'up.sql');
  const partner = upUri === file.uri ? undefined : directory.facts.get(upUri);
  const up = here.length > 0 ? here.flatMap(changesOf) : partner?.up;
  if (!up) return undefined;
  const count = directory.before(here.length > 0 ? file.uri : upUri);
  const gone = goneInDirectory(directory.facts);
  return {
    up,
    down,
    before: schemaOf(directory.historyAfter(count).store),
    isGoneElsewhere: (kind, key) => (gone[kind].get(key) ?? []).some(uri => uri !== file.uri),
  };
}

/** The files whose ways down drop something, by what they drop: once for all files of a directory. */
const goneInDirectory = memoised((facts: ReadonlyMap<string, SqlFacts>) => {
  const files = { tables: new Map(), columns: new Map(), indexes: new Map(), types: new Map() } as Record<
    keyof Gone,
    Map<string, string[]>
  >;
  for (const [uri, { down }] of facts) {
    const gone = goneIn(down);
    for (const kind of ['tables', 'columns', 'indexes', 'types'] as const)
      for (const key of gone[kind]) files[kind].set(key, [...(files[kind].get(key) ?? []), uri]);
  }
  return files;
});

/** A thing that the way up makes and the way down leaves. */
export interface Leftover {
  readonly kind: 'table' | 'view' | 'column' | 'index' | 'type';
  readonly name: string;
  /** The table of a column or index. */
  readonly table: ObjectName | undefined;
  readonly object: ObjectName;
  readonly materialized: boolean;
  /** Its position among the changes of the way up. */
  readonly order: number;
}

/**
 * What the way up makes that is still there after the way down. Silent where a block, a template, a dropped schema or
 * CASCADE may have taken it away.
 */
export function leftovers({ up, down, before, isGoneElsewhere }: BothWays): readonly Leftover[] {
  if (down.some(one => one.templated || one.broken || one.type === 'do' || one.type === 'other')) return [];
  const back = down.flatMap(changesOf);
  if (back.some(one => one.type === 'dropSchema' || one.type === 'taint')) return [];
  const cascades = back.some(one => 'cascade' in one && one.cascade);
  const gone = goneIn([...up, ...back]);
  const isGone = (kind: keyof Gone, key: string): boolean => gone[kind].has(key) || isGoneElsewhere(kind, key);
  const made = up.flatMap((change, order) => leftoverOf(change, order, before) ?? []);
  return made.filter(one => {
    if (cascades && (one.kind === 'view' || one.kind === 'index')) return false;
    if (one.kind === 'column' || one.kind === 'index') {
      const table = one.table?.name ?? '';
      if (isGone('tables', table) || made.some(other => other.kind === 'table' && other.name === table)) return false;
    }
    if (one.kind === 'column') return !isGone('columns', `${one.table?.name} ${one.name}`);
    if (one.kind === 'index') return !isGone('indexes', one.name) && !losesColumn(up, one.name, gone);
    return !isGone(one.kind === 'type' ? 'types' : 'tables', one.name);
  });
}

function leftoverOf(change: SchemaChange, order: number, before: SchemaState): Leftover | undefined {
  const common = { order, materialized: false };
  switch (change.type) {
    case 'createTable': {
      const { table, temporary } = change;
      if (temporary || before.table(table)) return undefined;
      return { ...common, kind: 'table', name: table.name, object: table, table: undefined };
    }
    case 'createView': {
      const { table, temporary, materialized } = change;
      if (temporary || before.table(table)) return undefined;
      return { ...common, kind: 'view', name: table.name, object: table, table: undefined, materialized };
    }
    case 'addColumn': {
      const { table, column } = change;
      if (before.table(table)?.columns.some(one => one.name === column.name)) return undefined;
      return { ...common, kind: 'column', name: column.name, object: table, table };
    }
    case 'createIndex': {
      const { name } = change.index;
      if (name === undefined || before.tableOfIndex({ schema: undefined, name })) return undefined;
      return { ...common, kind: 'index', name, object: { schema: change.table.schema, name }, table: change.table };
    }
    case 'createEnum':
    case 'createComposite':
      return before.type(change.name)
        ? undefined
        : { ...common, kind: 'type', name: change.name.name, object: change.name, table: undefined };
    default:
      return undefined;
  }
}

/** The names that are no longer what they were: dropped or renamed. */
interface Gone {
  readonly tables: ReadonlySet<string>;
  /** `table column`. */
  readonly columns: ReadonlySet<string>;
  readonly indexes: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
}

function goneIn(changes: readonly SchemaChange[]): Gone {
  const tables = new Set<string>();
  const columns = new Set<string>();
  const indexes = new Set<string>();
  const types = new Set<string>();
  for (const one of changes) {
    if (one.type === 'dropTable' || one.type === 'renameTable' || one.type === 'setSchema') tables.add(one.table.name);
    if (one.type === 'dropColumn' || one.type === 'renameColumn') columns.add(`${one.table.name} ${one.column}`);
    if (one.type === 'dropIndex' || one.type === 'renameIndex') indexes.add(one.index.name);
    if (one.type === 'addConstraint' && one.constraint.usingIndex !== undefined) indexes.add(one.constraint.usingIndex);
    if (one.type === 'dropType' || one.type === 'renameType') types.add(one.name.name);
  }
  return { tables, columns, indexes, types };
}

/** Whether an index goes with a column of it. */
function losesColumn(up: readonly SchemaChange[], index: string, { columns }: Gone): boolean {
  return up.some(
    one =>
      one.type === 'createIndex' &&
      one.index.name === index &&
      [...one.index.columns, ...one.index.mentions].some(column => columns.has(`${one.table.name} ${column}`)),
  );
}

/** Something that the way down drops although the way up did not make it. */
export interface ForeignDrop extends Located {
  readonly kind: 'table' | 'column';
  readonly name: string;
}

/**
 * Tables and columns of earlier migrations that the way down drops, with what they hold. Silent about what no other way
 * down drops: then it belongs to this one.
 */
export function foreignDrops({ up, down, before, isGoneElsewhere }: BothWays): readonly ForeignDrop[] {
  const touched = new Set(
    up.flatMap(one => {
      if (one.type === 'createTable' || one.type === 'createView') return [one.table.name];
      if (one.type === 'renameTable') return [one.to.name];
      if (one.type === 'dropTable') return [one.table.name];
      if (one.type === 'addColumn') return [`${one.table.name} ${one.column.name}`];
      if (one.type === 'renameColumn') return [`${one.table.name} ${one.to}`];
      return one.type === 'dropColumn' ? [`${one.table.name} ${one.column}`] : [];
    }),
  );
  const back = new Set(
    down.flatMap(changesOf).flatMap(one => {
      if (one.type === 'createTable') return [one.table.name];
      if (one.type === 'renameTable') return [one.to.name];
      if (one.type === 'addColumn') return [`${one.table.name} ${one.column.name}`];
      return one.type === 'renameColumn' ? [`${one.table.name} ${one.to}`] : [];
    }),
  );
  /** `key`: a table, or a table and its column. */
  const isDroppedElsewhere = (key: string): boolean =>
    isGoneElsewhere('columns', key) || isGoneElsewhere('tables', key.slice(0, `${key} `.indexOf(' ')));
  const isOwn = (key: string): boolean => touched.has(key) || back.has(key) || !isDroppedElsewhere(key);
  return down.flatMap(statement => {
    const found: ForeignDrop[] = [];
    if (statement.type === 'dropTable')
      for (const one of statement.names) {
        const isForeign = before.table(objectName(one)) && !isOwn(one.name.text);
        if (isForeign) found.push({ kind: 'table', name: one.name.text, span: one.span });
      }
    if (statement.type === 'alterTable' && statement.table) {
      const { table } = statement;
      const state = before.table(objectName(table));
      for (const action of statement.actions) {
        const key = action.type === 'dropColumn' ? `${table.name.text} ${action.name.text}` : '';
        if (action.type !== 'dropColumn' || isOwn(key) || touched.has(table.name.text)) continue;
        if (state?.columns.some(one => one.name === action.name.text))
          found.push({ kind: 'column', name: action.name.text, span: action.name.span });
      }
    }
    return found;
  });
}

/** A DROP TABLE that another table of the same migration still refers to. */
export interface WrongOrder extends Located {
  readonly table: string;
  readonly child: string;
}

type ForeignKey = ChangeOf<'addConstraint'>;

/** Tables that the way down drops before those that refer to them. */
export function wrongOrders({ up, down }: BothWays): readonly WrongOrder[] {
  let keys: readonly ForeignKey[] = up
    .filter(one => one.type === 'addConstraint')
    .filter(one => one.constraint.references);
  return down.flatMap(statement => {
    const changes = changesOf(statement);
    const dropped = new Set(changes.flatMap(one => (one.type === 'dropTable' ? [one.table.name] : [])));
    keys = keys.filter(({ table, constraint }) => {
      if (dropped.has(table.name)) return false;
      return !changes.some(
        one =>
          (one.type === 'dropConstraint' && one.table.name === table.name) ||
          (one.type === 'renameTable' && one.table.name === table.name) ||
          (one.type === 'dropColumn' && one.table.name === table.name && constraint.columns.includes(one.column)),
      );
    });
    if (statement.type !== 'dropTable' || statement.cascade) return [];
    return statement.names.flatMap(name => {
      const key = keys.find(one => one.constraint.references?.name === name.name.text);
      return key ? [{ table: name.name.text, child: key.table.name, span: name.span }] : [];
    });
  });
}
