import type { Located, Span } from '#text';
import { memoised } from '../memo.ts';
import { asMap, itemsOf, type MapNode } from '../yaml/index.ts';
import { booleanField, type Field, mapsIn, textField } from './fields.ts';
import type { Container } from './model.ts';

/** A variable of a container, with where its value comes from. */
export interface EnvEntry extends Located {
  readonly node: MapNode;
  readonly name: Field<string>;
  /** A literal; also `$(OTHER)`, whose value is then unknown. */
  readonly value: Field<string> | undefined;
  /** `valueFrom`; undefined where there is none or a template writes it. */
  readonly source: EnvSource | undefined;
}

export interface EnvSource {
  readonly type: 'secret' | 'configMap' | 'field' | 'resource' | 'other';
  /** The mapping `secretKeyRef` and its like. */
  readonly node: MapNode;
  /** Of the Secret or ConfigMap. */
  readonly name: Field<string> | undefined;
  /** Of the Secret or ConfigMap; the path of a field, the name of a resource. */
  readonly key: Field<string> | undefined;
  readonly optional: boolean;
}

/** All keys of a ConfigMap or Secret as variables. */
export interface EnvFrom extends Located {
  readonly node: MapNode;
  readonly type: 'secret' | 'configMap';
  readonly name: Field<string> | undefined;
  readonly prefix: string | undefined;
  readonly optional: boolean;
}

/** The variables of a container, in order; what merges and aliases bring in included. */
export const envOf = memoised((container: Container): readonly EnvEntry[] =>
  itemsOf(container.node.get('env')).flatMap(item => {
    const node = asMap(item);
    const name = textField(node, 'name');
    if (!node || !name) return [];
    return {
      node,
      name,
      value: textField(node, 'value'),
      source: sourceOf(asMap(node.get('valueFrom'))),
      get span(): Span {
        return node.span;
      },
    };
  }),
);

const SOURCES = [
  ['secretKeyRef', 'secret', 'key'],
  ['configMapKeyRef', 'configMap', 'key'],
  ['fieldRef', 'field', 'fieldPath'],
  ['resourceFieldRef', 'resource', 'resource'],
] as const;

function sourceOf(valueFrom: MapNode | undefined): EnvSource | undefined {
  if (!valueFrom) return undefined;
  for (const [field, type, key] of SOURCES) {
    const node = asMap(valueFrom.get(field));
    if (!node) continue;
    return {
      type,
      node,
      name: textField(node, 'name'),
      key: textField(node, key),
      optional: booleanField(node, 'optional')?.value === true,
    };
  }
  return { type: 'other', node: valueFrom, name: undefined, key: undefined, optional: false };
}

export function envFromOf(container: Container): readonly EnvFrom[] {
  return mapsIn(container.node.get('envFrom')).flatMap(node => {
    const secret = asMap(node.get('secretRef'));
    const reference = secret ?? asMap(node.get('configMapRef'));
    if (!reference) return [];
    return {
      node,
      type: secret ? ('secret' as const) : ('configMap' as const),
      name: textField(reference, 'name'),
      prefix: textField(node, 'prefix')?.value,
      optional: booleanField(reference, 'optional')?.value === true,
      get span(): Span {
        return node.span;
      },
    };
  });
}

/** False where a template, a patch or a merge may add variables: that one is missing must not be claimed. */
export function isEnvKnown(container: Container): boolean {
  if (container.partial) return false;
  const lists = [container.node.get('env'), container.node.get('envFrom')];
  return lists.every(list => list === undefined || (list.type === 'seq' && !list.open));
}
