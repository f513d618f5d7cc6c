import type { Located } from '#text';
import type { Document } from '../contract.ts';
import type { MapNode, ScalarNode, Tree } from '../yaml/index.ts';
import type { ChartFacts, ValueFacts } from './charts.ts';
import type { DatabaseFacts } from './databaseFacts.ts';
import type { Kustomization } from './kustomizations.ts';
import type { PolicyFacts } from './policyFacts.ts';
import type { AccountFacts, BindingFacts } from './rbacFacts.ts';
import type { ReferenceFacts } from './referenceFacts.ts';
import type { TemplatedNumbers } from './templates.ts';

export interface KubernetesDocument extends Document {
  readonly kind: 'kubernetes';
  readonly tree: Tree;
  /** True for the templates of a Helm chart: absence must not be claimed in them. */
  readonly template: boolean;
  /** True for the values of a Helm chart: no objects, see `helmValuesOf`. */
  readonly isValues: boolean;
  /** A kustomization is read for what it says of other files; nothing is reported in it. */
  readonly kustomization: Kustomization | undefined;
  /** In source order; the items of a `List` in its place. An object is the same one as long as its document is. */
  readonly objects: readonly KubernetesObject[];
}

/** One object of the cluster. Objects are known by API group and kind, never by the kind alone. */
export interface KubernetesObject extends Located {
  readonly node: MapNode;
  /** The group without the version: `apps`; empty for the core group; undefined where a template chooses it. */
  readonly group: string | undefined;
  readonly kind: string;
  readonly name: string | undefined;
  readonly nameNode: ScalarNode | undefined;
  readonly namespace: string | undefined;
  readonly labels: Labels;
  readonly annotations: Labels;
  /**
   * True for what is only a part of an object: a patch, a workload with neither selector nor image. Absence must not be
   * claimed in it. What a kustomization says of the file comes on top: see `isPatch`.
   */
  readonly partial: boolean;
  /** The pods that it makes; undefined for what makes none, and where a template writes them. */
  podSpec(): PodSpec | undefined;
  /** What other documents may know of it. */
  facts(): ObjectFacts;
  /** The pods that it selects; undefined for what selects none. */
  selector(): Selector | undefined;
}

/** Labels or annotations, by key. A value that a template fills is undefined. */
export interface Labels {
  readonly values: ReadonlyMap<string, string | undefined>;
  /** True where a template may add some. */
  readonly open: boolean;
}

/** A label selector, matchLabels and matchExpressions alike. One without any requirement selects nothing here. */
export interface Selector {
  readonly requirements: readonly Requirement[];
  readonly open: boolean;
}

export interface Requirement {
  readonly key: string;
  /** `Unknown`: a template fills it. */
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Unknown';
  readonly values: readonly string[];
}

/** The pod template of a workload, or the pod itself. */
export interface PodSpec extends Located {
  readonly node: MapNode;
  /** Of the pods, not of the object that makes them. */
  readonly labels: Labels;
  /** What runs for as long as the pod does: containers, then native sidecars (init containers that always restart). */
  readonly containers: readonly Container[];
  /** What runs to its end before them. */
  readonly initContainers: readonly Container[];
}

export interface Container extends Located {
  readonly node: MapNode;
  readonly role: 'container' | 'sidecar' | 'init';
  readonly name: string | undefined;
  /** Where something missing in this container is reported; undefined where there is no name. */
  /** The name to show in a message: `(templated)` where a template fills it in. */
  readonly shownName: string;
  readonly nameNode: ScalarNode | undefined;
  /** Undefined where there is none or a template writes it. */
  readonly image: string | undefined;
  readonly ports: readonly ContainerPort[];
  /** False where a template, a patch or a merge may declare more ports than `ports` has. */
  readonly portsKnown: boolean;
  readonly env: readonly EnvVar[];
  /** True where its command does nothing but wait: a shell to log in to, a place holder. */
  readonly idle: boolean;
  /** True where keys may be missing because something else adds them: absence must not be claimed. */
  readonly partial: boolean;
  probe(role: ProbeRole): Probe | undefined;
  /** True also where a template or a mistake stands in the place of the probe. */
  declaresProbe(role: ProbeRole): boolean;
  /** The declared port that a probe or a Service means; undefined where none is declared so. */
  port(nameOrNumber: string | number): ContainerPort | undefined;
}

export interface ContainerPort extends Located {
  readonly name: string | undefined;
  readonly number: number | undefined;
  readonly protocol: string;
}

export interface EnvVar extends Located {
  readonly name: string;
  readonly value: string | undefined;
}

export type ProbeRole = 'liveness' | 'readiness' | 'startup';
export const probeRoles: readonly ProbeRole[] = ['liveness', 'readiness', 'startup'];

export interface Probe {
  readonly role: ProbeRole;
  /** The key `livenessProbe`. */
  readonly key: ScalarNode;
  /** False where an alias or a merge shares it with another container: the text belongs to that one. */
  readonly owned: boolean;
  readonly node: MapNode;
  readonly handler: Handler | undefined;
  /** Seconds and counts, with the defaults of the API (10, 3, 1, 1 and 0); undefined where a template fills them. */
  readonly periodSeconds: number | undefined;
  readonly failureThreshold: number | undefined;
  readonly successThreshold: number | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly initialDelaySeconds: number | undefined;
}

/** What a probe asks. Ports are resolved to numbers where the container declares them. */
export type Handler = HttpHandler | TcpHandler | ExecHandler | GrpcHandler;

export interface HttpHandler {
  readonly type: 'httpGet';
  readonly node: MapNode;
  /** `/` where none is written; undefined where a template fills it. */
  readonly path: string | undefined;
  readonly pathNode: ScalarNode | undefined;
  readonly port: PortReference | undefined;
  /** Scheme, host and headers in one comparable text; undefined where a template fills one of them. */
  readonly rest: string | undefined;
}

export interface TcpHandler {
  readonly type: 'tcpSocket';
  readonly port: PortReference | undefined;
  readonly rest: string | undefined;
}

export interface ExecHandler {
  readonly type: 'exec';
  /** Undefined where a template fills a part of it. */
  readonly command: readonly string[] | undefined;
}

export interface GrpcHandler {
  readonly type: 'grpc';
  readonly port: PortReference | undefined;
  readonly service: string | undefined;
}

/** A port as a probe names it. */
export interface PortReference extends Located {
  readonly node: ScalarNode;
  /** As written: a name or a number. */
  readonly written: string | number;
  /** The number that is meant; undefined for a name that no port of the container has. */
  readonly number: number | undefined;
}

/** What the other documents of a deployment unit may know of one. Plain data. */
export interface KubernetesFacts {
  readonly objects: readonly ObjectFacts[];
  readonly kustomization: Kustomization | undefined;
  readonly origin: FactsOrigin;
  /** Of a `Chart.yaml`. */
  readonly chart?: ChartFacts;
  /** Of a `values.yaml`: its scalars by their paths (`image.tag`). */
  readonly values?: ReadonlyMap<string, ValueFacts>;
}

/** Where the objects of a document stand. */
export interface FactsOrigin {
  readonly uri: string;
  /** For each object the UTF-16 offset of its start, to which its own places are relative. */
  readonly starts: readonly number[];
}

export interface ObjectFacts extends ReferenceFacts, DatabaseFacts, PolicyFacts {
  /** Of a Helm template: numbers that the chart's values decide. */
  readonly templated?: TemplatedNumbers;
  readonly group: string | undefined;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly labels: Labels;
  readonly selector: Selector | undefined;
  /** Of a Service: where it sends requests to. */
  readonly targetPorts: readonly TargetPort[];
  /** Of what makes pods. */
  readonly pods: PodFacts | undefined;
  /** Of a RoleBinding or ClusterRoleBinding. */
  readonly binding: BindingFacts | undefined;
  /** Of a ServiceAccount. */
  readonly account: AccountFacts | undefined;
}

export interface TargetPort {
  /** Of the Service's port. */
  readonly name: string | undefined;
  /** The name or number of a port of the pods. */
  readonly target: string | number;
}

export interface PodFacts {
  readonly labels: Labels;
  readonly ports: readonly { readonly name: string | undefined; readonly number: number | undefined }[];
}
