import type { Located, Span } from '#text';
import { asMap, type MapNode } from '../yaml/index.ts';
import { type Field, fieldOf, mapsIn, numberField, quantityField, textField } from './fields.ts';
import type { KubernetesObject } from './model.ts';
import { groupOf } from './objects.ts';
import type { Quantity } from './quantities.ts';

/** A HorizontalPodAutoscaler (every version) or a ScaledObject of KEDA, which makes one. */
export interface Autoscaler {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly type: 'hpa' | 'keda';
  readonly target: ScaleTarget;
  /** `minReplicas`, `minReplicaCount`; see `minimum` for the default. */
  readonly minimumField: Field<number> | undefined;
  readonly maximumField: Field<number> | undefined;
  /** The API's default where none is written: 1, with KEDA 0. Undefined where a template decides. */
  readonly minimum: number | undefined;
  /** Undefined where a template decides; KEDA takes 100 where none is written. */
  readonly maximum: number | undefined;
  /** What it scales by. Empty where nothing is written: 80 in 100 of the requested CPU, then. */
  readonly metrics: readonly ScaleMetric[];
  /** False where a template may add metrics. */
  readonly metricsKnown: boolean;
}

/** The workload that an autoscaler scales. */
export interface ScaleTarget {
  readonly node: MapNode | undefined;
  readonly apiVersion: Field<string> | undefined;
  readonly kind: Field<string> | undefined;
  readonly name: Field<string> | undefined;
  /** With the default of KEDA (`apps`, `Deployment`) where it is not written; undefined where unknown. */
  readonly groupName: string | undefined;
  readonly kindName: string | undefined;
}

export interface ScaleMetric extends Located {
  readonly node: MapNode;
  readonly type: 'resource' | 'container' | 'other';
  /** `cpu` or `memory`. */
  readonly resource: string | undefined;
  /** Of a `ContainerResource` metric. */
  readonly container: Field<string> | undefined;
  /** Percent of what is requested. */
  readonly utilization: Field<number> | undefined;
  readonly averageValue: Field<Quantity> | undefined;
}

export function autoscalerOf(object: KubernetesObject): Autoscaler | undefined {
  const spec = asMap(object.node.get('spec'));
  if (!spec) return undefined;
  if (object.group === 'autoscaling' && object.kind === 'HorizontalPodAutoscaler') return hpaOf(object, spec);
  if (object.group === 'keda.sh' && object.kind === 'ScaledObject') return scaledObjectOf(object, spec);
  return undefined;
}

function hpaOf(object: KubernetesObject, spec: MapNode): Autoscaler {
  const minimumField = numberField(spec, 'minReplicas');
  const maximumField = numberField(spec, 'maxReplicas');
  const cpu = numberField(spec, 'targetCPUUtilizationPercentage');
  const metrics = spec.get('metrics');
  return {
    object,
    spec,
    type: 'hpa',
    target: targetOf(asMap(spec.get('scaleTargetRef')), undefined),
    minimumField,
    maximumField,
    minimum: minimumField ? minimumField.value : spec.open ? undefined : 1,
    maximum: maximumField?.value,
    metrics: cpu ? [ofVersionOne(spec, cpu)] : mapsIn(metrics).map(metricOf),
    metricsKnown: !spec.open && (metrics === undefined || (metrics.type === 'seq' && !metrics.open)),
  };
}

/** `autoscaling/v1` knows one metric. */
function ofVersionOne(spec: MapNode, utilization: Field<number>): ScaleMetric {
  return {
    node: spec,
    type: 'resource',
    resource: 'cpu',
    container: undefined,
    utilization,
    averageValue: undefined,
    get span(): Span {
      return utilization.span;
    },
  };
}

function metricOf(node: MapNode): ScaleMetric {
  const inContainer = asMap(node.get('containerResource'));
  const resource = inContainer ?? asMap(node.get('resource'));
  const target = asMap(resource?.get('target'));
  return {
    node,
    type: inContainer ? 'container' : resource ? 'resource' : 'other',
    resource: textField(resource, 'name')?.value,
    container: textField(inContainer, 'container'),
    // `autoscaling/v2beta1` had no `target`.
    utilization: numberField(target, 'averageUtilization') ?? numberField(resource, 'targetAverageUtilization'),
    averageValue: quantityField(target, 'averageValue') ?? quantityField(resource, 'targetAverageValue'),
    get span(): Span {
      return node.span;
    },
  };
}

function scaledObjectOf(object: KubernetesObject, spec: MapNode): Autoscaler {
  const minimumField = numberField(spec, 'minReplicaCount');
  const maximumField = numberField(spec, 'maxReplicaCount');
  const triggers = spec.get('triggers');
  return {
    object,
    spec,
    type: 'keda',
    target: targetOf(asMap(spec.get('scaleTargetRef')), { group: 'apps', kind: 'Deployment' }),
    minimumField,
    maximumField,
    minimum: minimumField ? minimumField.value : spec.open ? undefined : 0,
    maximum: maximumField ? maximumField.value : spec.open ? undefined : 100,
    metrics: mapsIn(triggers).map(triggerOf),
    metricsKnown: !spec.open && triggers?.type === 'seq' && !triggers.open,
  };
}

/** The triggers `cpu` and `memory`; https://keda.sh/docs/latest/scalers/cpu/ */
function triggerOf(node: MapNode): ScaleMetric {
  const type = textField(node, 'type')?.value;
  const metadata = asMap(node.get('metadata'));
  const isResource = type === 'cpu' || type === 'memory';
  const metricType = textField(node, 'metricType') ?? textField(metadata, 'type');
  const byShare = isResource && metricType?.value === 'Utilization';
  const container = textField(metadata, 'containerName');
  return {
    node,
    type: isResource ? (container ? 'container' : 'resource') : 'other',
    resource: isResource ? type : undefined,
    container,
    utilization: byShare
      ? fieldOf(metadata, 'value', ({ text }) => (/^\d+$/.test(text) ? Number(text) : undefined))
      : undefined,
    averageValue: isResource && !byShare ? quantityField(metadata, 'value') : undefined,
    get span(): Span {
      return node.span;
    },
  };
}

function targetOf(node: MapNode | undefined, fallback: { group: string; kind: string } | undefined): ScaleTarget {
  const apiVersion = textField(node, 'apiVersion');
  const kind = textField(node, 'kind');
  return {
    node,
    apiVersion,
    kind,
    name: textField(node, 'name'),
    groupName: apiVersion ? groupOf(apiVersion.value) : fallback?.group,
    kindName: kind ? kind.value : fallback?.kind,
  };
}

/** A VerticalPodAutoscaler. */
export interface VerticalAutoscaler {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly target: ScaleTarget;
  /** `Auto` where it is not written; undefined where a template decides. */
  readonly updateMode: string | undefined;
}

export function verticalAutoscalerOf(object: KubernetesObject): VerticalAutoscaler | undefined {
  const spec = asMap(object.node.get('spec'));
  if (object.group !== 'autoscaling.k8s.io' || object.kind !== 'VerticalPodAutoscaler' || !spec) return undefined;
  const mode = textField(asMap(spec.get('updatePolicy')), 'updateMode');
  return {
    object,
    spec,
    target: targetOf(asMap(spec.get('targetRef')), undefined),
    updateMode: mode ? mode.value : 'Auto',
  };
}
