import { asMap, asSeq, at, type MapNode } from '../yaml/index.ts';
import { type Field, mapsIn, textField } from './fields.ts';
import { labelSelector } from './labels.ts';
import type { PodSpec, Selector } from './model.ts';
import { resourcesOf } from './resources.ts';
import { hostAccessOf } from './security.ts';

/** A rule that spreads pods over nodes or zones. */
export interface SpreadConstraint {
  readonly node: MapNode;
  readonly topologyKey: Field<string> | undefined;
  /** Undefined where none is written: then it counts no pods. */
  readonly selector: Selector | undefined;
  readonly selectorNode: MapNode | undefined;
  /** `matchLabelKeys`: labels whose values are taken from the pod itself. */
  readonly matchesOwnLabels: boolean;
}

export function spreadConstraintsOf({ node }: PodSpec): readonly SpreadConstraint[] {
  return mapsIn(node.get('topologySpreadConstraints')).map(constraintOf);
}

/** `podAntiAffinity`, required and preferred, as what it says of where pods go. */
export function antiAffinityOf({ node }: PodSpec): readonly SpreadConstraint[] {
  const terms = asMap(at(node, 'affinity', 'podAntiAffinity'));
  const required = mapsIn(terms?.get('requiredDuringSchedulingIgnoredDuringExecution'));
  const preferred = mapsIn(terms?.get('preferredDuringSchedulingIgnoredDuringExecution'));
  return [...required, ...preferred.flatMap(one => asMap(one.get('podAffinityTerm')) ?? [])].map(constraintOf);
}

function constraintOf(node: MapNode): SpreadConstraint {
  const selector = node.get('labelSelector');
  return {
    node,
    topologyKey: textField(node, 'topologyKey'),
    selector: selector && labelSelector(selector),
    selectorNode: asMap(selector),
    matchesOwnLabels: (asSeq(node.get('matchLabelKeys'))?.items.length ?? 0) > 0,
  };
}

/** True where a second pod may find no room beside the first one: a port or a device of the node is its own. */
export function needsItsNode(pods: PodSpec): boolean {
  if (hostAccessOf(pods).hostNetwork?.value === true) return true;
  return pods.containers.some(
    container =>
      mapsIn(container.node.get('ports')).some(port => port.get('hostPort') !== undefined) ||
      [...resourcesOf(container).limits.keys()].some(resource => resource.includes('/')),
  );
}

/** True where its pods run on one node only, by its name. */
export function isBoundToOneNode({ node }: PodSpec): boolean {
  return node.get('nodeName') !== undefined || at(node, 'nodeSelector', 'kubernetes.io/hostname') !== undefined;
}
