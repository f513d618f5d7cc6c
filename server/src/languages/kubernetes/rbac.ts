import type { Located, Span } from '#text';
import { asMap, type MapNode } from '../yaml/index.ts';
import { type Field, mapsIn, type TextItem, textField, textItems } from './fields.ts';
import type { KubernetesObject } from './model.ts';

const GROUP = 'rbac.authorization.k8s.io';

export interface Role {
  readonly object: KubernetesObject;
  /** A ClusterRole: holds in every namespace where it is bound by a ClusterRoleBinding. */
  readonly clusterWide: boolean;
  /** Filled by the cluster from other roles. */
  readonly aggregated: boolean;
  readonly rules: readonly RoleRule[];
}

export interface RoleRule extends Located {
  readonly node: MapNode;
  readonly groups: readonly TextItem[];
  readonly resources: readonly TextItem[];
  readonly verbs: readonly TextItem[];
  readonly resourceNames: readonly TextItem[];
  readonly nonResourceUrls: readonly TextItem[];
}

export function roleOf(object: KubernetesObject): Role | undefined {
  const { group, kind, node } = object;
  if (group !== GROUP || (kind !== 'Role' && kind !== 'ClusterRole')) return undefined;
  return {
    object,
    clusterWide: kind === 'ClusterRole',
    aggregated: node.get('aggregationRule') !== undefined,
    rules: mapsIn(node.get('rules')).map(rule => ({
      node: rule,
      groups: textItems(rule.get('apiGroups')),
      resources: textItems(rule.get('resources')),
      verbs: textItems(rule.get('verbs')),
      resourceNames: textItems(rule.get('resourceNames')),
      nonResourceUrls: textItems(rule.get('nonResourceURLs')),
      get span(): Span {
        return rule.span;
      },
    })),
  };
}

export interface RoleBinding {
  readonly object: KubernetesObject;
  readonly clusterWide: boolean;
  readonly roleKind: Field<string> | undefined;
  readonly roleName: Field<string> | undefined;
  readonly subjects: readonly Subject[];
}

export interface Subject extends Located {
  readonly node: MapNode;
  /** `ServiceAccount`, `User` or `Group`. */
  readonly kind: string | undefined;
  readonly name: Field<string> | undefined;
  readonly namespace: Field<string> | undefined;
}

export function bindingOf(object: KubernetesObject): RoleBinding | undefined {
  const { group, kind, node } = object;
  if (group !== GROUP || (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding')) return undefined;
  const role = asMap(node.get('roleRef'));
  return {
    object,
    clusterWide: kind === 'ClusterRoleBinding',
    roleKind: textField(role, 'kind'),
    roleName: textField(role, 'name'),
    subjects: mapsIn(node.get('subjects')).map(subject => ({
      node: subject,
      kind: textField(subject, 'kind')?.value,
      name: textField(subject, 'name'),
      namespace: textField(subject, 'namespace'),
      get span(): Span {
        return subject.span;
      },
    })),
  };
}
