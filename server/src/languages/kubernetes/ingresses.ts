import type { Located, Span } from '#text';
import { asMap, type MapNode } from '../yaml/index.ts';
import { annotationOf } from './annotations.ts';
import { type Field, intOrTextField, mapsIn, type TextItem, textField, textItems } from './fields.ts';
import type { KubernetesObject } from './model.ts';

export interface Ingress {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  /** `ingressClassName`, else the old annotation. */
  readonly className: Field<string> | undefined;
  readonly tls: readonly IngressTls[];
  /** True where `tls` is not written and nothing may add it. */
  readonly withoutTls: boolean;
  readonly rules: readonly IngressRule[];
  readonly defaultBackend: IngressBackend | undefined;
  /** Of the rules and the default. */
  readonly backends: readonly IngressBackend[];
}

export interface IngressTls extends Located {
  readonly node: MapNode;
  readonly hosts: readonly TextItem[];
  readonly secretName: Field<string> | undefined;
}

export interface IngressRule extends Located {
  readonly node: MapNode;
  readonly host: Field<string> | undefined;
  readonly paths: readonly IngressPath[];
}

export interface IngressPath extends Located {
  readonly node: MapNode;
  /** `/` where none is written. */
  readonly path: Field<string> | undefined;
  readonly pathType: Field<string> | undefined;
  readonly backend: IngressBackend | undefined;
}

export interface IngressBackend extends Located {
  readonly node: MapNode;
  /** The Service's name. */
  readonly service: Field<string> | undefined;
  /** The number or name of the Service's port. */
  readonly port: Field<number | string> | undefined;
}

export function ingressOf(object: KubernetesObject): Ingress | undefined {
  const { group, kind, node } = object;
  const spec = asMap(node.get('spec'));
  if ((group !== 'networking.k8s.io' && group !== 'extensions') || kind !== 'Ingress' || !spec) return undefined;
  const tls = spec.get('tls');
  const rules = mapsIn(spec.get('rules')).map(ruleOf);
  const defaultBackend = backendOf(asMap(spec.get('defaultBackend')) ?? asMap(spec.get('backend')));
  const all = [...rules.flatMap(rule => rule.paths.map(path => path.backend)), defaultBackend];
  return {
    object,
    spec,
    className: textField(spec, 'ingressClassName') ?? annotationOf(object, 'kubernetes.io/ingress.class'),
    tls: mapsIn(tls).map(tlsOf),
    withoutTls: !spec.open && (tls === undefined || (tls.type === 'seq' && !tls.open && tls.items.length === 0)),
    rules,
    defaultBackend,
    backends: all.flatMap(backend => backend ?? []),
  };
}

function tlsOf(node: MapNode): IngressTls {
  return {
    node,
    hosts: textItems(node.get('hosts')),
    secretName: textField(node, 'secretName'),
    get span(): Span {
      return node.span;
    },
  };
}

function ruleOf(node: MapNode): IngressRule {
  const paths = mapsIn(asMap(node.get('http'))?.get('paths')).map(path => ({
    node: path,
    path: textField(path, 'path'),
    pathType: textField(path, 'pathType'),
    backend: backendOf(asMap(path.get('backend'))),
    get span(): Span {
      return path.span;
    },
  }));
  return {
    node,
    host: textField(node, 'host'),
    paths,
    get span(): Span {
      return node.span;
    },
  };
}

/** As `networking.k8s.io/v1` writes it, and as the versions before it did. */
function backendOf(node: MapNode | undefined): IngressBackend | undefined {
  if (!node) return undefined;
  const service = asMap(node.get('service'));
  const port = asMap(service?.get('port'));
  return {
    node,
    service: textField(service, 'name') ?? textField(node, 'serviceName'),
    port: intOrTextField(port, 'number') ?? intOrTextField(port, 'name') ?? intOrTextField(node, 'servicePort'),
    get span(): Span {
      return node.span;
    },
  };
}

/** Whether a host of a certificate or listener covers another: a star stands for exactly one label. */
export function coversHost(pattern: string, host: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), host.toLowerCase()];
  if (!wanted.startsWith('*.')) return wanted === given;
  const dot = given.indexOf('.');
  return dot > 0 && given.slice(dot) === wanted.slice(1);
}
