import type { TextEdit } from '#text';
import { asSeq, type Data, type MapNode, type Tree, treeEdits } from '../yaml/index.ts';
import { annotationsNodeOf } from './annotations.ts';
import { issuerAnnotationOf } from './custom/certManager.ts';
import { type Field, textField } from './fields.ts';
import type { ValuesIngress } from './helmValues.ts';
import { coversHost, type Ingress } from './ingresses.ts';
import { isHostName, isLocalHost } from './networkNames.ts';

/** Annotations that give an Ingress a certificate, or have TLS ended in front of or behind its controller. */
const TLS_ANNOTATIONS = [
  'alb.ingress.kubernetes.io/certificate-arn',
  'networking.gke.io/managed-certificates',
  'ingress.gcp.kubernetes.io/pre-shared-cert',
  'appgw.ingress.kubernetes.io/appgw-ssl-certificate',
  'traefik.ingress.kubernetes.io/router.tls',
  'traefik.ingress.kubernetes.io/router.tls.certresolver',
  'route.openshift.io/termination',
  'nginx.ingress.kubernetes.io/ssl-passthrough',
  'external-dns.alpha.kubernetes.io/cloudflare-proxied',
];

/** Annotations whose value says that clients are led to, or come by, TLS. */
const TLS_VALUES: readonly (readonly [string, RegExp])[] = [
  ['alb.ingress.kubernetes.io/listen-ports', /HTTPS/],
  ['traefik.ingress.kubernetes.io/router.entrypoints', /secure|https|443/i],
  ['nginx.ingress.kubernetes.io/permanent-redirect', /^https:/],
  ['nginx.ingress.kubernetes.io/temporal-redirect', /^https:/],
];

/** True where TLS comes from elsewhere than `spec.tls`, or may: a template writes annotations, too. */
export function hasTlsElsewhere({ object, className }: Ingress): boolean {
  if (object.annotations.open || object.labels.values.has('acme.cert-manager.io/http01-solver')) return true;
  return endsTlsItself(className) || hasTlsAnnotation(annotationsNodeOf(object));
}

/** The same of an Ingress that a chart makes of its values. */
export function valuesHaveTlsElsewhere({ node, annotations }: ValuesIngress): boolean {
  const className = textField(node, 'className') ?? textField(node, 'ingressClassName');
  const isNamed = node.entries.some(({ key }) => key.text !== 'tls' && /tls|cert|ssl/i.test(key.text));
  return node.open || isNamed || endsTlsItself(className) || hasTlsAnnotation(annotations);
}

/** Tunnels and private networks. Also where a template names the class. */
function endsTlsItself(className: Field<string> | undefined): boolean {
  if (!className) return false;
  return className.value === undefined || /tailscale|cloudflare|internal/i.test(className.value);
}

function hasTlsAnnotation(annotations: MapNode | undefined): boolean {
  return (
    TLS_ANNOTATIONS.some(name => {
      const annotation = textField(annotations, name);
      return annotation !== undefined && annotation.value !== 'false';
    }) ||
    TLS_VALUES.some(([name, pattern]) => {
      const annotation = textField(annotations, name);
      return annotation !== undefined && (annotation.value === undefined || pattern.test(annotation.value));
    })
  );
}

/** The issuer that an Ingress asks for a certificate, also where a template names it. */
export function asksForCertificate(ingress: Ingress): Field<string> | undefined {
  return issuerAnnotationOf(ingress.object);
}

/** Hosts of the rules that clients elsewhere may call; what a template or a person is to fill in is left out. */
export function publicHostsOf({ rules }: Ingress): readonly Field<string>[] {
  return rules.flatMap(({ host }) => (host && isPublic(host) ? host : []));
}

export function isPublic({ value }: Field<string>): boolean {
  return value !== undefined && isHostName(value) && !isLocalHost(value);
}

/** Hosts that no entry of `tls` is for. None where an entry names no hosts, and so is for all, or where one is unknown. */
export function hostsWithoutCertificate(ingress: Ingress): readonly Field<string>[] {
  const covered = ingress.tls.flatMap(({ hosts }) => hosts.map(({ text }) => text));
  const isPartlyKnown = ingress.tls.some(({ node, hosts }) => hosts.length === 0 || node.open);
  if (ingress.tls.length === 0 || isPartlyKnown || asSeq(ingress.spec.get('tls'))?.open) return [];
  return ingress.rules.flatMap(({ host }) => {
    const name = host?.value;
    if (name === undefined || host === undefined) return [];
    const isCovered = covered.some(pattern => pattern === undefined || coversHost(pattern, name) || pattern === name);
    return isCovered ? [] : host;
  });
}

/** Writes `tls` for all hosts of an Ingress that has none; undefined where a template fills one of them. */
export function addTls(tree: Tree, { object, spec, rules }: Ingress): TextEdit | undefined {
  const hosts = rules.flatMap(({ host }) => host ?? []).map(({ value }) => value);
  const known = [...new Set(hosts.flatMap(host => host ?? []))];
  if (object.name === undefined || known.length === 0 || hosts.includes(undefined)) return undefined;
  const entry: Data = { hosts: known, secretName: `${object.name}-tls` };
  const edits = treeEdits(tree);
  const empty = asSeq(spec.entry('tls')?.value);
  return empty ? edits.addItem(empty, entry) : edits.addEntry(spec, 'tls', [entry]);
}

/** The same in the values of a chart, where an empty list waits for it. */
export function addTlsValue(tree: Tree, { node, hosts }: ValuesIngress): TextEdit | undefined {
  const known = hosts.flatMap(({ value }) => value ?? []);
  const [first] = known;
  const list = asSeq(node.entry('tls')?.value);
  if (first === undefined || !list || known.length < hosts.length) return undefined;
  return treeEdits(tree).addItem(list, { secretName: `${first.replace('*.', '').split('.')[0]}-tls`, hosts: known });
}
