import { annotationsOf } from './annotations.ts';
import { flagOf, type TextItem } from './fields.ts';
import type { KubernetesObject } from './model.ts';
import { bindingOf, type RoleRule } from './rbac.ts';
import { indexOf } from './unitIndex.ts';
import type { Unit } from './workloads.ts';

/** Who gets which role. A name that a template fills is undefined. */
export interface BindingFacts {
  readonly clusterWide: boolean;
  readonly roleKind: string | undefined;
  readonly roleName: string | undefined;
  readonly subjects: readonly SubjectFacts[];
}

export interface SubjectFacts {
  readonly kind: string | undefined;
  readonly name: string | undefined;
  /** Where none is written, that of the binding. */
  readonly namespace: string | undefined;
}

/** What a ServiceAccount says of the pods that run under it. */
export interface AccountFacts {
  /** False where its pods get no token unless they ask for one; undefined where a template decides. */
  readonly automount: boolean | undefined;
  /** True where a cloud takes its token for an identity of its own. */
  readonly knownToCloud: boolean;
}

export function bindingFacts(object: KubernetesObject): BindingFacts | undefined {
  const binding = bindingOf(object);
  if (!binding) return undefined;
  return {
    clusterWide: binding.clusterWide,
    roleKind: binding.roleKind?.value,
    roleName: binding.roleName?.value,
    subjects: binding.subjects.map(({ kind, name, namespace }) => ({
      kind,
      name: name?.value,
      namespace: namespace ? namespace.value : object.namespace,
    })),
  };
}

/** IAM roles for service accounts of AWS, Workload Identity of Google and of Azure. */
const CLOUD_IDENTITY = /^(eks\.amazonaws\.com\/role-arn|iam\.gke\.io\/gcp-service-account|azure\.workload\.identity\/)/;

export function accountFacts(object: KubernetesObject): AccountFacts | undefined {
  if (object.group !== '' || object.kind !== 'ServiceAccount') return undefined;
  return {
    automount: flagOf(object.node, 'automountServiceAccountToken', true),
    knownToCloud: annotationsOf(object).some(({ key }) => CLOUD_IDENTITY.test(key.text)),
  };
}

/** The bindings of a unit that hold in the whole cluster for the ClusterRole of that name. */
export function isBoundInCluster(role: string, unit: Unit): boolean {
  return bindingsOf(unit).some(
    ({ clusterWide, roleName, roleKind }) => clusterWide && roleName === role && roleKind === 'ClusterRole',
  );
}

/** True where some binding of the unit gives rights to that account, or may do so. */
export function hasRights(account: string, namespace: string | undefined, unit: Unit): boolean {
  const isMeant = (subject: SubjectFacts): boolean => {
    const elsewhere = namespace !== undefined && subject.namespace !== undefined && namespace !== subject.namespace;
    if (elsewhere || subject.kind === 'User') return false;
    return subject.kind === 'ServiceAccount' ? (subject.name ?? account) === account : true;
  };
  return bindingsOf(unit).some(({ subjects }) => subjects.some(isMeant));
}

/** The ServiceAccount of that name in a unit. */
export function accountIn(unit: Unit, account: string, namespace: string | undefined): AccountFacts | undefined {
  const found = indexOf(unit)
    .having('account')
    .find(
      ({ facts }) =>
        facts.name === account &&
        (namespace === undefined || facts.namespace === undefined || facts.namespace === namespace),
    );
  return found?.facts.account;
}

function bindingsOf(unit: Unit): readonly BindingFacts[] {
  return indexOf(unit)
    .having('binding')
    .flatMap(({ facts }) => facts.binding ?? []);
}

/** Whether the API server itself serves a group: it has no dot, or ends in `.k8s.io`. */
function isBuiltInGroup(group: string): boolean {
  return group === '*' || !group.includes('.') || group.endsWith('.k8s.io');
}

/** The item of that text; undefined where it is not there, or a template may be hiding it. */
export function itemOf(items: readonly TextItem[], ...texts: readonly string[]): TextItem | undefined {
  return items.find(({ text }) => text !== undefined && texts.includes(text));
}

/** The API groups of a rule, to be shown. */
export function groupsOf({ groups }: RoleRule): string {
  if (itemOf(groups, '*')) return 'every API group';
  const shown = groups.map(({ text }) => (text === '' ? 'the core group' : `"${text ?? '(templated)'}"`));
  return shown.length > 2 ? `${shown[0]} and ${shown.length - 1} more groups` : shown.join(' and ');
}

/** Whether a rule speaks of nothing but groups that somebody's own resource definitions made. */
export function isForOwnGroups({ groups }: RoleRule): boolean {
  return groups.length > 0 && groups.every(({ text }) => text !== undefined && !isBuiltInGroup(text));
}
