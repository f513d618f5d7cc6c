import { memoised } from './memo.ts';
import type { Statement } from './model.ts';
import type { ObjectName } from './schemaFacts.ts';
import type { TableState } from './schemaState.ts';
import type { SchemaStore } from './store.ts';
import { type Touched, touchedOver } from './touched.ts';

/** Statements that belong together, in order. `T`: what is remembered of them; it goes when one of them changes. */
export interface Group<T> {
  readonly statements: Statement[];
  /** Where each of them stands among all. */
  readonly positions: number[];
  remembered: T | undefined;
}

/** Where a statement stands. */
export interface Place<T> {
  readonly group: Group<T>;
  /** In `group.statements`. */
  readonly index: number;
  /** The table that was asked for last as it finds it, and as the file leaves it. */
  asked: Asked<T> | undefined;
  ended: Asked<T> | undefined;
}

/** A table of that name, for as long as `of` is what is remembered of the group. */
interface Asked<T> {
  readonly of: T;
  readonly name: ObjectName;
  readonly table: TableState | undefined;
}

/** The statements of one half of a file, sorted by what they have in common. */
export interface Grouping<T> {
  readonly base: SchemaStore;
  readonly statements: readonly Statement[];
  /** For each statement an object that is another one as soon as something in its group is. */
  readonly marks: readonly object[];
  /** By the keys of `touched.ts`. */
  readonly groups: ReadonlyMap<string, Group<T>>;
  /** Where all belong together: for every other key. */
  readonly whole: Group<T> | undefined;
  /** Without those that touch nothing. */
  readonly places: Map<Statement, Place<T>>;
}

/** The group of what touches a key, directly or through others. */
export function groupOf<T>({ groups, whole }: Grouping<T>, key: string): Group<T> | undefined {
  return groups.get(key) ?? whole;
}

/**
 * Sorts statements into groups, or takes over the ones of `last` where a keystroke has changed no name in any statement:
 * `last` is of the document before, so nobody asks it any more.
 */
export function groupingOf<T>(
  statements: readonly Statement[],
  base: SchemaStore,
  last: Grouping<T> | undefined,
): Grouping<T> {
  return (last && last.base === base && takenOver(last, statements)) || grouped(statements, base);
}

/** More changes at once than this are no keystroke. */
const FEW = 4;

function takenOver<T>(last: Grouping<T>, statements: readonly Statement[]): Grouping<T> | undefined {
  const { statements: before, base, places } = last;
  if (before.length !== statements.length) return undefined;
  const changed: (readonly [Statement, Statement])[] = [];
  for (let index = 0; index < statements.length; index++) {
    const [old, now] = [before[index]!, statements[index]!];
    if (old === now) continue;
    if (changed.length === FEW || !sameTouched(touchedOver(old, base), touchedOver(now, base))) return undefined;
    changed.push([old, now]);
  }
  const marks = [...last.marks];
  for (const [old, now] of changed) {
    const place = places.get(old);
    if (!place) continue;
    place.group.statements[place.index] = now;
    place.group.remembered = undefined;
    const mark = {};
    for (const position of place.group.positions) marks[position] = mark;
    places.delete(old);
    places.set(now, place);
  }
  return { ...last, statements, marks };
}

function sameTouched(a: Touched, b: Touched): boolean {
  return (
    sameItems(a.names, b.names) &&
    sameItems(a.uses, b.uses) &&
    sameItems(a.shakes, b.shakes) &&
    a.everything === b.everything &&
    a.links === b.links
  );
}

export function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

function grouped<T>(statements: readonly Statement[], base: SchemaStore): Grouping<T> {
  const touches = statements.map(one => touchedOver(one, base));
  const shaken = new Set(touches.flatMap(one => one.shakes));
  const mixes = touches.some(one => one.everything) || (shaken.size > 0 && touches.some(one => one.links));
  const sets = new Sets();
  statements.forEach((_, index) => {
    const { names, uses } = touches[index]!;
    for (const name of names) sets.join(name, index);
    // Who else uses a thing matters where something happens to that thing, and nowhere else.
    if (shaken.size > 0) for (const name of uses) if (shaken.has(name)) sets.join(name, index);
  });
  const empty = (): Group<T> => ({ statements: [], positions: [], remembered: undefined });
  const whole = mixes ? empty() : undefined;
  const byRoot = new Map<number, Group<T>>();
  const places = new Map<Statement, Place<T>>();
  statements.forEach((statement, index) => {
    const touched = touches[index]!;
    if (!whole && touched.names.length === 0) return;
    const root = sets.rootOf(index);
    let group = whole ?? byRoot.get(root);
    if (!group) byRoot.set(root, (group = empty()));
    places.set(statement, { group, index: group.statements.length, asked: undefined, ended: undefined });
    group.statements.push(statement);
    group.positions.push(index);
  });
  const groups = new Map<string, Group<T>>();
  for (const [name, index] of sets.named) groups.set(name, places.get(statements[index]!)!.group);
  const fresh = new Map<object, object>();
  const marks = statements.map(one => {
    const key = places.get(one)?.group ?? base;
    let mark = fresh.get(key);
    if (!mark) fresh.set(key, (mark = markOf(places.get(one)?.group.statements ?? [], base)));
    return mark;
  });
  return { base, statements, marks, groups, whole, places };
}

/** The mark of before for a group of the same statements: the groups beside it do not matter to it. */
function markOf(statements: readonly Statement[], base: SchemaStore): object {
  const [first] = statements;
  if (!first) return {};
  const last = lastMark(first);
  if (last.base === base && sameItems(last.statements, statements)) return last.mark;
  return Object.assign(last, { base, statements: [...statements], mark: {} }).mark;
}

/** The last mark of a group that began with a statement. */
const lastMark = memoised(
  (_first: Statement): { base: SchemaStore | undefined; statements: readonly Statement[]; mark: object } => ({
    base: undefined,
    statements: [],
    mark: {},
  }),
);

/** Union-find over the positions of statements that share a name. */
class Sets {
  /** The first statement of each name. */
  readonly named = new Map<string, number>();
  readonly #parents: number[] = [];

  rootOf(index: number): number {
    let root = index;
    for (let parent = this.#parents[root]; parent !== undefined && parent !== root; parent = this.#parents[root])
      root = parent;
    this.#parents[index] = root;
    return root;
  }

  join(name: string, index: number): void {
    const first = this.named.get(name);
    if (first === undefined) this.named.set(name, index);
    else this.#parents[this.rootOf(index)] = this.rootOf(first);
  }
}
