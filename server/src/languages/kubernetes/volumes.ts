import type { Located, Span } from '#text';
import { asMap, type MapNode } from '../yaml/index.ts';
import { booleanField, type Field, mapsIn, textField } from './fields.ts';
import type { Container, PodSpec } from './model.ts';

export type VolumeType =
  | 'emptyDir'
  | 'hostPath'
  | 'claim'
  | 'configMap'
  | 'secret'
  | 'projected'
  | 'ephemeral'
  | 'other';

export interface Volume extends Located {
  readonly node: MapNode;
  readonly name: Field<string> | undefined;
  /** Undefined where a template writes it. */
  readonly type: VolumeType | undefined;
  /** The mapping of that type (`hostPath: {…}`); undefined where there is none. */
  readonly source: MapNode | undefined;
  /** The name of the claim, ConfigMap or Secret; the path of a hostPath. */
  readonly target: Field<string> | undefined;
  /** Of a ConfigMap or Secret: the keys that are mounted; empty where all are. */
  readonly items: readonly Field<string>[];
  readonly optional: boolean;
  /** True where the source itself is read-only (`persistentVolumeClaim.readOnly`). */
  readonly readOnly: boolean;
}

export interface Mount extends Located {
  readonly node: MapNode;
  /** Of the volume. */
  readonly name: Field<string> | undefined;
  readonly path: Field<string> | undefined;
  readonly subPath: Field<string> | undefined;
  /** Undefined where a template decides. */
  readonly readOnly: boolean | undefined;
}

/** Field, type, the key in it that names what is meant. */
const TYPES = [
  ['emptyDir', 'emptyDir', ''],
  ['hostPath', 'hostPath', 'path'],
  ['persistentVolumeClaim', 'claim', 'claimName'],
  ['configMap', 'configMap', 'name'],
  ['secret', 'secret', 'secretName'],
  ['projected', 'projected', ''],
  ['ephemeral', 'ephemeral', ''],
] as const;

export function volumesOf(pods: PodSpec): readonly Volume[] {
  return mapsIn(pods.node.get('volumes')).map(volumeOf);
}

function volumeOf(node: MapNode): Volume {
  const typed = TYPES.find(([field]) => node.entry(field) !== undefined || node.get(field) !== undefined);
  const source = typed && asMap(node.get(typed[0]));
  const named = node.entries.some(({ key }) => key.text !== 'name');
  return {
    node,
    name: textField(node, 'name'),
    // A volume that says nothing of its type is an emptyDir; so says the API.
    type: typed?.[1] ?? (node.open ? undefined : named ? 'other' : 'emptyDir'),
    source,
    target: typed && typed[2] !== '' ? textField(source, typed[2]) : undefined,
    items: mapsIn(source?.get('items')).flatMap(item => textField(item, 'key') ?? []),
    optional: booleanField(source, 'optional')?.value === true,
    readOnly: booleanField(source, 'readOnly')?.value === true,
    get span(): Span {
      return node.span;
    },
  };
}

/** A ConfigMap or Secret inside a `projected` volume counts like one that is mounted alone. */
export interface ConfigVolume {
  readonly type: 'configMap' | 'secret';
  readonly name: Field<string> | undefined;
  readonly items: readonly Field<string>[];
  readonly optional: boolean;
}

export function configVolumesOf(pods: PodSpec): readonly ConfigVolume[] {
  return volumesOf(pods).flatMap((volume): ConfigVolume[] => {
    const { type, target, items, optional, source } = volume;
    if (type === 'configMap' || type === 'secret') return [{ type, name: target, items, optional }];
    if (type !== 'projected') return [];
    return mapsIn(source?.get('sources')).flatMap(one => {
      const secret = asMap(one.get('secret'));
      const map = secret ?? asMap(one.get('configMap'));
      if (!map) return [];
      return {
        type: secret ? ('secret' as const) : ('configMap' as const),
        name: textField(map, 'name'),
        items: mapsIn(map.get('items')).flatMap(item => textField(item, 'key') ?? []),
        optional: booleanField(map, 'optional')?.value === true,
      };
    });
  });
}

export function mountsOf(container: Container): readonly Mount[] {
  return mapsIn(container.node.get('volumeMounts')).map(node => {
    const readOnly = booleanField(node, 'readOnly');
    return {
      node,
      name: textField(node, 'name'),
      path: textField(node, 'mountPath'),
      subPath: textField(node, 'subPath'),
      readOnly: readOnly ? readOnly.value : node.open ? undefined : false,
      get span(): Span {
        return node.span;
      },
    };
  });
}
