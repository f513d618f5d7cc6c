/**
 * A pure function that remembers its answers by the identity of its argument, for as long as the argument lives.
 * For objects that are replaced, never changed: statements, facts, documents.
 */
export function memoised<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return key => {
    let found = known.get(key);
    if (!found) known.set(key, (found = { value: compute(key) }));
    return found.value;
  };
}

/** The same for two arguments. */
export function memoisedPair<A extends object, B extends object, V>(compute: (a: A, b: B) => V): (a: A, b: B) => V {
  const byFirst = memoised((a: A) => memoised((b: B) => compute(a, b)));
  return (a, b) => byFirst(a)(b);
}
