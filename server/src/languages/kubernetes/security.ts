import { asMap, type MapNode } from '../yaml/index.ts';
import { booleanField, type Field, numberField, type TextItem, textField, textItems } from './fields.ts';
import type { Container, PodSpec } from './model.ts';

/** What a container runs with: its own settings, and those of its pod where it has none. */
export interface SecurityContext {
  /** Of the container; undefined where there is none. */
  readonly node: MapNode | undefined;
  /** Of the pod. */
  readonly podNode: MapNode | undefined;
  readonly privileged: Field<boolean> | undefined;
  readonly allowPrivilegeEscalation: Field<boolean> | undefined;
  readonly readOnlyRootFilesystem: Field<boolean> | undefined;
  /** The container's, else the pod's. */
  readonly runAsNonRoot: Field<boolean> | undefined;
  readonly runAsUser: Field<number> | undefined;
  readonly seccompProfile: Field<string> | undefined;
  readonly addedCapabilities: readonly TextItem[];
  readonly droppedCapabilities: readonly TextItem[];
  /** False where a template may set more: that something is missing must not be claimed. */
  readonly known: boolean;
}

export function securityOf(pods: PodSpec, container: Container): SecurityContext {
  const written = container.node.get('securityContext');
  const writtenPod = pods.node.get('securityContext');
  const node = asMap(written);
  const podNode = asMap(writtenPod);
  const capabilities = asMap(node?.get('capabilities'));
  const isWhole = [written, writtenPod].every(one => one === undefined || (one.type === 'map' && !one.open));
  return {
    node,
    podNode,
    privileged: booleanField(node, 'privileged'),
    allowPrivilegeEscalation: booleanField(node, 'allowPrivilegeEscalation'),
    readOnlyRootFilesystem: booleanField(node, 'readOnlyRootFilesystem'),
    runAsNonRoot: booleanField(node, 'runAsNonRoot') ?? booleanField(podNode, 'runAsNonRoot'),
    runAsUser: numberField(node, 'runAsUser') ?? numberField(podNode, 'runAsUser'),
    seccompProfile:
      textField(asMap(node?.get('seccompProfile')), 'type') ?? textField(asMap(podNode?.get('seccompProfile')), 'type'),
    addedCapabilities: textItems(capabilities?.get('add')),
    droppedCapabilities: textItems(capabilities?.get('drop')),
    known: isWhole && !container.partial && !pods.node.open,
  };
}

/** What a pod shares with its node. */
export interface HostAccess {
  readonly hostNetwork: Field<boolean> | undefined;
  readonly hostPID: Field<boolean> | undefined;
  readonly hostIPC: Field<boolean> | undefined;
}

export function hostAccessOf({ node }: PodSpec): HostAccess {
  return {
    hostNetwork: booleanField(node, 'hostNetwork'),
    hostPID: booleanField(node, 'hostPID'),
    hostIPC: booleanField(node, 'hostIPC'),
  };
}

/** Who a pod is for the API server. */
export interface PodIdentity {
  /** `serviceAccountName`, or its old name `serviceAccount`. */
  readonly account: Field<string> | undefined;
  readonly automount: Field<boolean> | undefined;
}

export function identityOf({ node }: PodSpec): PodIdentity {
  return {
    account: textField(node, 'serviceAccountName') ?? textField(node, 'serviceAccount'),
    automount: booleanField(node, 'automountServiceAccountToken'),
  };
}
