import type { Field } from './fields.ts';
import type { KubernetesObject } from './model.ts';
import { claimTemplatesOf } from './storage.ts';
import { indexOf, type UnitObject } from './unitIndex.ts';
import { volumesOf } from './volumes.ts';
import type { Unit } from './workloads.ts';

/** A claim that pods mount, with the object that it names. */
export interface MountedClaim {
  readonly name: Field<string>;
  readonly claim: UnitObject;
}

const SINGLE_NODE = ['ReadWriteOnce', 'ReadWriteOncePod'];

/** The claims of its pods whose volumes one node at a time can have; claims that the unit does not have are left out. */
export function singleNodeClaims(object: KubernetesObject, unit: Unit): readonly MountedClaim[] {
  const pods = object.podSpec();
  if (!pods) return [];
  return volumesOf(pods).flatMap(({ type, target }) => {
    if (type !== 'claim' || target?.value === undefined) return [];
    const [claim] = indexOf(unit).named('', 'PersistentVolumeClaim', target.value, object.namespace);
    const modes = claim?.facts.claim?.accessModes ?? [];
    const isSingle = modes.length > 0 && modes.every(mode => mode !== undefined && SINGLE_NODE.includes(mode));
    return claim && isSingle ? { name: target, claim } : [];
  });
}

/** True where its pods keep something on a volume of their own, or may do so. */
export function keepsState(object: KubernetesObject): boolean {
  const pods = object.podSpec();
  if (!pods) return false;
  if (claimTemplatesOf(object).length > 0) return true;
  return volumesOf(pods).some(({ type }) => type === 'claim' || type === 'hostPath' || type === undefined);
}
