import { asMap, type MapNode } from '../../yaml/index.ts';
import { mapsIn, textField } from '../fields.ts';
import type { KubernetesObject } from '../model.ts';

/** The mapping `spec` of an object of that group and one of these kinds; undefined for every other object. */
export function specOf(
  { group, kind, node }: KubernetesObject,
  wanted: string,
  ...kinds: string[]
): MapNode | undefined {
  return group === wanted && kinds.includes(kind) ? asMap(node.get('spec')) : undefined;
}

/** What a policy applies to: by kind and name, in its own namespace. */
export interface PolicyTarget {
  readonly node: MapNode;
  readonly group: string | undefined;
  readonly kind: string | undefined;
  readonly name: string | undefined;
  readonly sectionName: string | undefined;
}

/** `targetRefs`, and the single `targetRef` of before. */
export function policyTargetsOf(spec: MapNode): readonly PolicyTarget[] {
  const single = asMap(spec.get('targetRef'));
  return [...(single ? [single] : []), ...mapsIn(spec.get('targetRefs'))].map(node => ({
    node,
    group: textField(node, 'group')?.value,
    kind: textField(node, 'kind')?.value,
    name: textField(node, 'name')?.value,
    sectionName: textField(node, 'sectionName')?.value,
  }));
}
