import type { Span } from '#text';
import {
  asMap,
  asScalar,
  asSeq,
  at,
  itemsOf,
  type MapNode,
  type Node,
  type ScalarNode,
  textAt,
} from '../yaml/index.ts';
import { labelsOf, noLabels } from './labels.ts';
import type { Container, ContainerPort, EnvVar, Labels, PodSpec, Probe, ProbeRole } from './model.ts';
import { findPort, probeOf } from './probes.ts';

/** Where the pod template stands in each kind that makes pods, by `group/kind`. */
const TEMPLATE_PATHS: ReadonlyMap<string, readonly string[]> = new Map([
  ['/ReplicationController', ['spec', 'template']],
  ['apps/Deployment', ['spec', 'template']],
  ['apps/StatefulSet', ['spec', 'template']],
  ['apps/DaemonSet', ['spec', 'template']],
  ['apps/ReplicaSet', ['spec', 'template']],
  ['extensions/Deployment', ['spec', 'template']],
  ['extensions/DaemonSet', ['spec', 'template']],
  ['extensions/ReplicaSet', ['spec', 'template']],
  ['batch/Job', ['spec', 'template']],
  ['batch/CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['argoproj.io/Rollout', ['spec', 'template']],
  ['serving.knative.dev/Service', ['spec', 'template']],
]);

export function makesPods(group: string | undefined, kind: string): boolean {
  return (group === '' && kind === 'Pod') || TEMPLATE_PATHS.has(`${group}/${kind}`);
}

/** The labels that an object gives its pods, also where it says nothing else of them (a patch). */
export function podLabelsOf(root: MapNode, group: string | undefined, kind: string): Labels | undefined {
  const path = TEMPLATE_PATHS.get(`${group}/${kind}`);
  const labels = path && at(root, ...path, 'metadata', 'labels');
  return labels && labelsOf(labels);
}

/** The pods of an object. `partial`: the object is only a part, so that what is missing may be elsewhere. */
export function podSpecOf(
  root: MapNode,
  group: string | undefined,
  kind: string,
  partial: boolean,
): PodSpec | undefined {
  const path = TEMPLATE_PATHS.get(`${group}/${kind}`);
  const template = group === '' && kind === 'Pod' ? root : path && asMap(at(root, ...path));
  const spec = asMap(template?.get('spec'));
  return template && spec ? new WrittenPods(spec, template, partial) : undefined;
}

/** Built once for an object; everything below is read when it is asked for. */
class WrittenPods implements PodSpec {
  readonly labels: Labels;
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];

  constructor(
    readonly node: MapNode,
    template: MapNode,
    partial: boolean,
  ) {
    const metadata = asMap(template.get('metadata'));
    const labels = metadata ? labelsOf(metadata.get('labels')) : noLabels;
    this.labels = metadata?.open || template.open ? { ...labels, open: true } : labels;
    const init = containersAt(node, 'initContainers', partial);
    this.containers = [
      ...containersAt(node, 'containers', partial),
      ...init.filter(container => container.role === 'sidecar'),
    ];
    this.initContainers = init.filter(container => container.role === 'init');
  }

  get span(): Span {
    return this.node.span;
  }
}

function containersAt(spec: MapNode, key: 'containers' | 'initContainers', partial: boolean): Container[] {
  return itemsOf(spec.get(key)).flatMap(item => {
    if (item.type !== 'map') return [];
    // KEP-753: an init container that always restarts runs beside the others for the whole life of the pod.
    const native = textAt(item, 'restartPolicy') === 'Always';
    const role = key === 'containers' ? 'container' : native ? 'sidecar' : 'init';
    return [new WrittenContainer(item, role, partial)];
  });
}

class WrittenContainer implements Container {
  readonly name: string | undefined;
  readonly shownName: string;
  readonly nameNode: ScalarNode | undefined;
  readonly image: string | undefined;
  readonly ports: readonly ContainerPort[];
  readonly portsKnown: boolean;
  readonly partial: boolean;
  private readonly probes = new Map<ProbeRole, Probe | undefined>();

  constructor(
    readonly node: MapNode,
    readonly role: Container['role'],
    partialObject: boolean,
  ) {
    this.nameNode = asScalar(node.get('name'));
    this.name = textAt(node, 'name');
    this.shownName = this.name ?? '(templated)';
    this.image = textAt(node, 'image');
    // The image is required: where it is missing, this text is not the whole container.
    this.partial = partialObject || node.open || asScalar(node.get('image')) === undefined;
    const ports = node.get('ports');
    this.ports = itemsOf(ports).flatMap(item => (item.type === 'map' ? portOf(item) : []));
    this.portsKnown = !this.partial && arePortsKnown(ports);
  }

  get span(): Span {
    return this.node.span;
  }

  get env(): readonly EnvVar[] {
    return itemsOf(this.node.get('env')).flatMap(item => {
      const name = textAt(item, 'name');
      return name === undefined ? [] : { name, value: textAt(item, 'value'), span: item.span };
    });
  }

  get idle(): boolean {
    const words = ['command', 'args'].flatMap(key => itemsOf(this.node.get(key)).flatMap(word => textAt(word) ?? []));
    return /(^|[\s;&/])sleep\s+(infinity|inf|\d+[smhd]?)\s*$|tail -f \/dev\/null\s*$/.test(words.join(' '));
  }

  probe(role: ProbeRole): Probe | undefined {
    if (!this.probes.has(role)) this.probes.set(role, probeOf(this, role));
    return this.probes.get(role);
  }

  declaresProbe(role: ProbeRole): boolean {
    const field = `${role}Probe`;
    return this.node.entry(field) !== undefined || this.node.get(field) !== undefined;
  }

  port(nameOrNumber: string | number): ContainerPort | undefined {
    return findPort(this.ports, nameOrNumber);
  }
}

function portOf(node: MapNode): ContainerPort {
  const number = Number(textAt(node, 'containerPort') ?? Number.NaN);
  return {
    name: textAt(node, 'name'),
    number: Number.isInteger(number) ? number : undefined,
    protocol: textAt(node, 'protocol') ?? 'TCP',
    get span() {
      return node.span;
    },
  };
}

/** False where a template fills the list or one of the names in it. */
function arePortsKnown(ports: Node | undefined): boolean {
  if (ports === undefined) return true;
  const list = asSeq(ports);
  if (!list || list.open) return false;
  return itemsOf(list).every(item => {
    const map = asMap(item);
    return map !== undefined && !map.open && (map.get('name') === undefined || textAt(map, 'name') !== undefined);
  });
}
