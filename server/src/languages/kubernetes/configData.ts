import type { Located, Span } from '#text';
import { memoised } from '../memo.ts';
import { asMap, type Entry, type MapNode, type ScalarNode } from '../yaml/index.ts';
import { type Field, mapsIn, textField } from './fields.ts';
import type { KubernetesObject } from './model.ts';

/** A ConfigMap or Secret: keys and values. */
export interface ConfigData {
  readonly object: KubernetesObject;
  readonly type: 'configMap' | 'secret';
  readonly entries: readonly DataEntry[];
  /** True where a template or merge may add keys. */
  readonly open: boolean;
  /** `type` of a Secret. */
  readonly secretType: Field<string> | undefined;
}

export interface DataEntry extends Located {
  readonly entry: Entry;
  readonly key: ScalarNode;
  readonly field: 'data' | 'stringData' | 'binaryData';
  /** Undefined where something else than a scalar stands. */
  readonly node: ScalarNode | undefined;
  /** The text as a program reads it: base64 undone where the field has it. Undefined where unknown or not decodable. */
  readonly text: string | undefined;
}

export const configDataOf = memoised((object: KubernetesObject): ConfigData | undefined => {
  const { group, kind, node } = object;
  if (group !== '' || (kind !== 'ConfigMap' && kind !== 'Secret')) return undefined;
  const isSecret = kind === 'Secret';
  const fields = isSecret ? (['data', 'stringData'] as const) : (['data', 'binaryData'] as const);
  const written = fields.map(field => ({ field, value: node.get(field) }));
  return {
    object,
    type: isSecret ? 'secret' : 'configMap',
    entries: written.flatMap(({ field, value }) => entriesIn(asMap(value), field, isSecret)),
    open: node.open || written.some(({ value }) => value !== undefined && (value.type !== 'map' || value.open)),
    secretType: isSecret ? textField(node, 'type') : undefined,
  };
});

function entriesIn(map: MapNode | undefined, field: DataEntry['field'], isSecret: boolean): DataEntry[] {
  const encoded = field === 'binaryData' || (isSecret && field === 'data');
  return (map?.entries ?? []).flatMap(entry => {
    if (entry.key.text === '<<') return [];
    const value = map?.get(entry.key.text);
    const node = value?.type === 'scalar' ? value : undefined;
    const known = node && !node.unknown && node.value !== null ? node.text : undefined;
    return {
      entry,
      key: entry.key,
      field,
      node,
      text: known !== undefined && encoded ? decodeBase64(known) : known,
      get span(): Span {
        return entry.key.span;
      },
    };
  });
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** One character a byte; undefined for what is no base64. */
export function decodeBase64(text: string): string | undefined {
  const digits = text.replace(/\s+/g, '').replace(/={0,2}$/, '');
  if (digits.length % 4 === 1) return undefined;
  let decoded = '';
  let bits = 0;
  let count = 0;
  for (const digit of digits) {
    const value = ALPHABET.indexOf(digit);
    if (value < 0) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      decoded += String.fromCharCode((bits >> count) & 0xff);
    }
  }
  return decoded;
}

/** Objects out of which an operator makes a Secret. `keys` is undefined where it takes all that it finds. */
export interface SecretSource {
  readonly object: KubernetesObject;
  /** Of the Secret that comes of it; the object's own name where it names none. Undefined where a template decides. */
  readonly secretName: string | undefined;
  readonly keys: readonly Field<string>[] | undefined;
}

/** ExternalSecret (`external-secrets.io`), SealedSecret (`bitnami.com`). */
export function secretSourceOf(object: KubernetesObject): SecretSource | undefined {
  const spec = asMap(object.node.get('spec'));
  if (!spec) return undefined;
  if (object.group === 'external-secrets.io' && object.kind === 'ExternalSecret') {
    const target = asMap(spec.get('target'));
    const named = textField(target, 'name');
    const open = spec.get('dataFrom') !== undefined || target?.get('template') !== undefined || spec.open;
    const keys = mapsIn(spec.get('data')).flatMap(one => textField(one, 'secretKey') ?? []);
    return { object, secretName: named ? named.value : object.name, keys: open ? undefined : keys };
  }
  if (object.group === 'bitnami.com' && object.kind === 'SealedSecret') {
    const encrypted = asMap(spec.get('encryptedData'));
    const template = asMap(spec.get('template'));
    const named = textField(asMap(template?.get('metadata')), 'name');
    const keys = (encrypted?.entries ?? []).flatMap(({ key }) => textField(encrypted, key.text) ?? []);
    const open = !encrypted || encrypted.open || template?.get('data') !== undefined;
    return { object, secretName: named ? named.value : object.name, keys: open ? undefined : keys };
  }
  return undefined;
}
