import type { TextEdit } from '#text';
import { type Tree, treeEdits } from '../yaml/index.ts';
import { annotationOf, annotationsNodeOf, annotationsOf } from './annotations.ts';
import type { Field } from './fields.ts';
import type { Ingress } from './ingresses.ts';

/** An Ingress with TLS that answers in plain HTTP as well. */
export interface PlainBesideTls {
  readonly controller: 'nginx' | 'ALB' | 'GKE';
  /** What says so, or what the missing annotation belongs to. */
  readonly at: Field<string>;
  /** The annotation that redirects or refuses plain HTTP, with its value. */
  readonly annotation: string;
  readonly value: string;
}

export function plainBesideTlsOf(ingress: Ingress): PlainBesideTls | undefined {
  return switchedOff(ingress) ?? onLoadBalancer(ingress) ?? onGoogle(ingress);
}

/** Writes the annotation that redirects. */
export function redirect(tree: Tree, { object }: Ingress, found: PlainBesideTls): TextEdit | undefined {
  const edits = treeEdits(tree);
  const written = annotationOf(object, found.annotation);
  if (written) return edits.setScalar(written.node, found.value);
  const annotations = annotationsNodeOf(object);
  return annotations && edits.addEntry(annotations, found.annotation, found.value);
}

const SWITCHES = [
  'nginx.ingress.kubernetes.io',
  'ingress.kubernetes.io',
  'haproxy.org',
  'haproxy-ingress.github.io',
].map(prefix => `${prefix}/ssl-redirect`);

/**
 * These controllers redirect a host that has TLS, as long as nothing else is written; `force-ssl-redirect` is for hosts
 * without: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#server-side-https-enforcement-through-redirect
 */
function switchedOff({ object, tls }: Ingress): PlainBesideTls | undefined {
  const force = annotationOf(object, 'nginx.ingress.kubernetes.io/force-ssl-redirect');
  // Behind a load balancer that ends TLS, the redirect is that one's.
  const isBehind = annotationsOf(object).some(({ key }) => key.text.endsWith('/use-forwarded-headers'));
  if (tls.length === 0 || (force && force.value !== 'false') || isBehind) return undefined;
  const found = SWITCHES.flatMap(name => annotationOf(object, name) ?? []).find(({ value }) => value === 'false');
  return found && { controller: 'nginx', at: found, annotation: found.key.text, value: 'true' };
}

const ALB = 'alb.ingress.kubernetes.io';

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/tasks/ssl_redirect/ */
function onLoadBalancer({ object }: Ingress): PlainBesideTls | undefined {
  const ports = annotationOf(object, `${ALB}/listen-ports`);
  const isBoth = ports?.value !== undefined && /"HTTP"\s*:/.test(ports.value) && /"HTTPS"\s*:/.test(ports.value);
  if (!ports || !isBoth || object.annotations.open) return undefined;
  // The other members of a group may redirect for all of them.
  if (annotationOf(object, `${ALB}/ssl-redirect`) || annotationOf(object, `${ALB}/group.name`)) return undefined;
  const redirects = annotationsOf(object).some(
    ({ key, text }) => key.text.startsWith(`${ALB}/actions.`) && (text === '' || /redirect/i.test(text)),
  );
  return redirects ? undefined : { controller: 'ALB', at: ports, annotation: `${ALB}/ssl-redirect`, value: '443' };
}

/** https://cloud.google.com/kubernetes-engine/docs/concepts/ingress-xlb#disabling_http */
function onGoogle({ object, tls, className }: Ingress): PlainBesideTls | undefined {
  const certificates = [
    annotationOf(object, 'networking.gke.io/managed-certificates'),
    annotationOf(object, 'ingress.gcp.kubernetes.io/pre-shared-cert'),
  ].find(field => field !== undefined);
  const isGoogle = className ? className.value === 'gce' : certificates !== undefined;
  if (!isGoogle || (tls.length === 0 && !certificates) || object.annotations.open) return undefined;
  if (annotationOf(object, 'networking.gke.io/v1beta1.FrontendConfig')) return undefined;
  const allowed = annotationOf(object, 'kubernetes.io/ingress.allow-http');
  if (allowed && allowed.value !== 'true') return undefined;
  const at = allowed ?? certificates ?? className;
  return at && { controller: 'GKE', at, annotation: 'kubernetes.io/ingress.allow-http', value: 'false' };
}
