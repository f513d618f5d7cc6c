import { asMap, type MapNode } from '../yaml/index.ts';
import { type Field, intOrTextField, mapsIn, type TextItem, textField, textItems } from './fields.ts';
import { labelSelector } from './labels.ts';
import type { KubernetesObject, Selector } from './model.ts';

/** A PodDisruptionBudget. */
export interface DisruptionBudget {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly minAvailable: Field<number | string> | undefined;
  readonly maxUnavailable: Field<number | string> | undefined;
  readonly selector: Selector | undefined;
  readonly selectorNode: MapNode | undefined;
}

export function budgetOf(object: KubernetesObject): DisruptionBudget | undefined {
  const spec = asMap(object.node.get('spec'));
  if (object.group !== 'policy' || object.kind !== 'PodDisruptionBudget' || !spec) return undefined;
  const selector = spec.get('selector');
  return {
    object,
    spec,
    minAvailable: intOrTextField(spec, 'minAvailable'),
    maxUnavailable: intOrTextField(spec, 'maxUnavailable'),
    selector: selector && labelSelector(selector),
    selectorNode: asMap(selector),
  };
}

export interface NetworkPolicy {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  /** An empty one selects every pod of the namespace. */
  readonly selector: Selector;
  readonly selectorNode: MapNode | undefined;
  readonly types: readonly TextItem[];
  readonly ingress: readonly NetworkRule[];
  readonly egress: readonly NetworkRule[];
}

export interface NetworkRule {
  readonly node: MapNode;
  /** `from` or `to`; undefined: everybody. */
  readonly peers: readonly MapNode[] | undefined;
  readonly ports: readonly {
    readonly node: MapNode;
    readonly port: Field<number | string> | undefined;
    readonly protocol: string;
  }[];
}

export function networkPolicyOf(object: KubernetesObject): NetworkPolicy | undefined {
  const spec = asMap(object.node.get('spec'));
  if (object.group !== 'networking.k8s.io' || object.kind !== 'NetworkPolicy' || !spec) return undefined;
  return {
    object,
    spec,
    selector: labelSelector(spec.get('podSelector')),
    selectorNode: asMap(spec.get('podSelector')),
    types: textItems(spec.get('policyTypes')),
    ingress: mapsIn(spec.get('ingress')).map(node => ruleOf(node, 'from')),
    egress: mapsIn(spec.get('egress')).map(node => ruleOf(node, 'to')),
  };
}

function ruleOf(node: MapNode, direction: 'from' | 'to'): NetworkRule {
  const peers = node.get(direction);
  return {
    node,
    peers: peers && mapsIn(peers),
    ports: mapsIn(node.get('ports')).map(port => ({
      node: port,
      port: intOrTextField(port, 'port'),
      protocol: textField(port, 'protocol')?.value ?? 'TCP',
    })),
  };
}
