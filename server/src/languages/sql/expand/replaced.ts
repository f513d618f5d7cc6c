import { edit, type Located, type TextEdit } from '#text';
import { type ColumnFact, objectName } from '../changes.ts';
import { memoised } from '../memo.ts';
import type { Migration } from '../migration.ts';
import type { AddColumn, AlterAction, QualifiedName, StatementOf } from '../model.ts';
import { schemaOf, type TableState } from '../schemaState.ts';
import { withBlanksBefore } from '../words.ts';
import { syncColumns } from './expandColumn.ts';
import { insertBefore, replaceWith } from './insertions.ts';
import { isLive, isUndone } from './live.ts';
import { familyOf } from './typeText.ts';

type DropColumn = Extract<AlterAction, { readonly type: 'dropColumn' }>;

/** A column that a statement drops, and one that it adds in its place, empty. The span is that of the old name. */
export interface ReplacedColumn extends Located {
  readonly statement: StatementOf<'alterTable'>;
  readonly table: QualifiedName;
  readonly drop: DropColumn;
  readonly add: AddColumn;
}

/**
 * Pairs of DROP COLUMN and ADD COLUMN in one ALTER TABLE that look like a rename: of one kind of type, with names that
 * share a word, or the only two things that the statement does.
 */
export const columnsReplaced: (migration: Migration) => readonly ReplacedColumn[] = memoised(migration =>
  migration.document.alteredBy('dropColumn').flatMap(statement => {
    const { table, actions, templated, broken } = statement;
    if (!table || templated || broken || !migration.isUp(statement)) return [];
    const drops = actions.filter(one => one.type === 'dropColumn').filter(one => !one.cascade);
    const adds = actions.filter(one => one.type === 'addColumn').filter(mayBeRename);
    if (drops.length === 0 || adds.length === 0 || !isLive(table, statement, migration)) return [];
    const state = migration.tableBefore(statement, objectName(table));
    const alone = actions.length === 2;
    const free = new Set(adds);
    return drops.flatMap(drop => {
      // Dropped and made anew under its name: that is no rename.
      if (adds.some(one => one.column.name.text === drop.name.text)) return [];
      const before = state?.columns.find(one => one.name === drop.name.text);
      const best = [...free]
        .filter(add => fits(before, add) && isSameReference(drop, add, statement, migration))
        .map(add => ({ add, likeness: likeness(drop.name.text, add.column.name.text) }))
        .sort((a, b) => b.likeness - a.likeness)[0];
      if (!best) return [];
      const [from, to] = [drop.name.text, best.add.column.name.text];
      const isOnlyPair = alone && before && isTelling(before) && !isKeyName(from) && !isKeyName(to);
      if (!isAlike(from, to) && !(isOnlyPair && MADE_OF_IT.test(from) === MADE_OF_IT.test(to))) return [];
      free.delete(best.add);
      return [{ statement, table, drop, add: best.add, span: drop.name.span }];
    });
  }),
);

const plain: ReadonlySet<string> = new Set(['notNull', 'null', 'default', 'collate']);

function mayBeRename({ column, ifNotExists }: AddColumn): boolean {
  return !ifNotExists && column.type !== undefined && column.constraints.every(one => plain.has(one.type));
}

/** Whether the values of the old column could live in the new one; unknown ones could. */
function fits(before: ColumnFact | undefined, { column }: AddColumn): boolean {
  if (before?.type === undefined || !column.type) return true;
  return before.array === column.type.array && familyOf(before.type) === familyOf(column.type.name);
}

/** Whether a foreign key of the one and of the other, as far as they have one, lead to the same table. */
function isSameReference(
  drop: DropColumn,
  { column }: AddColumn,
  statement: StatementOf<'alterTable'>,
  migration: Migration,
): boolean {
  const { table } = statement;
  if (!table) return true;
  const target = (state: TableState | undefined, name: string): string | undefined =>
    state?.constraints.find(one => one.type === 'foreignKey' && one.columns.length === 1 && one.columns[0] === name)
      ?.references?.name;
  const { directory, file } = migration;
  const before = schemaOf(directory.historyAfter(directory.before(file.uri)).store);
  // The foreign key of the old column is often dropped before it, that of the new one added behind.
  const from = target(before.table(objectName(table)), drop.name.text);
  const to = target(migration.end.table(objectName(table)), column.name.text);
  return from === undefined || to === undefined || from === to;
}

/** A flag and another flag are two questions more often than one. */
function isTelling({ type }: ColumnFact): boolean {
  return type !== undefined && familyOf(type) !== 'boolean';
}

/** Words that say nothing about what a column is for. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  'id identifier is has at by to of on in for the and or new old date time count type data value key num number'.split(
    ' ',
  ),
);
/** What has been made of a value is another value. */
const MADE_OF_IT = /hash|digest|encrypt|cipher|sealed/i;

/**
 * How much two names have in common, from 0 to 1 (the same words). A key and a plain value have nothing in common, and
 * neither have a secret and its hash.
 */
function likeness(a: string, b: string): number {
  if (isKeyName(a) !== isKeyName(b) || MADE_OF_IT.test(a) !== MADE_OF_IT.test(b)) return 0;
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const shared = left.filter(one => right.includes(one)).length;
  if (shared > 0) return shared / Math.max(left.length, right.length);
  const [one, other] = [a, b].map(name => name.toLowerCase().replaceAll('_', ''));
  return isNearly(one ?? '', other ?? '') ? ENOUGH : 0;
}

/** Half of the words, or the one that says what it is. */
const ENOUGH = 0.5;

function isAlike(a: string, b: string): boolean {
  const found = likeness(a, b);
  return found >= ENOUGH || (found > 0 && wordsOf(a).at(-1) === wordsOf(b).at(-1));
}

function isKeyName(name: string): boolean {
  return /(?:^|_)(?:id|uuid|identifier)$|[a-z](?:Id|ID|Uuid|UUID|Identifier)$/.test(name);
}

function wordsOf(name: string): readonly string[] {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_\s-]+/);
  return words.map(one => one.replace(/s$/, '')).filter(one => one !== '' && !EMPTY_WORDS.has(one));
}

/** One letter more, less or other, in names of some length: `colour` and `color`. */
function isNearly(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 5 || Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [rest, other] = [a.slice(at), b.slice(at)];
  return rest.slice(1) === other.slice(1) || rest.slice(1) === other || rest === other.slice(1);
}

/** RENAME COLUMN in the place of both, which keeps the values. Undefined where more would be lost than the values. */
export function renameInstead(migration: Migration, pair: ReplacedColumn): readonly TextEdit[] | undefined {
  const { document } = migration;
  const { statement, table, drop, add } = pair;
  if (isUndone(migration, table)) return undefined;
  const [relation, to] = [document.textOf(table), document.textOf(add.column.name)];
  const rename = `ALTER TABLE ${relation} RENAME COLUMN ${document.textOf(drop.name)} TO ${to};`;
  const preset = add.column.constraints.find(one => one.type === 'default');
  const value = preset?.type === 'default' ? preset.value?.text : undefined;
  const extra = value === undefined ? [] : [`ALTER TABLE ${relation} ALTER COLUMN ${to} SET DEFAULT ${value};`];
  if (statement.actions.length === 2) {
    const whole = replaceWith(migration, statement, [rename, ...extra]);
    return whole && [whole];
  }
  const removals = withoutActions(migration, statement, [drop, add]);
  const before = insertBefore(migration, statement, [rename, ...extra]);
  return removals && before && [before, ...removals];
}

/** Keeps the old column until nothing uses it; the new one is filled by a trigger, so it cannot be required yet. */
export function expandInstead(migration: Migration, pair: ReplacedColumn): readonly TextEdit[] | undefined {
  const { statement, table, drop, add } = pair;
  if (isUndone(migration, table)) return undefined;
  const removals = withoutActions(migration, statement, [drop]);
  const sync = syncColumns(migration, { statement, table, from: drop.name, to: add.column.name });
  const required = add.column.constraints.find(one => one.type === 'notNull');
  const optional = required ? [edit.remove(withBlanksBefore(migration.document, required.span))] : [];
  return removals && sync && [...removals, ...optional, sync];
}

/** Takes actions out of the list of an ALTER TABLE that keeps others; undefined where a comment would go with them. */
function withoutActions(
  { document }: Migration,
  { actions }: StatementOf<'alterTable'>,
  gone: readonly AlterAction[],
): readonly TextEdit[] | undefined {
  const lastKept = actions.findLastIndex(one => !gone.includes(one));
  const removals = gone.map(one => {
    const at = actions.indexOf(one);
    const [before, after] = [actions[at - 1], actions[at + 1]];
    if (at < lastKept && after) return { start: one.span.start, end: after.span.start };
    return before && { start: before.span.end, end: one.span.end };
  });
  if (lastKept < 0 || removals.some(one => !one)) return undefined;
  const spans = removals.flatMap(one => one ?? []);
  const loses = document.comments.some(({ span }) => spans.some(one => one.start <= span.start && span.end <= one.end));
  return loses ? undefined : spans.map(edit.remove);
}
