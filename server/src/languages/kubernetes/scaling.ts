import { memoised } from '../memo.ts';
import { isInfrastructure } from './images.ts';
import type { ObjectFacts } from './model.ts';
import type { DisruptionBudget } from './policies.ts';
import type { Service } from './services.ts';
import { indexOf, sharesNamespace, type UnitObject } from './unitIndex.ts';
import type { Unit } from './workloads.ts';

type Scaler = UnitObject & { readonly facts: Required<Pick<ObjectFacts, 'autoscaler'>> };

/** How many pods a workload has, and who decides, as far as one unit says. */
export interface Scale {
  /** Autoscalers that certainly scale it. */
  readonly autoscalers: readonly Scaler[];
  /** True where an autoscaler whose target a template decides may scale it as well. */
  readonly maybeScaled: boolean;
  /** True where a patch or a kustomization says how many pods there are. */
  readonly overridden: boolean;
  /** The fewest and the most pods that are wanted; undefined where a template or something else decides. */
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
}

interface Scaling {
  /** By `kind/name` of what is scaled. */
  readonly scalers: ReadonlyMap<string, readonly Scaler[]>;
  readonly unknownTarget: boolean;
  /** `kind/name` of what patches give a number of replicas; `/name` for what kustomizations do. */
  readonly overridden: ReadonlySet<string>;
  readonly anyOverridden: boolean;
}

const scalingOf: (unit: Unit) => Scaling = memoised(unit => {
  const index = indexOf(unit);
  const scalers = new Map<string, Scaler[]>();
  let unknownTarget = false;
  for (const one of index.having('autoscaler')) {
    const { kind, name } = one.facts.autoscaler;
    if (kind === undefined || name === undefined) unknownTarget = true;
    else scalers.set(`${kind}/${name}`, [...(scalers.get(`${kind}/${name}`) ?? []), one]);
  }
  const patched = index.having('givesReplicas').filter(({ facts }) => facts.partial);
  const kustomizations = [...unit.values()].flatMap(({ kustomization }) => kustomization ?? []);
  return {
    scalers,
    unknownTarget,
    overridden: new Set([
      ...patched.map(({ facts }) => `${facts.kind}/${facts.name}`),
      ...kustomizations.flatMap(({ replicas }) => [...replicas.keys()].map(name => `/${name}`)),
    ]),
    anyOverridden: kustomizations.some(({ inlinePatches }) => inlinePatches.some(text => text.includes('replicas'))),
  };
});

/** Of a workload of the unit, by its facts and its file. */
export function scaleOf(unit: Unit, { facts, uri }: Pick<UnitObject, 'facts' | 'uri'>): Scale {
  const { scalers, unknownTarget, overridden, anyOverridden } = scalingOf(unit);
  const { kind, name, namespace, workload } = facts;
  const autoscalers = (scalers.get(`${kind}/${name}`) ?? []).filter(one =>
    sharesNamespace(one.facts.namespace, namespace),
  );
  const scale = {
    autoscalers,
    maybeScaled: unknownTarget || (name === undefined && scalers.size > 0),
    overridden: anyOverridden || overridden.has(`${kind}/${name}`) || overridden.has(`/${name}`),
  };
  if (scale.maybeScaled) return { ...scale, minimum: undefined, maximum: undefined };
  if (autoscalers.length > 0)
    return {
      ...scale,
      minimum: all(
        autoscalers.map(one => one.facts.autoscaler.minimum),
        Math.min,
      ),
      maximum: all(
        autoscalers.map(one => one.facts.autoscaler.maximum),
        Math.max,
      ),
    };
  // What a template leaves out, it may write under a condition.
  const isUnsaid = !workload?.replicasWritten && (facts.partial || uri.includes('/templates/'));
  const replicas = workload?.replicasWritten ? workload.replicas : isUnsaid ? undefined : 1;
  const known = scale.overridden ? undefined : replicas;
  return { ...scale, minimum: known, maximum: known };
}

function all(numbers: readonly (number | undefined)[], pick: (...all: number[]) => number): number | undefined {
  const known = numbers.filter(one => one !== undefined);
  return known.length === numbers.length ? pick(...known) : undefined;
}

/** How many pods a budget counts on; undefined where a template decides, or nothing is selected. */
export function expectedPods({ object, selector }: DisruptionBudget, unit: Unit): number | undefined {
  if (!selector) return undefined;
  const index = indexOf(unit);
  const { objects, maybeMore } = index.podsOf(selector, object.namespace);
  if (maybeMore || objects.length === 0 || index.makesUnknownPods) return undefined;
  return all(
    objects.map(one => (isScalable(one.facts) ? scaleOf(unit, one).minimum : undefined)),
    sum,
  );
}

function sum(...numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

export function isScalable({ group, kind }: ObjectFacts): boolean {
  return (group === 'apps' && (kind === 'Deployment' || kind === 'StatefulSet')) || kind === 'Rollout';
}

/** Parts of names of what must not run twice at a time, or need not answer while it is replaced. */
const SINGLE = /(^|-)(kube-state-metrics|scheduler|cron|migrat\w*|operator|controller|leader|singleton)(-|$)/i;

export function isSingletonName(name: string): boolean {
  return SINGLE.test(name);
}

/** Whether a workload says that it runs once: by its name, or because its copies elect the one that works. */
export function isSingleton({ name, workload }: ObjectFacts): boolean {
  return (name !== undefined && isSingletonName(name)) || workload?.electsLeader === true;
}

/** Whether a Service stands before servers that somebody else wrote: by the pods that it selects, else by what it names. */
export function isThirdParty({ object, selector }: Service, unit: Unit): boolean {
  const named = [object.name ?? '', ...(selector?.requirements ?? []).flatMap(({ values }) => values)];
  if (named.some(isInfrastructure)) return true;
  const pods = selector ? indexOf(unit).podsOf(selector, object.namespace).objects : [];
  const containers = pods.flatMap(({ facts }) => facts.workload?.containers ?? []);
  return containers.some(({ image }) => image !== undefined && isInfrastructure(image));
}
