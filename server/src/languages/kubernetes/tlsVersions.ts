import { asMap } from '../yaml/index.ts';
import { annotationOf } from './annotations.ts';
import { configDataOf } from './configData.ts';
import { backendTrafficPolicyOf, clientTrafficPolicyOf } from './custom/envoyGateway.ts';
import { istioGatewayOf } from './custom/istio.ts';
import { tlsOptionOf } from './custom/traefik.ts';
import { type Field, textField } from './fields.ts';
import type { KubernetesObject } from './model.ts';

/** A place that lets clients or servers speak a version of TLS below 1.2. */
export interface OldTls {
  readonly field: Field<string>;
  /** `TLS 1.0`. */
  readonly version: string;
  /** What to write instead, so that 1.2 is the lowest. */
  readonly instead: string;
}

/** What the values of each system mean; everything else is new enough or not known. */
const MINIMUMS: Readonly<Record<string, readonly [version: string, instead: string]>> = {
  TLSV1_0: ['TLS 1.0', 'TLSV1_2'],
  TLSV1_1: ['TLS 1.1', 'TLSV1_2'],
  '1.0': ['TLS 1.0', '1.2'],
  '1.1': ['TLS 1.1', '1.2'],
  VersionTLS10: ['TLS 1.0', 'VersionTLS12'],
  VersionTLS11: ['TLS 1.1', 'VersionTLS12'],
};

/**
 * Istio and Traefik gateways, policies of Envoy Gateway, ingress-nginx (its ConfigMap and the annotation for upstreams)
 * and the policies of load balancers in AWS.
 */
export function oldTlsOf(object: KubernetesObject): readonly OldTls[] {
  const minimums = [
    ...(istioGatewayOf(object)?.servers.map(server => server.minimumTls) ?? []),
    clientTrafficPolicyOf(object)?.minimumTls,
    textField(asMap(backendTrafficPolicyOf(object)?.spec.get('tls')), 'minVersion'),
    tlsOptionOf(object)?.minimumTls,
  ];
  return [
    ...minimums.flatMap(field => (field ? minimum(field) : [])),
    ...protocolsOf(object),
    ...awsPoliciesOf(object),
  ];
}

function minimum(field: Field<string>): readonly OldTls[] {
  const found = Object.hasOwn(MINIMUMS, field.text) ? MINIMUMS[field.text] : undefined;
  return found ? [{ field, version: found[0], instead: found[1] }] : [];
}

/** Lists such as `TLSv1 TLSv1.2`: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/ */
function protocolsOf(object: KubernetesObject): readonly OldTls[] {
  const data = configDataOf(object)?.type === 'configMap' ? asMap(object.node.get('data')) : undefined;
  const lists = [
    textField(data, 'ssl-protocols'),
    textField(data, 'proxy-ssl-protocols'),
    annotationOf(object, 'nginx.ingress.kubernetes.io/proxy-ssl-protocols'),
  ];
  return lists.flatMap(field => {
    const words = field?.value?.split(/\s+/) ?? [];
    const old = words.find(word => /^(SSLv[23]|TLSv1(\.[01])?)$/.test(word));
    if (!field || old === undefined) return [];
    const kept = words.filter(word => /^TLSv1\.[23]$/.test(word));
    const version = old.startsWith('SSL') ? old : old === 'TLSv1.1' ? 'TLS 1.1' : 'TLS 1.0';
    return { field, version, instead: kept.length > 0 ? kept.join(' ') : 'TLSv1.2 TLSv1.3' };
  });
}

const AWS_ANNOTATIONS = [
  'alb.ingress.kubernetes.io/ssl-policy',
  'service.beta.kubernetes.io/aws-load-balancer-ssl-negotiation-policy',
];

/**
 * Policies that accept old versions:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
function awsPoliciesOf(object: KubernetesObject): readonly OldTls[] {
  return AWS_ANNOTATIONS.flatMap(name => {
    const field = annotationOf(object, name);
    const policy = field?.value ?? '';
    const match =
      /^ELBSecurityPolicy-(?:(2015-\d\d|2016-08|FS-2018-06|TLS-1-0-2015-04|TLS13-1-0-)|(TLS-1-1-|FS-1-1-|TLS13-1-1-))/.exec(
        policy,
      );
    if (!field || !match) return [];
    return {
      field,
      version: match[1] === undefined ? 'TLS 1.1' : 'TLS 1.0',
      instead: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    };
  });
}
