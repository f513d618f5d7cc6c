import { asMap, asScalar, itemsOf, type MapNode, type Node, type ScalarNode } from '../yaml/index.ts';
import type { Property, Schema } from './model.ts';

/** A lifetime in seconds that a token response is said to have. */
export interface TokenLifetime {
  readonly property: Property;
  readonly value: ScalarNode;
  readonly seconds: number;
}

const LIFETIME = /^(?:access_?token_?)?expires_?in$/i;
const TOKEN = /^(?:access_?token|id_?token|token|jwt)$/i;

/** The lifetimes that are written in a schema of an access token's response: an example, a default, a maximum. */
export function tokenLifetimes(schema: Schema): readonly TokenLifetime[] {
  if (!schema.properties.some(one => TOKEN.test(one.name))) return [];
  return schema.properties
    .filter(one => LIFETIME.test(one.name))
    .flatMap(property => {
      const written = asMap(property.entry.value);
      const value = written && longest(written);
      return value ? [{ property, value, seconds: value.value as number }] : [];
    });
}

function longest(written: MapNode): ScalarNode | undefined {
  const nodes: readonly (Node | undefined)[] = [
    written.get('example'),
    written.get('default'),
    written.get('maximum'),
    written.get('const'),
    ...itemsOf(written.get('examples')),
  ];
  const numbers = nodes.flatMap(node => {
    const scalar = asScalar(node);
    return typeof scalar?.value === 'number' ? [scalar] : [];
  });
  return numbers.sort((a, b) => (b.value as number) - (a.value as number))[0];
}
