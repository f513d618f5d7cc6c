import { memoised } from '../memo.ts';
import { envOf } from './env.ts';
import type { Field } from './fields.ts';
import type { KubernetesObject } from './model.ts';
import { nearest } from './nearMiss.ts';
import { allContainers } from './podContents.ts';
import { indexOf, sharesNamespace, type UnitObject } from './unitIndex.ts';
import { configVolumesOf } from './volumes.ts';
import type { Unit } from './workloads.ts';

/** A key that pods take from a ConfigMap or Secret which does not have it. */
export interface LostKey {
  readonly type: 'configMap' | 'secret';
  /** Of the ConfigMap or Secret. */
  readonly name: string;
  readonly key: Field<string>;
  /** Those of its keys that are nearest. */
  readonly near: readonly string[];
  /** Where the ConfigMap or Secret is written; undefined for what a kustomization makes. */
  readonly source: UnitObject | undefined;
}

interface Reference {
  readonly type: 'configMap' | 'secret';
  readonly name: Field<string> | undefined;
  readonly key: Field<string> | undefined;
}

/** References that say `optional` may miss; objects that the unit does not have, or not as a whole, are left out. */
export function lostKeysOf(object: KubernetesObject, unit: Unit): readonly LostKey[] {
  return referencesOf(object).flatMap(({ type, name, key }) => {
    if (name?.value === undefined || key?.value === undefined) return [];
    const known = knownKeys(unit).get(`${type}/${name.value}`) ?? [];
    const sources = known.filter(one => sharesNamespace(one.namespace, object.namespace));
    const keys = sources.flatMap(one => one.keys ?? []);
    if (sources.length === 0 || sources.some(one => one.keys === undefined) || keys.includes(key.value)) return [];
    const near = nearest(key.value, [...new Set(keys)], one => one);
    return { type, name: name.value, key, near, source: sources[0]?.object };
  });
}

function referencesOf(object: KubernetesObject): readonly Reference[] {
  const pods = object.podSpec();
  if (!pods) return [];
  const variables = allContainers(pods)
    .flatMap(envOf)
    .flatMap(({ source }): Reference[] => {
      if (!source || source.optional || (source.type !== 'secret' && source.type !== 'configMap')) return [];
      return [{ type: source.type, name: source.name, key: source.key }];
    });
  const files = configVolumesOf(pods).flatMap(({ type, name, items, optional }) =>
    optional ? [] : items.map(key => ({ type, name, key })),
  );
  return [...variables, ...files];
}

interface KnownConfig {
  readonly namespace: string | undefined;
  /** Undefined where not all are known. */
  readonly keys: readonly string[] | undefined;
  readonly object: UnitObject | undefined;
}

/** By type and name; several of one name add up, as patches and generators that merge do. */
const knownKeys: (unit: Unit) => ReadonlyMap<string, readonly KnownConfig[]> = memoised(unit => {
  const found = new Map<string, KnownConfig[]>();
  const add = (type: string, name: string, config: KnownConfig): void => {
    found.set(`${type}/${name}`, [...(found.get(`${type}/${name}`) ?? []), config]);
  };
  for (const object of indexOf(unit).having('config')) {
    const { type, name, keys } = object.facts.config;
    if (name === undefined) continue;
    add(type, name, { namespace: object.facts.namespace, keys: keys?.map(({ key }) => key), object });
  }
  for (const { kustomization } of unit.values())
    for (const { type, name, keys } of kustomization?.generated ?? [])
      if (name !== undefined)
        add(type, name, { namespace: undefined, keys: keys?.map(({ key }) => key), object: undefined });
  return found;
});
