import type { Autoscaler, ScaleTarget } from './autoscalers.ts';
import type { Field } from './fields.ts';
import type { KubernetesObject } from './model.ts';
import { nearest } from './nearMiss.ts';
import { indexOf, sharesNamespace, type UnitObject } from './unitIndex.ts';
import type { Unit } from './workloads.ts';

/** A target of an autoscaler that is not there under that name, kind or group, and what is. */
export interface LostTarget {
  readonly wrong: 'group' | 'kind' | 'name';
  /** What is to be changed; undefined where nothing is written. */
  readonly field: Field<string> | undefined;
  readonly meant: UnitObject;
  /** The text that the field should have. */
  readonly text: string;
}

const VERSIONS: Readonly<Record<string, string>> = { apps: 'apps/v1', 'argoproj.io': 'argoproj.io/v1alpha1' };
const SCALED = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'Rollout']);

export function lostTargetOf({ object, target, type }: Autoscaler, unit: Unit): LostTarget | undefined {
  const { kindName, name } = target;
  if (object.partial || kindName === undefined || name?.value === undefined || !target.node) return undefined;
  const wanted = name.value;
  const there = scalable(unit, object);
  const exact = there.filter(({ facts }) => facts.name === wanted);
  const sameKind = exact.find(({ facts }) => facts.kind === kindName);
  if (sameKind) return type === 'hpa' ? lostGroup(target, sameKind) : undefined;
  if (SCALED.has(kindName) && exact.length === 1 && target.kind && isAbsent(unit, target, wanted, object)) {
    const [other] = exact;
    // A kind of another group would need another group as well.
    if (other && other.facts.group === target.groupName)
      return { wrong: 'kind', field: target.kind, meant: other, text: other.facts.kind };
  }
  if (exact.length > 0 || !isAbsent(unit, target, wanted, object)) return undefined;
  const near = nearest(
    wanted,
    there.filter(({ facts }) => facts.kind === kindName && !differsByNumber(wanted, facts.name!)),
    ({ facts }) => facts.name!,
  );
  const [one] = near;
  return one && near.length === 1 ? { wrong: 'name', field: name, meant: one, text: one.facts.name! } : undefined;
}

/** The controller looks a target up by group and kind; the version does not matter. */
function lostGroup(target: ScaleTarget, there: UnitObject): LostTarget | undefined {
  const { apiVersion, groupName } = target;
  const { group } = there.facts;
  const text = group === undefined ? undefined : VERSIONS[group];
  if (text === undefined || groupName === group || (apiVersion && apiVersion.value === undefined)) return undefined;
  return { wrong: 'group', field: apiVersion, meant: there, text };
}

function scalable(unit: Unit, { namespace }: KubernetesObject): readonly UnitObject[] {
  return indexOf(unit).objects.filter(
    ({ facts }) =>
      SCALED.has(facts.kind) &&
      facts.workload !== undefined &&
      facts.name !== undefined &&
      !facts.partial &&
      sharesNamespace(facts.namespace, namespace),
  );
}

/** Names that a kustomization changes are tried as well. */
function isAbsent(unit: Unit, { groupName, kindName }: ScaleTarget, name: string, object: KubernetesObject): boolean {
  return indexOf(unit).named(groupName ?? '', kindName ?? '', name, object.namespace).length === 0;
}

function differsByNumber(a: string, b: string): boolean {
  return a.replace(/\d+/g, '0') === b.replace(/\d+/g, '0');
}

/** Another object that scales the same target, and came first. */
export interface Competitor {
  readonly other: UnitObject;
  readonly kind: string;
}

/** `verticalAutoscalerOf` and `autoscalerOf` by what they are for: the same target twice, of one unit. */
export function competitorsOf(scaler: Autoscaler, uri: string, unit: Unit): readonly Competitor[] {
  const { object, target } = scaler;
  const { kindName, name } = target;
  if (kindName === undefined || name?.value === undefined) return [];
  const index = indexOf(unit);
  const isSame = ({ facts }: UnitObject, of: { kind: string | undefined; name: string | undefined }): boolean =>
    of.kind === kindName && of.name === name.value && sharesNamespace(facts.namespace, object.namespace);
  const scalers = index.having('autoscaler').filter(one => isSame(one, one.facts.autoscaler));
  const mine = scalers.findIndex(one => one.uri === uri && one.start === object.span.start);
  // A patch of the same object is no second one.
  const earlier = scalers
    .slice(0, Math.max(0, mine))
    .filter(({ facts }) => !facts.partial && !(facts.name === object.name && facts.kind === object.kind));
  const sizes = scaler.metrics.some(({ resource }) => resource === 'cpu' || resource === 'memory');
  const byDefault = scaler.type === 'hpa' && scaler.metrics.length === 0 && scaler.metricsKnown;
  const vertical = index
    .having('verticalAutoscaler')
    .filter(
      one => isSame(one, one.facts.verticalAutoscaler) && RESIZING.has(one.facts.verticalAutoscaler.updateMode ?? ''),
    );
  return [...earlier, ...(sizes || byDefault ? vertical : [])].map(other => ({ other, kind: other.facts.kind }));
}

/** Modes in which a VerticalPodAutoscaler changes pods that run. */
const RESIZING = new Set(['Auto', 'Recreate', 'InPlaceOrRecreate']);
