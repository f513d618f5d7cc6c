import { asMap, type MapNode } from '../yaml/index.ts';
import { type Field, textField } from './fields.ts';
import type { KubernetesObject } from './model.ts';

/** The mapping `metadata.annotations`; undefined where there is none, or a template writes it. */
export function annotationsNodeOf(object: KubernetesObject): MapNode | undefined {
  return asMap(asMap(object.node.get('metadata'))?.get('annotations'));
}

export function annotationOf(object: KubernetesObject, key: string): Field<string> | undefined {
  return textField(annotationsNodeOf(object), key);
}

/** Every annotation, in order; `key` is where its name stands. */
export function annotationsOf(object: KubernetesObject): readonly Field<string>[] {
  const map = annotationsNodeOf(object);
  return (map?.entries ?? []).flatMap(({ key }) => (key.text === '<<' ? [] : (textField(map, key.text) ?? [])));
}
