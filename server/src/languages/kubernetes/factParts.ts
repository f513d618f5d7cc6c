import type { Located, Span } from '#text';
import type { KubernetesObject } from './model.ts';

/** A property that is left out where there is nothing to say. */
export function defined<K extends string, V>(key: K, value: V | undefined): { readonly [Key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [Key in K]: V });
}

/** Where something stands, from the start of its object. */
export function relativeTo({ node }: KubernetesObject, { span }: Located): Span {
  const base = node.span.start;
  return { start: span.start - base, end: span.end - base };
}
