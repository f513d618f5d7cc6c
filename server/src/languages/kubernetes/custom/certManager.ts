import { asMap, type MapNode } from '../../yaml/index.ts';
import { annotationOf } from '../annotations.ts';
import { type Field, type TextItem, textField, textItems } from '../fields.ts';
import type { KubernetesObject } from '../model.ts';
import { specOf } from './spec.ts';

const GROUP = 'cert-manager.io';

export interface Certificate {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly secretName: Field<string> | undefined;
  readonly dnsNames: readonly TextItem[];
  readonly commonName: Field<string> | undefined;
  readonly issuer: Field<string> | undefined;
}

export function certificateOf(object: KubernetesObject): Certificate | undefined {
  const spec = specOf(object, GROUP, 'Certificate');
  if (!spec) return undefined;
  return {
    object,
    spec,
    secretName: textField(spec, 'secretName'),
    dnsNames: textItems(spec.get('dnsNames')),
    commonName: textField(spec, 'commonName'),
    issuer: textField(asMap(spec.get('issuerRef')), 'name'),
  };
}

/** The annotation that has cert-manager make certificates for an Ingress or Gateway. */
export function issuerAnnotationOf(object: KubernetesObject): Field<string> | undefined {
  return annotationOf(object, 'cert-manager.io/cluster-issuer') ?? annotationOf(object, 'cert-manager.io/issuer');
}
