import type { SqlFacts } from './facts.ts';
import { memoisedPair } from './memo.ts';
import { applyChange, tableOf } from './replay.ts';
import { dropTable } from './replayTables.ts';
import type { ObjectName } from './schemaFacts.ts';
import type { RoutineState, SequenceState, TableState, TypeState } from './schemaState.ts';
import type { SchemaStore, Store } from './store.ts';

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
  replayFacts(store, facts);
  return { store, layers: flat ? 1 : before.layers + 1 };
});

const MOST_LAYERS = 24;

function replayFacts(store: SchemaStore, { up, origin }: SqlFacts): void {
  const { uri = '', dialect = 'postgresql', bases = [] } = origin ?? {};
  let base = 0;
  const replaying = {
    store,
    here: false,
    dialect,
    made: ({ at }: { readonly at: { readonly start: number; readonly end: number } }) => ({
      uri,
      span: { start: base + at.start, end: base + at.end },
      statement: undefined,
    }),
  };
  up.forEach((change, index) => {
    base = bases[index] ?? 0;
    applyChange(replaying, change);
  });
  // Temporary tables live as long as the session that made them.
  for (const change of up)
    if ((change.type === 'createTable' || change.type === 'createView') && change.temporary) {
      const table = tableOf(store, change.table);
      if (table?.temporary) dropTable(store, table);
    }
}

/** A map over another one, which it leaves as it is. */
interface Layer<V> extends Store<V> {
  readonly own: ReadonlyMap<string, V>;
  readonly below: Layer<V> | undefined;
}

export interface LayeredStore extends SchemaStore {
  readonly tables: Layer<readonly TableState[]>;
  readonly types: Layer<readonly TypeState[]>;
  readonly indexes: Layer<readonly ObjectName[]>;
  readonly routines: Layer<readonly RoutineState[]>;
  readonly sequences: Layer<readonly SequenceState[]>;
  readonly users: Layer<readonly ObjectName[]>;
}

/** A store over another one, which it leaves as it is. */
export function layered(below: LayeredStore | undefined, flat = false): LayeredStore {
  return {
    tables: layer(below?.tables, flat),
    types: layer(below?.types, flat),
    indexes: layer(below?.indexes, flat),
    routines: layer(below?.routines, flat),
    sequences: layer(below?.sequences, flat),
    users: layer(below?.users, flat),
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
    keys: () => (below ? poured({ own, below }).keys() : own.keys()),
  };
}

function poured<V>(top: Pick<Layer<V>, 'own' | 'below'>): Map<string, V> {
  const layers: Pick<Layer<V>, 'own'>[] = [];
  for (let at: Pick<Layer<V>, 'own' | 'below'> | undefined = top; at; at = at.below) layers.unshift(at);
  const all = new Map<string, V>();
  for (const { own } of layers) for (const [key, value] of own) all.set(key, value);
  return all;
}
