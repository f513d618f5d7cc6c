import type { ObjectName } from './changes.ts';
import type { SqlFacts } from './facts.ts';
import { memoisedPair } from './memo.ts';
import { applyChange, type SchemaStore, type Store, type TableState, type TypeState } from './schemaState.ts';

/** A schema that nobody changes any more: what all migrations up to one have made. */
export interface History {
  readonly store: LayeredStore;
  readonly layers: number;
}

/** Before the first migration. */
export const emptyHistory: History = { store: layered(undefined), layers: 0 };

/**
 * The history after one more migration. Remembered by the identity of both, so that replaying a directory of which one
 * file has changed costs that file and the ones after it.
 */
export const historyAfter: (before: History, facts: SqlFacts) => History = memoisedPair((before, facts) => {
  if (facts.up.length === 0) return before;
  // Every lookup walks the layers, so they are poured together now and then.
  const flat = before.layers >= MOST_LAYERS;
  const store = layered(before.store, flat);
  for (const change of facts.up) applyChange(store, change, false);
  return { store, layers: flat ? 1 : before.layers + 1 };
});

const MOST_LAYERS = 24;

/** A map over another one, which it leaves as it is. */
interface Layer<V> extends Store<V> {
  readonly own: ReadonlyMap<string, V>;
  readonly below: Layer<V> | undefined;
}

export interface LayeredStore extends SchemaStore {
  readonly tables: Layer<readonly TableState[]>;
  readonly types: Layer<readonly TypeState[]>;
  readonly indexes: Layer<readonly ObjectName[]>;
}

/** A store over another one, which it leaves as it is. */
export function layered(below: LayeredStore | undefined, flat = false): LayeredStore {
  return {
    tables: layer(below?.tables, flat),
    types: layer(below?.types, flat),
    indexes: layer(below?.indexes, flat),
  };
}

function layer<V>(under: Layer<V> | undefined, flat: boolean): Layer<V> {
  const own = flat && under ? poured(under) : new Map<string, V>();
  const below = flat ? undefined : under;
  return {
    own,
    below,
    get: key => {
      const found = own.get(key);
      if (found !== undefined) return found;
      for (let at = below; at; at = at.below) {
        const deeper = at.own.get(key);
        if (deeper !== undefined) return deeper;
      }
      return undefined;
    },
    set: (key, value) => void own.set(key, value),
  };
}

function poured<V>(top: Layer<V>): Map<string, V> {
  const layers: Layer<V>[] = [];
  for (let at: Layer<V> | undefined = top; at; at = at.below) layers.unshift(at);
  return new Map(layers.flatMap(one => [...one.own]));
}
