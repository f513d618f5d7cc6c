import { asMap, itemsOf, type MapNode } from '../yaml/index.ts';
import { type Field, mapsIn, type TextItem, textAsField, textField, textItems } from './fields.ts';
import type { KubernetesObject } from './model.ts';

/** A PersistentVolumeClaim, alone or as a template of a StatefulSet. */
export interface Claim {
  readonly node: MapNode;
  readonly name: Field<string> | undefined;
  readonly accessModes: readonly TextItem[];
  readonly storageClass: Field<string> | undefined;
}

export function claimOf(object: KubernetesObject): Claim | undefined {
  return object.group === '' && object.kind === 'PersistentVolumeClaim' ? claimIn(object.node) : undefined;
}

export function claimTemplatesOf(object: KubernetesObject): readonly Claim[] {
  if (object.group !== 'apps' || object.kind !== 'StatefulSet') return [];
  return mapsIn(asMap(object.node.get('spec'))?.get('volumeClaimTemplates')).map(claimIn);
}

function claimIn(node: MapNode): Claim {
  const spec = asMap(node.get('spec'));
  return {
    node,
    name: textField(asMap(node.get('metadata')), 'name'),
    accessModes: textItems(spec?.get('accessModes')),
    storageClass: textField(spec, 'storageClassName'),
  };
}

export interface StorageClass {
  readonly object: KubernetesObject;
  readonly provisioner: Field<string> | undefined;
  /** The mapping; undefined where there is none. */
  readonly parameters: MapNode | undefined;
}

export function storageClassOf(object: KubernetesObject): StorageClass | undefined {
  if (object.group !== 'storage.k8s.io' || object.kind !== 'StorageClass') return undefined;
  return {
    object,
    provisioner: textField(object.node, 'provisioner'),
    parameters: asMap(object.node.get('parameters')),
  };
}

/** What a LimitRange gives to containers that ask for nothing, by resource. */
export interface LimitDefaults {
  readonly object: KubernetesObject;
  readonly requests: readonly string[];
  readonly limits: readonly string[];
}

export function limitDefaultsOf(object: KubernetesObject): LimitDefaults | undefined {
  if (object.group !== '' || object.kind !== 'LimitRange') return undefined;
  const limits = mapsIn(asMap(object.node.get('spec'))?.get('limits'));
  const ofContainers = limits.filter(one => textField(one, 'type')?.value === 'Container');
  const named = (key: string): string[] =>
    ofContainers.flatMap(one => (asMap(one.get(key))?.entries ?? []).map(entry => entry.key.text));
  // Where no request is given, the default limit is the request as well.
  return { object, requests: [...named('defaultRequest'), ...named('default')], limits: named('default') };
}

/** How the API server encrypts what it stores (`EncryptionConfiguration`): the first provider writes. */
export interface EncryptionRule {
  readonly node: MapNode;
  readonly resources: readonly TextItem[];
  /** Names of the providers, in order; where each stands. */
  readonly providers: readonly Field<string>[];
}

export function encryptionRulesOf(object: KubernetesObject): readonly EncryptionRule[] {
  if (object.group !== 'apiserver.config.k8s.io' || object.kind !== 'EncryptionConfiguration') return [];
  return mapsIn(object.node.get('resources')).map(node => ({
    node,
    resources: textItems(node.get('resources')),
    providers: itemsOf(node.get('providers')).flatMap(item => {
      const key = asMap(item)?.entries[0]?.key;
      return key ? textAsField(key) : [];
    }),
  }));
}
