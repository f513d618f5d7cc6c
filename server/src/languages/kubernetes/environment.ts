import { contains, type Span } from '#text';
import type { Severity } from '../contract.ts';
import type { KubernetesDocument, KubernetesObject, Labels } from './model.ts';

const WORDS =
  'dev|develop|local|tests?|e2e|ci|sandbox|preview|review|demos?|examples?|samples?|minikube|kind|k3d|docker-desktop';
const WHOLE = new RegExp(`^(${WORDS})$`, 'i');
const HYPHENATED = new RegExp(`(^|-)(${WORDS})(-|$)`, 'i');
const FILE_SUFFIX = new RegExp(`[.-](${WORDS})\\.(ya?ml|json)$`, 'i');

/** Folders that people keep manifests in: what stands below them names environments, not somebody's home. */
const MANIFEST_FOLDER =
  /^(deploy(ments?)?|k8s|kube|kubernetes|manifests?|overlays?|env(ironment)?s?|clusters?|kustomize|helm|charts?|infra(structure)?|gitops|argocd|flux)$/i;

/**
 * Whether a path says that it is for development or tests. The part above the workspace must not count, and a uri does
 * not say where that ends: so the folders below the first one that holds manifests count, else the nearest one.
 */
export function isNonProductionPath(uri: string): boolean {
  const parts = decoded(uri).split('/');
  const file = parts.pop() ?? '';
  if (FILE_SUFFIX.test(file)) return true;
  const from = parts.findIndex(part => MANIFEST_FOLDER.test(part));
  if (from < 0) return WHOLE.test(parts.at(-1) ?? '');
  return parts.slice(from + 1).some(part => HYPHENATED.test(part));
}

/** Input of other programs' tests, and what other people wrote: nobody runs it here. */
const FOREIGN_FOLDER =
  /^(testdata\d*|fixtures|__tests__|\.chainsaw.*|conformance|node_modules|vendor|third_party|crds)$/i;

export function isForeignPath(uri: string): boolean {
  return decoded(uri)
    .split('/')
    .slice(0, -1)
    .some(part => FOREIGN_FOLDER.test(part));
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

function isNonProductionObject(object: KubernetesObject): boolean {
  return isNonProductionNamed(object, object.podSpec()?.labels);
}

/** The same of an object of another document, by what is known of it. */
export function isNonProductionNamed(
  { namespace, labels }: Pick<KubernetesObject, 'namespace' | 'labels'>,
  podLabels: Labels | undefined,
): boolean {
  const named = [labels, podLabels].flatMap(one => [one?.values.get('env'), one?.values.get('environment')]);
  return [namespace, ...named].some(one => one !== undefined && HYPHENATED.test(one));
}

/**
 * Whether an object is not for production: what keeps a service up while nodes and pods come and go (replicas,
 * autoscaling, budgets, backups, spreading) is nobody's concern there.
 */
export function isNonProduction(document: KubernetesDocument, object: KubernetesObject): boolean {
  return isNonProductionPath(document.uri) || isNonProductionObject(object);
}

const LOWER: Readonly<Record<Severity, Severity | undefined>> = {
  error: 'warning',
  warning: 'info',
  info: 'hint',
  hint: undefined,
};

/** What is not for production is reported one level lower; bundles that somebody released, only where they will fail. */
export function temper(document: KubernetesDocument, severity: Severity, at: Span): Severity | undefined {
  if (severity !== 'error' && isReleaseBundle(document)) return undefined;
  if (isNonProductionPath(document.uri)) return LOWER[severity];
  const object = document.objects.find(one => contains(one.span, at));
  return object && isNonProductionObject(object) ? LOWER[severity] : severity;
}

/** Three custom resource definitions in one file: the output of somebody's release. */
export function isReleaseBundle(document: KubernetesDocument): boolean {
  return document.objects.filter(object => object.group === 'apiextensions.k8s.io').length >= 3;
}
