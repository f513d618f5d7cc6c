import { asMap, asScalar, itemsOf, type Node, textAt } from '../yaml/index.ts';
import type { Labels, Requirement, Selector } from './model.ts';

export const noLabels: Labels = { values: new Map(), open: false };

export function labelsOf(node: Node | undefined): Labels {
  const map = asMap(node);
  // A scalar where a mapping should be is a template's output, or a mistake of another kind.
  if (!map) return asScalar(node) ? { values: new Map(), open: true } : noLabels;
  const values = new Map<string, string | undefined>();
  for (const { key } of map.entries) if (key.text !== '<<' && !key.unknown) values.set(key.text, textAt(map, key.text));
  return { values, open: map.open || map.entries.some(({ key }) => key.text === '<<' || key.unknown) };
}

/** `selector` of a Service or ReplicationController: labels and nothing else. */
export function plainSelector(node: Node | undefined): Selector {
  const labels = labelsOf(node);
  return { requirements: equalities(labels), open: labels.open };
}

/** `matchLabels` and `matchExpressions`. */
export function labelSelector(node: Node | undefined): Selector {
  const map = asMap(node);
  const labels = labelsOf(map?.get('matchLabels'));
  const expressions = itemsOf(map?.get('matchExpressions')).map(requirementOf);
  const open = labels.open || map?.open === true || (map === undefined && asScalar(node) !== undefined);
  return { requirements: [...equalities(labels), ...expressions], open };
}

function equalities(labels: Labels): Requirement[] {
  return [...labels.values].map(([key, value]) =>
    value === undefined ? { key, operator: 'Unknown', values: [] } : { key, operator: 'In', values: [value] },
  );
}

function requirementOf(node: Node): Requirement {
  const key = textAt(node, 'key');
  const operator = textAt(node, 'operator');
  const items = itemsOf(asMap(node)?.get('values'));
  const values = items.flatMap(item => textAt(item) ?? []);
  const known = operator === 'In' || operator === 'NotIn' || operator === 'Exists' || operator === 'DoesNotExist';
  if (key === undefined || !known || values.length < items.length)
    return { key: key ?? '', operator: 'Unknown', values: [] };
  return { key, operator, values };
}

/** Labels that controllers put on pods: a template never has them, and selecting by them is no mistake. */
const GENERATED =
  /^(statefulset\.kubernetes\.io\/pod-name|apps\.kubernetes\.io\/pod-index|controller-revision-hash|pod-template-hash|role|cnpg\.io\/.*|strimzi\.io\/.*|app\.kubernetes\.io\/managed-by)$/;

export function isGenerated(key: string): boolean {
  return GENERATED.test(key);
}

/**
 * Whether a selector selects pods with these labels; undefined where templates leave it open. Requirements on labels
 * that controllers generate are taken as met; where it has no others, nothing is known. A selector without requirements selects nothing: that is what it does
 * in a Service, and no workload may have one.
 */
export function selects(selector: Selector, labels: Labels): boolean | undefined {
  if (selector.requirements.length === 0) return selector.open ? undefined : false;
  let certain = !selector.open && selector.requirements.some(one => !isGenerated(one.key));
  for (const requirement of selector.requirements) {
    if (isGenerated(requirement.key)) continue;
    const met = meets(requirement, labels);
    if (met === false) return false;
    if (met === undefined) certain = false;
  }
  return certain ? true : undefined;
}

function meets({ key, operator, values }: Requirement, labels: Labels): boolean | undefined {
  if (operator === 'Unknown') return undefined;
  const present = labels.values.has(key);
  if (!present && labels.open) return undefined;
  if (operator === 'Exists') return present;
  if (operator === 'DoesNotExist') return !present;
  const value = labels.values.get(key);
  if (present && value === undefined) return undefined;
  const listed = present && values.includes(value!);
  return operator === 'In' ? listed : !listed;
}
