import { memoised } from '../memo.ts';
import type { Autoscaler } from './autoscalers.ts';
import type { Field } from './fields.ts';
import { indexOf, sharesNamespace, type UnitObject } from './unitIndex.ts';
import type { ContainerFacts } from './workloadFacts.ts';
import type { Unit } from './workloads.ts';

/** A container of what is scaled that lacks the request which the scaling is measured by. */
export interface RequestGap {
  readonly resource: string;
  /** The share that is wanted; undefined where none is written, which means 80 in 100 of the CPU. */
  readonly field: Field<number> | undefined;
  readonly container: ContainerFacts;
  /** The workload. */
  readonly target: UnitObject;
}

/**
 * One for each metric that cannot be measured: one container without a request is enough
 * (https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details).
 */
export function requestGaps(autoscaler: Autoscaler, unit: Unit): readonly RequestGap[] {
  const { object, target, metrics, metricsKnown, type } = autoscaler;
  const { groupName, kindName, name } = target;
  if (groupName === undefined || kindName === undefined || name?.value === undefined || object.partial) return [];
  const [scaled] = indexOf(unit).named(groupName, kindName, name.value, object.namespace);
  if (!scaled?.facts.workload || isSizedElsewhere(scaled, unit)) return [];
  const measured =
    type === 'hpa' && metrics.length === 0 && metricsKnown
      ? [{ resource: 'cpu', field: undefined, only: undefined }]
      : metrics.flatMap(({ resource, utilization, container }) =>
          resource === undefined || utilization?.value === undefined || (container && container.value === undefined)
            ? []
            : { resource, field: utilization, only: container?.value },
        );
  const { containers } = scaled.facts.workload;
  return measured.flatMap(({ resource, field, only }) => {
    const gap = containers.find(
      one => one.requestsKnown && !one.requested.includes(resource) && (only === undefined || one.name === only),
    );
    return gap && !isDefaulted(scaled, resource, unit) ? { resource, field, container: gap, target: scaled } : [];
  });
}

/** Resources of a workload that an autoscaler of the unit measures and at least one of its containers does not request. */
export function unmeasured(unit: Unit, workload: UnitObject['facts']): ReadonlySet<string> {
  const found = indexOf(unit)
    .having('autoscaler')
    .filter(({ facts }) => facts.autoscaler.name === workload.name && facts.autoscaler.kind === workload.kind);
  return new Set(found.flatMap(({ facts }) => facts.autoscaler.shares));
}

/** A LimitRange gives containers what they do not ask for. */
export function isDefaulted(
  { facts }: Pick<UnitObject, 'facts'>,
  resource: string,
  unit: Unit,
  of: 'requests' | 'limits' = 'requests',
): boolean {
  return indexOf(unit)
    .having('limitDefaults')
    .some(
      one => sharesNamespace(one.facts.namespace, facts.namespace) && one.facts.limitDefaults[of].includes(resource),
    );
}

/** What else may write requests and limits: a patch of the unit, an autoscaler that sizes the pods. */
export function isSizedElsewhere({ facts }: Pick<UnitObject, 'facts'>, unit: Unit): boolean {
  const { patched, sized, inline } = writersOf(unit);
  const key = `${facts.kind}/${facts.name}`;
  return inline || patched.has(key) || sized.has(key);
}

const writersOf = memoised((unit: Unit) => {
  const index = indexOf(unit);
  return {
    patched: new Set(
      index
        .having('workload')
        .filter(({ facts }) => facts.partial && facts.workload.containers.some(one => one.requested.length > 0))
        .map(({ facts }) => `${facts.kind}/${facts.name}`),
    ),
    sized: new Set(
      index
        .having('verticalAutoscaler')
        .filter(({ facts }) => facts.verticalAutoscaler.updateMode !== 'Off')
        .map(({ facts: { verticalAutoscaler } }) => `${verticalAutoscaler.kind}/${verticalAutoscaler.name}`),
    ),
    inline: [...unit.values()].some(({ kustomization }) =>
      kustomization?.inlinePatches.some(text => text.includes('resources')),
    ),
  };
});
