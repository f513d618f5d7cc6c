import { asMap, type MapNode } from '../yaml/index.ts';
import { booleanField, type Field, flagOf, mapsIn, numberField, textField } from './fields.ts';
import { rootOf } from './kustomizations.ts';
import type { KubernetesDocument } from './model.ts';

/**
 * The values that a chart fills its templates with, read by the names that `helm create` gives and nearly every chart
 * keeps. A finding about them stands in the values; what a template makes of them is not looked at.
 */
export interface HelmValues {
  /** The whole file, then the parts of it that configure one workload each (`api:`, `worker:`). */
  readonly sections: readonly ValuesSection[];
}

export interface ValuesSection {
  /** Its key; undefined for the whole file. */
  readonly name: string | undefined;
  readonly node: MapNode;
  /** `replicaCount`, else `replicas`. */
  readonly replicas: Field<number> | undefined;
  readonly autoscaling: ValuesAutoscaling | undefined;
  readonly image: ValuesImage | undefined;
  readonly ingress: ValuesIngress | undefined;
  /** Of `env` and `extraEnv`, as a list or as a mapping. */
  readonly env: readonly { readonly name: string; readonly value: Field<string> }[];
  /** False where its `enabled` says so: nothing of it is deployed. */
  readonly enabled: boolean | undefined;
}

export interface ValuesAutoscaling {
  readonly node: MapNode;
  /** False where nothing is written. */
  readonly enabled: boolean | undefined;
  readonly minimum: Field<number> | undefined;
  readonly maximum: Field<number> | undefined;
  /** `targetCPUUtilizationPercentage`, and the names of before. */
  readonly cpuTarget: Field<number> | undefined;
}

export interface ValuesImage {
  readonly node: MapNode;
  readonly repository: Field<string> | undefined;
  /** Empty: the version of the chart's application. */
  readonly tag: Field<string> | undefined;
  readonly digest: Field<string> | undefined;
}

export interface ValuesIngress {
  readonly node: MapNode;
  readonly enabled: boolean | undefined;
  readonly hosts: readonly Field<string>[];
  /** True where `tls` is written and empty, or not written at all. */
  readonly withoutTls: boolean;
  /** Where `tls` stands. */
  readonly tls: Field<unknown> | undefined;
  readonly annotations: MapNode | undefined;
}

/** Undefined for every document but the values of a chart. */
export function helmValuesOf(document: KubernetesDocument): HelmValues | undefined {
  const root = document.isValues ? rootOf(document) : undefined;
  if (!root) return undefined;
  const inner = root.entries.flatMap(({ key }) => {
    const node = asMap(root.get(key.text));
    return node && !isFeature(key.text) && isSection(node) ? sectionOf(node, key.text) : [];
  });
  return { sections: [sectionOf(root, undefined), ...inner] };
}

/** What configures one feature of the whole chart, and no workload. */
function isFeature(key: string): boolean {
  return /^(image|global|autoscaling|ingress|service|serviceAccount|resources|podDisruptionBudget|<<)$/.test(key);
}

function isSection(node: MapNode): boolean {
  return ['image', 'replicaCount', 'replicas', 'autoscaling'].some(key => node.entry(key) !== undefined);
}

function sectionOf(node: MapNode, name: string | undefined): ValuesSection {
  return {
    name,
    node,
    replicas: numberField(node, 'replicaCount') ?? numberField(node, 'replicas'),
    autoscaling: autoscalingOf(asMap(node.get('autoscaling'))),
    image: imageOf(asMap(node.get('image'))),
    ingress: ingressOf(asMap(node.get('ingress'))),
    env: ['env', 'extraEnv'].flatMap(key => envIn(node, key)),
    enabled: flagOf(node, 'enabled', true),
  };
}

function autoscalingOf(node: MapNode | undefined): ValuesAutoscaling | undefined {
  if (!node) return undefined;
  return {
    node,
    enabled: flagOf(node, 'enabled', false),
    minimum: numberField(node, 'minReplicas'),
    maximum: numberField(node, 'maxReplicas'),
    cpuTarget: numberField(node, 'targetCPUUtilizationPercentage') ?? numberField(node, 'targetCPU'),
  };
}

function imageOf(node: MapNode | undefined): ValuesImage | undefined {
  if (!node) return undefined;
  return {
    node,
    repository: textField(node, 'repository'),
    tag: textField(node, 'tag'),
    digest: textField(node, 'digest'),
  };
}

function ingressOf(node: MapNode | undefined): ValuesIngress | undefined {
  if (!node) return undefined;
  const tls = node.get('tls');
  const single = textField(node, 'host') ?? textField(node, 'hostname');
  const listed = mapsIn(node.get('hosts')).flatMap(one => textField(one, 'host') ?? textField(one, 'name') ?? []);
  return {
    node,
    enabled: flagOf(node, 'enabled', false),
    hosts: single ? [single, ...listed] : listed,
    withoutTls: tls === undefined || (tls.type === 'seq' && tls.items.length === 0),
    tls: booleanField(node, 'tls'),
    annotations: asMap(node.get('annotations')),
  };
}

function envIn(section: MapNode, key: string): { name: string; value: Field<string> }[] {
  const written = section.get(key);
  const map = asMap(written);
  if (map)
    return map.entries.flatMap(({ key: name }) => {
      const value = name.text === '<<' ? undefined : textField(map, name.text);
      return value && map.get(name.text)?.type === 'scalar' ? { name: name.text, value } : [];
    });
  return mapsIn(written).flatMap(one => {
    const name = textField(one, 'name')?.value;
    const value = textField(one, 'value');
    return name !== undefined && value ? { name, value } : [];
  });
}
