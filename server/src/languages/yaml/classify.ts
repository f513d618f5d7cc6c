import { type RootKeys, scanRoots } from './rootScan.ts';

export { looksLikeJson } from './rootScan.ts';

/** What a YAML or JSON file is, as far as Plumbline tells files apart. */
export type Classification =
  | 'kubernetes'
  /** CustomResourceDefinitions and nothing else: known, never linted. */
  | 'kubernetes-crd'
  /** Looks like a manifest and is the configuration of a local tool: kind, kubeadm, chainsaw, kubeconfig. */
  | 'kubernetes-tool-config'
  | 'kustomization'
  | 'chart'
  | 'helm-values'
  /** Below `templates/`, and not a manifest that could be read: partials, notes, tests, or no known object in it. */
  | 'helm-template'
  /** OpenAPI 3.0 to 3.2, Swagger 2.0. */
  | 'openapi'
  | 'asyncapi'
  /** Says that it is one of the three and has not got the rest yet, or a version that nobody knows. */
  | 'openapi-incomplete'
  | 'arazzo'
  | 'overlay';

/**
 * Says what a file is, from the keys at its root and its path; undefined for everything that is none of ours.
 * Of a stream with several documents the first one that rules are written for decides.
 */
export function classify(path: string, text: string): Classification | undefined {
  const location = locate(path);
  if (location.skipped) return undefined;
  if (location.helmPartial) return 'helm-template';
  let found: Classification | undefined;
  scanRoots(text, (keys, complete) => {
    const kind = classifyDocument(keys, location);
    if (kind === 'kubernetes' || kind === 'openapi' || kind === 'asyncapi') {
      found = kind;
      return true;
    }
    if (complete) found ??= kind;
    return false;
  });
  return found ?? (location.inTemplates && text.includes('{{') ? 'helm-template' : undefined);
}

interface Location {
  readonly base: string;
  readonly skipped: boolean;
  readonly inTemplates: boolean;
  readonly helmPartial: boolean;
}

const SKIPPED_FOLDERS = /\/(node_modules|\.git|vendor)\//;
const LOCK_FILES = /^(package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|composer\.lock)$/;

function locate(path: string): Location {
  const parts = path.split(/[/\\]/);
  const base = parts.at(-1) ?? '';
  const extension = /\.([A-Za-z0-9]+)$/.exec(base)?.[1]?.toLowerCase();
  const folders = `/${parts.slice(0, -1).join('/')}/`;
  const inTemplates = folders.includes('/templates/');
  const readable = extension === undefined || /^(ya?ml|jsonc?)$/.test(extension);
  return {
    base,
    skipped: SKIPPED_FOLDERS.test(folders) || LOCK_FILES.test(base) || (!readable && !inTemplates),
    inTemplates,
    helmPartial: inTemplates && (!readable || base.startsWith('_') || folders.includes('/templates/tests/')),
  };
}

function classifyDocument(keys: RootKeys, location: Location): Classification | undefined {
  return classifyApi(keys) ?? classifyManifest(keys, location) ?? classifyByName(keys, location.base);
}

function classifyApi(keys: RootKeys): Classification | undefined {
  const has = (key: string): boolean => keys.has(key);
  const openapi = keys.get('openapi')?.text;
  if (openapi !== undefined && /^\d/.test(openapi)) {
    const known = /^3\.[0-2](\.\d+)?(-\w+)?$/.test(openapi);
    const whole = has('info') && (has('paths') || has('webhooks') || has('components'));
    return known && whole ? 'openapi' : 'openapi-incomplete';
  }
  const swagger = keys.get('swagger')?.text;
  if (swagger !== undefined && /^\d/.test(swagger)) {
    const whole = has('info') && (has('paths') || has('definitions'));
    return /^2(\.0)?$/.test(swagger) && whole ? 'openapi' : 'openapi-incomplete';
  }
  const asyncapi = keys.get('asyncapi')?.text;
  if (asyncapi !== undefined && /^\d/.test(asyncapi))
    return /^[23]\.\d+\.\d+/.test(asyncapi) && has('info') ? 'asyncapi' : 'openapi-incomplete';
  if (has('info') && /^\d/.test(keys.get('arazzo')?.text ?? '')) return 'arazzo';
  if (has('info') && /^\d/.test(keys.get('overlay')?.text ?? '')) return 'overlay';
  return undefined;
}

function classifyManifest(keys: RootKeys, location: Location): Classification | undefined {
  const kind = keys.get('kind')?.text;
  if (!keys.has('apiVersion') || kind === undefined) return undefined;
  const apiVersion = keys.get('apiVersion')!.text;
  // Charts choose the version by the cluster's capabilities; anywhere else such a value says nothing.
  if (apiVersion === undefined) return location.inTemplates && hasBody(keys, kind) ? 'kubernetes' : undefined;
  const match = /^(?:([a-z0-9.-]+)\/)?v\d+((alpha|beta)\d+)?$/.exec(apiVersion);
  if (!match) return undefined;
  const group = match[1] ?? '';
  if (group === 'kustomize.config.k8s.io') return 'kustomization';
  if (group === 'apiextensions.k8s.io') return 'kubernetes-crd';
  if (group === 'apiserver.config.k8s.io' && kind === 'EncryptionConfiguration') return 'kubernetes';
  if (TOOL_GROUPS.test(group) || (group === '' && kind === 'Config')) return 'kubernetes-tool-config';
  if (!isKnownGroup(group, kind)) return undefined;
  return hasBody(keys, kind) ? 'kubernetes' : undefined;
}

function hasBody(keys: RootKeys, kind: string): boolean {
  return keys.get('metadata')?.nested === true || (kind.endsWith('List') && keys.get('items')?.nested === true);
}

function isKnownGroup(group: string, kind: string): boolean {
  if (group === '') return CORE_KINDS.has(kind) || MISPLACED_KINDS.has(kind);
  return group.includes('.') || BUILT_IN_GROUPS.has(group);
}

/** Groups whose objects are files for a tool on somebody's machine, never objects of a cluster. */
const TOOL_GROUPS =
  /^(kind\.x-k8s\.io|kube(adm|let|proxy|scheduler)(\..*)?\.k8s\.io|audit\.k8s\.io|client\.authentication\.k8s\.io|apiserver(\.config)?\.k8s\.io|(chainsaw|cli)\.kyverno\.io|kuttl\.dev|k3d\.io|eksctl\.io|(.*\.)?backstage\.io|config\.gatekeeper\.sh)$/;

const BUILT_IN_GROUPS = new Set(['apps', 'batch', 'autoscaling', 'policy', 'extensions']);

const CORE_KINDS = new Set(
  (
    'Binding ComponentStatus ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume ' +
    'PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount List ' +
    'ConfigMapList EndpointsList EventList LimitRangeList NamespaceList NodeList PersistentVolumeList ' +
    'PersistentVolumeClaimList PodList PodTemplateList ReplicationControllerList ResourceQuotaList SecretList ' +
    'ServiceList ServiceAccountList'
  ).split(' '),
);

/** Kinds of other built-in groups that people write with `apiVersion: v1`. Still manifests, and wrong ones. */
const MISPLACED_KINDS = new Set(
  (
    'Deployment StatefulSet DaemonSet ReplicaSet Job CronJob HorizontalPodAutoscaler PodDisruptionBudget Ingress ' +
    'IngressClass NetworkPolicy StorageClass Role RoleBinding ClusterRole ClusterRoleBinding PriorityClass'
  ).split(' '),
);

const KUSTOMIZE_KEYS = [
  'resources',
  'bases',
  'components',
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'configMapGenerator',
  'secretGenerator',
  'generators',
  'transformers',
  'images',
  'namespace',
  'namePrefix',
  'nameSuffix',
  'commonLabels',
  'commonAnnotations',
  'labels',
  'helmCharts',
  'replacements',
];

function classifyByName(keys: RootKeys, base: string): Classification | undefined {
  const foreign = keys.has('apiVersion') && keys.has('kind');
  if (/^kustomization(\.ya?ml)?$/i.test(base) && !foreign && KUSTOMIZE_KEYS.some(key => keys.has(key)))
    return 'kustomization';
  if (base === 'Chart.yaml' && keys.has('name') && keys.has('version')) return 'chart';
  if (/^values[^/]*\.ya?ml$/.test(base) && !foreign) return 'helm-values';
  return undefined;
}
