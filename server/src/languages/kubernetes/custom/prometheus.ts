import type { Located, Span } from '#text';
import { asMap, at, type MapNode } from '../../yaml/index.ts';
import type { Duration } from '../durations.ts';
import {
  booleanField,
  durationField,
  type Field,
  intOrTextField,
  mapsIn,
  type TextItem,
  textField,
  textItems,
} from '../fields.ts';
import { labelSelector, labelsOf } from '../labels.ts';
import type { KubernetesObject, Labels, Selector } from '../model.ts';
import { specOf } from './spec.ts';

const GROUP = 'monitoring.coreos.com';

/** ServiceMonitor (selects Services) or PodMonitor (selects pods): https://prometheus-operator.dev/docs/api-reference/api/ */
export interface Monitor {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly of: 'services' | 'pods';
  readonly selector: Selector;
  readonly selectorNode: MapNode | undefined;
  /** Undefined: its own namespace. */
  readonly namespaces: 'any' | readonly TextItem[] | undefined;
  readonly endpoints: readonly MonitorEndpoint[];
}

export interface MonitorEndpoint extends Located {
  readonly node: MapNode;
  /** The name of a port; a number here is a mistake. */
  readonly port: Field<number | string> | undefined;
  readonly targetPort: Field<number | string> | undefined;
  readonly skipVerify: Field<boolean> | undefined;
}

export function monitorOf(object: KubernetesObject): Monitor | undefined {
  const spec = specOf(object, GROUP, 'ServiceMonitor', 'PodMonitor');
  if (!spec) return undefined;
  const ofPods = object.kind === 'PodMonitor';
  const names = asMap(spec.get('namespaceSelector'));
  return {
    object,
    spec,
    of: ofPods ? 'pods' : 'services',
    selector: labelSelector(spec.get('selector')),
    selectorNode: asMap(spec.get('selector')),
    namespaces: booleanField(names, 'any')?.value ? 'any' : names && textItems(names.get('matchNames')),
    endpoints: mapsIn(spec.get(ofPods ? 'podMetricsEndpoints' : 'endpoints')).map(node => ({
      node,
      port: intOrTextField(node, 'port'),
      targetPort: intOrTextField(node, 'targetPort') ?? intOrTextField(node, 'portNumber'),
      skipVerify: booleanField(asMap(node.get('tlsConfig')), 'insecureSkipVerify'),
      get span(): Span {
        return node.span;
      },
    })),
  };
}

export interface AlertGroup {
  readonly node: MapNode;
  readonly name: Field<string> | undefined;
  readonly rules: readonly AlertRule[];
}

export interface AlertRule extends Located {
  readonly node: MapNode;
  /** Undefined for a recording rule. */
  readonly alert: Field<string> | undefined;
  readonly record: Field<string> | undefined;
  /** PromQL. A number alone is a valid expression, too. */
  readonly expr: Field<string> | undefined;
  readonly duration: Field<Duration> | undefined;
  readonly labels: Labels;
  readonly annotations: Labels;
}

export interface PrometheusRule {
  readonly object: KubernetesObject;
  readonly groups: readonly AlertGroup[];
}

export function prometheusRuleOf(object: KubernetesObject): PrometheusRule | undefined {
  const spec = specOf(object, GROUP, 'PrometheusRule');
  if (!spec) return undefined;
  return {
    object,
    groups: mapsIn(at(spec, 'groups')).map(node => ({
      node,
      name: textField(node, 'name'),
      rules: mapsIn(node.get('rules')).map(ruleOf),
    })),
  };
}

function ruleOf(node: MapNode): AlertRule {
  return {
    node,
    alert: textField(node, 'alert'),
    record: textField(node, 'record'),
    expr: textField(node, 'expr'),
    duration: durationField(node, 'for'),
    labels: labelsOf(node.get('labels')),
    annotations: labelsOf(node.get('annotations')),
    get span(): Span {
      return node.span;
    },
  };
}
