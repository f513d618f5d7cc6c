import { asMap, type Data, dataOf, type MapNode } from '../yaml/index.ts';
import type { Cron } from './cron.ts';
import { booleanField, cronField, type Field, intOrTextField, numberField, textField } from './fields.ts';
import type { KubernetesObject, PodSpec } from './model.ts';

/** How many pods a workload has and how they are replaced. */
export interface Workload {
  readonly object: KubernetesObject;
  /** The mapping `spec`. */
  readonly spec: MapNode;
  readonly pods: PodSpec;
  /** Undefined where none is written (the API takes 1) or where the kind has none (DaemonSet, Job). */
  readonly replicas: Field<number> | undefined;
  /** True for the kinds that have a number of replicas. */
  readonly scalable: boolean;
  readonly strategy: UpdateStrategy;
}

export interface UpdateStrategy {
  /** The mapping `strategy` or `updateStrategy`. */
  readonly node: MapNode | undefined;
  /** `RollingUpdate`, `Recreate`, `OnDelete`; for a Rollout `BlueGreen` and `Canary`. Undefined where a template decides. */
  readonly type: string | undefined;
  readonly typeField: Field<string> | undefined;
  /** Numbers or percentages; undefined where they are not written. */
  readonly maxUnavailable: Field<number | string> | undefined;
  readonly maxSurge: Field<number | string> | undefined;
}

const SCALABLE = new Set([
  '/ReplicationController',
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/ReplicaSet',
  'extensions/Deployment',
  'extensions/ReplicaSet',
  'argoproj.io/Rollout',
]);

/** Undefined for what makes no pods through a template of its own: bare pods as well. */
export function workloadOf(object: KubernetesObject): Workload | undefined {
  const pods = object.podSpec();
  const spec = asMap(object.node.get('spec'));
  if (!pods || !spec || (object.group === '' && object.kind === 'Pod')) return undefined;
  const scalable = SCALABLE.has(`${object.group}/${object.kind}`);
  return {
    object,
    spec,
    pods,
    replicas: scalable ? numberField(spec, 'replicas') : undefined,
    scalable,
    strategy: strategyOf(object, spec),
  };
}

/** The number of replicas that an object gives, patches without a pod template included; `spec` is where it stands. */
export function replicasOf({
  group,
  kind,
  node,
}: KubernetesObject): { readonly spec: MapNode; readonly field: Field<number> } | undefined {
  const spec = SCALABLE.has(`${group}/${kind}`) ? asMap(node.get('spec')) : undefined;
  const field = numberField(spec, 'replicas');
  return spec && field && { spec, field };
}

function strategyOf({ group, kind }: KubernetesObject, spec: MapNode): UpdateStrategy {
  const written = spec.get('strategy') ?? spec.get('updateStrategy');
  const node = asMap(written);
  const rollout = group === 'argoproj.io' && kind === 'Rollout';
  const canary = rollout ? asMap(node?.get('canary')) : undefined;
  const rolling = canary ?? asMap(node?.get('rollingUpdate'));
  const typeField = textField(node, 'type');
  const unknown = (written !== undefined && !node) || node?.open === true;
  const fallback = canary ? 'Canary' : rollout && node?.get('blueGreen') ? 'BlueGreen' : 'RollingUpdate';
  return {
    node,
    type: typeField ? typeField.value : unknown ? undefined : fallback,
    typeField,
    maxUnavailable: intOrTextField(rolling, 'maxUnavailable'),
    maxSurge: intOrTextField(rolling, 'maxSurge'),
  };
}

/**
 * A number of pods from `25%` or `2`. The API rounds `maxUnavailable` of a rollout down and `maxSurge` and what budgets
 * say up (https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable).
 */
export function podsOf(value: number | string | undefined, replicas: number, round: 'up' | 'down'): number | undefined {
  if (typeof value === 'number') return value;
  const percent = value === undefined ? undefined : /^(\d+)%$/.exec(value)?.[1];
  if (percent === undefined) return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
  const share = (Number(percent) * replicas) / 100;
  return round === 'up' ? Math.ceil(share) : Math.floor(share);
}

/** The `schedule` of a CronJob. */
export interface Schedule {
  readonly spec: MapNode;
  readonly cron: Field<Cron> | undefined;
  readonly suspend: Field<boolean> | undefined;
}

export function cronJobOf(object: KubernetesObject): Schedule | undefined {
  const spec = asMap(object.node.get('spec'));
  if (object.group !== 'batch' || object.kind !== 'CronJob' || !spec) return undefined;
  return { spec, cron: cronField(spec, 'schedule'), suspend: booleanField(spec, 'suspend') };
}

/** The selector of a workload as data to be written elsewhere; undefined where a template fills a part of it. */
export function selectorOf({ node }: KubernetesObject): { readonly [key: string]: Data } | undefined {
  const selector = asMap(asMap(node.get('spec'))?.get('selector'));
  const data = selector && selector.entries.length > 0 ? dataOf(selector) : undefined;
  return data instanceof Object && !Array.isArray(data) ? (data as { readonly [key: string]: Data }) : undefined;
}
