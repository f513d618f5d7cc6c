import { asMap, asScalar, at, itemsOf, textAt } from '../yaml/index.ts';
import { databaseFacts } from './databaseFacts.ts';
import type { KubernetesObject, ObjectFacts, PodFacts, TargetPort } from './model.ts';
import { policyFacts } from './policyFacts.ts';
import { accountFacts, bindingFacts } from './rbacFacts.ts';
import { referenceFacts } from './referenceFacts.ts';

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
    binding: bindingFacts(object),
    account: accountFacts(object),
    ...referenceFacts(object),
    ...databaseFacts(object),
    ...policyFacts(object),
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
