import { asMap, type ScalarNode } from '../yaml/index.ts';
import { selects } from './labels.ts';
import type { KubernetesObject, PodSpec, Selector } from './model.ts';
import { isNear } from './nearMiss.ts';
import { antiAffinityOf, type SpreadConstraint, spreadConstraintsOf } from './placement.ts';
import { type Mismatch, mismatchesOf } from './selecting.ts';
import { indexOf } from './unitIndex.ts';
import type { Unit } from './workloads.ts';

/** A rule that should keep pods of one kind apart and counts others. */
export interface IdleConstraint {
  readonly type: 'spread' | 'antiAffinity';
  readonly constraint: SpreadConstraint;
  /** Where the labels that it counts by are, or would be written. */
  readonly at: ScalarNode;
  readonly mismatches: readonly Mismatch[];
}

/**
 * Spread constraints are for the pod's own kind. An anti-affinity may well keep it away from others: it is idle where
 * nothing of the unit is selected and one of its labels is a slip away from the pod's own.
 */
export function idleConstraints(object: KubernetesObject, pods: PodSpec, unit: Unit): readonly IdleConstraint[] {
  const spread = spreadConstraintsOf(pods).flatMap(one => idle('spread', one, pods) ?? []);
  const apart = antiAffinityOf(pods).flatMap(one => {
    const found =
      one.selector && !isElsewhere(one.selector, object, unit) ? idle('antiAffinity', one, pods) : undefined;
    return found?.mismatches.some(isSlip) ? found : [];
  });
  return [...spread, ...apart];
}

function isSlip({ entry, found }: Mismatch): boolean {
  return found !== undefined && entry.value.type === 'scalar' && isNear(entry.value.text, found.value);
}

function isElsewhere(selector: Selector, { namespace }: KubernetesObject, unit: Unit): boolean {
  const { objects, maybeMore } = indexOf(unit).podsOf(selector, namespace);
  return objects.length > 0 || maybeMore;
}

function idle(type: IdleConstraint['type'], constraint: SpreadConstraint, pods: PodSpec): IdleConstraint | undefined {
  const { node, selector, selectorNode, matchesOwnLabels, topologyKey } = constraint;
  if (matchesOwnLabels || node.open) return undefined;
  if (!selector) {
    const at = topologyKey?.node;
    return at && type === 'spread' && !pods.labels.open ? { type, constraint, at, mismatches: [] } : undefined;
  }
  // An empty one selects everything.
  if (selector.requirements.length === 0 || selects(selector, pods.labels) !== false) return undefined;
  const mismatches = mismatchesOf(asMap(selectorNode?.get('matchLabels')), pods.labels);
  const [first] = mismatches;
  const at = first?.entry.value ?? node.entry('labelSelector')?.key;
  return at?.type === 'scalar' ? { type, constraint, at, mismatches } : undefined;
}
