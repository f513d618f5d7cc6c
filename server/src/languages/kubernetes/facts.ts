import { asMap, asScalar, at, itemsOf, type Node, textAt } from '../yaml/index.ts';
import type { KubernetesObject, Kustomization, ObjectFacts, PodFacts, TargetPort } from './model.ts';

export function objectFacts(object: KubernetesObject): ObjectFacts {
  const { group, kind, namespace, name, labels } = object;
  const isService = group === '' && kind === 'Service';
  return {
    group,
    kind,
    namespace,
    name,
    labels,
    selector: object.selector(),
    targetPorts: isService ? targetPortsOf(object) : [],
    pods: podFacts(object),
  };
}

function podFacts(object: KubernetesObject): PodFacts | undefined {
  const pods = object.podSpec();
  if (!pods) return undefined;
  const ports = pods.containers.flatMap(container => container.ports.map(({ name, number }) => ({ name, number })));
  return { labels: pods.labels, ports };
}

/** `targetPort`, which is `port` where it is not written. */
function targetPortsOf(service: KubernetesObject): TargetPort[] {
  return itemsOf(at(service.node, 'spec', 'ports')).flatMap(port => {
    const written = asScalar(asMap(port)?.get('targetPort')) ?? asScalar(asMap(port)?.get('port'));
    const target = written?.value;
    return typeof target === 'string' || typeof target === 'number' ? { name: textAt(port, 'name'), target } : [];
  });
}

export function kustomizationFacts(root: Node | undefined): Kustomization {
  const texts = (key: string): string[] => itemsOf(at(root, key)).flatMap(item => textAt(item) ?? []);
  const paths = (key: string): string[] => itemsOf(at(root, key)).flatMap(item => textAt(item, 'path') ?? []);
  return {
    resources: [...texts('resources'), ...texts('bases'), ...texts('components')],
    patches: [...paths('patches'), ...texts('patchesStrategicMerge'), ...paths('patchesJson6902')],
  };
}
