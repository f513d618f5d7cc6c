import { asScalar, type ScalarNode, textAt } from '../yaml/index.ts';
import type { KubernetesObject } from './model.ts';

/** `v2` of `autoscaling/v2`; undefined where a template chooses it, and for the items of typed lists. */
export function versionOf({ node }: KubernetesObject): string | undefined {
  return textAt(node, 'apiVersion')?.replace(/^.*\//, '');
}

/**
 * The version that serves a kind that people look for in the wrong group, by the kind: what Kubernetes 1.25 and later
 * has (https://kubernetes.io/docs/reference/using-api/deprecation-guide/). Kinds whose name other groups use as well are
 * wrong only where the group is one that never had them.
 */
const SERVED: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  ReplicaSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  PodDisruptionBudget: 'policy/v1',
  Ingress: 'networking.k8s.io/v1',
  IngressClass: 'networking.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  StorageClass: 'storage.k8s.io/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  PriorityClass: 'scheduling.k8s.io/v1',
  Pod: 'v1',
  Service: 'v1',
  ConfigMap: 'v1',
  Secret: 'v1',
  ServiceAccount: 'v1',
  Namespace: 'v1',
  PersistentVolumeClaim: 'v1',
  PersistentVolume: 'v1',
  LimitRange: 'v1',
  ResourceQuota: 'v1',
  Endpoints: 'v1',
  ReplicationController: 'v1',
};

/** Groups that served a kind once: their versions are old, not wrong. */
const FORMER: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['extensions'],
  DaemonSet: ['extensions'],
  ReplicaSet: ['extensions'],
  Ingress: ['extensions'],
  NetworkPolicy: ['extensions'],
};

/** Groups that the API server itself has. In any other one a kind of the same name is somebody's own. */
const OWN_GROUPS = new Set([
  '',
  'apps',
  'batch',
  'autoscaling',
  'policy',
  'extensions',
  'networking.k8s.io',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'scheduling.k8s.io',
]);

export interface MisplacedVersion {
  readonly node: ScalarNode;
  readonly written: string;
  /** The version that serves the kind. */
  readonly served: string;
}

/** The `apiVersion` of an object whose kind no version of that group ever had: `v1 Deployment`. */
export function misplacedVersionOf({ node, group, kind }: KubernetesObject): MisplacedVersion | undefined {
  const scalar = asScalar(node.get('apiVersion'));
  const served = SERVED[kind];
  if (!scalar || scalar.unknown || group === undefined || served === undefined || !OWN_GROUPS.has(group))
    return undefined;
  const right = served.includes('/') ? served.slice(0, served.indexOf('/')) : '';
  if (group === right || FORMER[kind]?.includes(group)) return undefined;
  return { node: scalar, written: scalar.text, served };
}
