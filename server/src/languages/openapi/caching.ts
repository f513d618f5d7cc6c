import { memoised } from '../memo.ts';
import { asMap, asScalar, itemsOf, type MapNode, type ScalarNode, textAt } from '../yaml/index.ts';
import type { Response } from './model.ts';

/**
 * The text by which a response says that any cache may keep it, where it stands in the response itself and holds for
 * everybody (no `Vary` by credentials).
 */
export const publicCache = memoised((response: Response): ScalarNode | undefined => {
  const vary = response.headers.find(one => /^vary$/i.test(one.name));
  if (vary && (!vary.node || valuesOf(vary.node).some(one => /authorization|cookie|\*/i.test(one.text))))
    return undefined;
  const cache = response.headers.find(one => /^cache-control$/i.test(one.name))?.node;
  // A header that is shared may be another answer's as well.
  const isOwn = asMap(response.node.get('headers'))?.entries.some(({ value }) => asMap(value) === cache);
  return cache && isOwn ? valuesOf(cache).find(one => /\bpublic\b/i.test(one.text)) : undefined;
});

/** The values that a header is said to have: constants, the only one of an enum, examples. In 2.0 it has no schema. */
function valuesOf(header: MapNode): readonly ScalarNode[] {
  const holders = [asMap(header.get('schema')), header];
  const onlyOnes = holders.map(one => itemsOf(one?.get('enum'))).flatMap(values => (values.length === 1 ? values : []));
  const examples = asMap(header.get('examples'))?.entries.flatMap(one => asMap(one.value)?.get('value') ?? []) ?? [];
  const written = [
    ...holders.flatMap(one => ['const', 'default', 'example', 'x-example'].map(key => one?.get(key))),
    ...onlyOnes,
    ...examples,
  ];
  return written.flatMap(one => {
    const scalar = asScalar(one);
    return scalar && textAt(scalar) !== undefined ? [scalar] : [];
  });
}
