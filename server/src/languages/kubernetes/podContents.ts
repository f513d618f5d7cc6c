import type { Container, KubernetesObject, PodSpec } from './model.ts';

/** What belongs to the node and not to an application: agents on every node, parts of the cluster itself. */
export function isNodeAgent({ group, kind, namespace }: KubernetesObject): boolean {
  const onEveryNode = (group === 'apps' || group === 'extensions') && kind === 'DaemonSet';
  return onEveryNode || namespace === 'kube-system';
}

/** Everything that runs in a pod, in the order of its starting. */
export function allContainers(pods: PodSpec | undefined): readonly Container[] {
  return pods ? [...pods.initContainers, ...pods.containers] : [];
}
