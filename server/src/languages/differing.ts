/** The items of a list that stand between those which it begins and ends with as another list does. */
export interface Differing {
  /** Index of the first one, and behind the last one. */
  readonly start: number;
  readonly end: number;
  /** How far those behind `end` have moved. */
  readonly moved: number;
}

/** What is new in a list, by the identity of its items: after a keystroke, a few in the midst of thousands. */
export function differing(before: readonly unknown[], now: readonly unknown[]): Differing {
  // Many ask about the same two lists.
  const last = compared.get(now);
  if (last?.before.deref() === before) return last.found;
  const found = compare(before, now);
  compared.set(now, { before: new WeakRef(before), found });
  return found;
}

/** Weak on both sides: else each list would keep all those before it. */
const compared = new WeakMap<
  readonly unknown[],
  { readonly before: WeakRef<readonly unknown[]>; readonly found: Differing }
>();

function compare(before: readonly unknown[], now: readonly unknown[]): Differing {
  const moved = now.length - before.length;
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && before[start] === now[start]) start++;
  let end = now.length;
  while (end > start && end - moved > start && before[end - moved - 1] === now[end - 1]) end--;
  return { start, end, moved };
}
