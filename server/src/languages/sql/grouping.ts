import type { Statement } from './model.ts';
import type { ObjectName } from './schemaFacts.ts';
import type { TableState } from './schemaState.ts';
import type { SchemaStore } from './store.ts';
import { type Touched, touchedOver } from './touched.ts';

/** Statements that belong together, in order. `T`: what is remembered of them; it goes when one of them changes. */
export interface Group<T> {
  readonly statements: Statement[];
  remembered: T | undefined;
}

/** Where a statement stands. */
export interface Place<T> {
  readonly group: Group<T>;
  /** In `group.statements`. */
  readonly index: number;
  /** What was asked about it last, for as long as `of` is what is remembered of its group. */
  asked: { readonly of: T; readonly name: ObjectName; readonly table: TableState | undefined } | undefined;
}

/** The statements of one half of a file, sorted by what they have in common. */
export interface Grouping<T> {
  readonly base: SchemaStore;
  readonly statements: readonly Statement[];
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
  for (const [old, now] of changed) {
    const place = places.get(old);
    if (!place) continue;
    place.group.statements[place.index] = now;
    place.group.remembered = undefined;
    places.delete(old);
    places.set(now, place);
  }
  return { ...last, statements };
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
  const whole: Group<T> | undefined = mixes ? { statements: [], remembered: undefined } : undefined;
  const byRoot = new Map<number, Group<T>>();
  const places = new Map<Statement, Place<T>>();
  statements.forEach((statement, index) => {
    const touched = touches[index]!;
    if (!whole && touched.names.length === 0) return;
    const root = sets.rootOf(index);
    let group = whole ?? byRoot.get(root);
    if (!group) byRoot.set(root, (group = { statements: [], remembered: undefined }));
    places.set(statement, { group, index: group.statements.length, asked: undefined });
    group.statements.push(statement);
  });
  const groups = new Map<string, Group<T>>();
  for (const [name, index] of sets.named) groups.set(name, places.get(statements[index]!)!.group);
  return { base, statements, groups, whole, places };
}

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
