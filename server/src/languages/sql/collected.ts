import { differing } from '../differing.ts';

/** What was found in a list. */
interface Found<T, R> {
  readonly items: readonly T[];
  readonly places: readonly Place[];
  /** What was found, in order. */
  readonly all: readonly R[];
}

/** An item in which something was found. */
interface Place {
  readonly at: number;
  /** Where what was found in it begins in `all`. */
  readonly from: number;
}

/**
 * What `find` finds in the items of a list, in order: `items.flatMap(find)`. A list that begins or ends as an earlier one
 * did is compared with that, so that after a keystroke `find` is asked about the items that are new. What it says must
 * depend on the item alone and hold no offsets. Make one of these for each question, once.
 */
export function collected<T extends object, R>(find: (item: T) => readonly R[]): (items: readonly T[]) => readonly R[] {
  const byEnds = new WeakMap<T, Found<T, R>>();
  return items => {
    const first = items[0];
    const last = items.at(-1);
    if (!first || !last) return [];
    const known = byEnds.get(first) ?? byEnds.get(last);
    if (known?.items === items) return known.all;
    const found = over(items, known ?? { items: [], places: [], all: [] }, find);
    byEnds.set(first, found);
    byEnds.set(last, found);
    return found.all;
  };
}

/** The items of a list that `test` says yes to, remembered in the same way. */
export function chosen<T extends object, S extends T = T>(
  test: ((item: T) => item is S) | ((item: T) => boolean),
): (items: readonly T[]) => readonly S[] {
  return collected(item => (test(item) ? [item as S] : []));
}

function over<T, R>(items: readonly T[], known: Found<T, R>, find: (item: T) => readonly R[]): Found<T, R> {
  const { start, end, moved } = differing(known.items, items);
  const kept = firstFrom(known.places, start);
  const behind = firstFrom(known.places, end - moved);
  const keptUntil = known.places[kept]?.from ?? known.all.length;
  const behindFrom = known.places[behind]?.from ?? known.all.length;
  const places: Place[] = [];
  const found: R[] = [];
  for (let at = start; at < end; at++) {
    const own = find(items[at]!);
    if (own.length === 0) continue;
    places.push({ at, from: keptUntil + found.length });
    for (const one of own) found.push(one);
  }
  const shift = keptUntil + found.length - behindFrom;
  const rest = known.places.slice(behind);
  return {
    items,
    places: known.places.slice(0, kept).concat(
      places,
      // Mostly nothing behind the place of a keystroke moves.
      moved === 0 && shift === 0 ? rest : rest.map(one => ({ at: one.at + moved, from: one.from + shift })),
    ),
    all: known.all.slice(0, keptUntil).concat(found, known.all.slice(behindFrom)),
  };
}

/** The index of the first place that is not before an item. */
function firstFrom(places: readonly Place[], item: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]!.at < item) low = middle + 1;
    else high = middle;
  }
  return low;
}
