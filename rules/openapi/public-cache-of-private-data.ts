import { defineRule } from '#engine';
import { asMap, asScalar, itemsOf, type MapNode, type ScalarNode, textAt, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'openapi/public-cache-of-private-data',
  guide: 'performance/cache-ttl',
  summary: 'Reports an answer that needs a token and may be kept by public caches.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    shared: '"{operation}" needs a token, and its answer says "{value}": a CDN or proxy may hand it to somebody else.',
  },
  check(document, { report, each }) {
    each(document.operations, operation => {
      const security = operation.effectiveSecurity;
      if (!security || security.isOptional || security.schemes.length === 0) return;
      for (const response of operation.successes) {
        if (!response.isOwn) continue;
        const vary = response.headers.find(one => /^vary$/i.test(one.name));
        if (vary && (!vary.node || valuesOf(vary.node).some(one => /authorization|cookie|\*/i.test(one.text))))
          continue;
        const cache = response.headers.find(one => /^cache-control$/i.test(one.name))?.node;
        const open = cache && valuesOf(cache).find(one => /\bpublic\b/i.test(one.text));
        // What stands in a shared header is not this answer's alone.
        if (!open || open.span.start < operation.span.start || open.span.end > operation.span.end) continue;
        const edit = treeEdits(response.home.tree).setScalar(open, open.text.replace(/\bpublic\b/i, 'private'));
        report({
          at: open,
          message: 'shared',
          data: { operation: operation.label.slice(0, 40), value: open.text.slice(0, 40) },
          fixes: [edit && { title: 'Make it "private"', safety: 'unsafe', edits: [edit] }],
        });
      }
    });
  },
});

/** The values that a header is said to have: constants, the only one of an enum, examples. */
function valuesOf(header: MapNode): readonly ScalarNode[] {
  const schema = asMap(header.get('schema'));
  const only = itemsOf(schema?.get('enum'));
  const examples = asMap(header.get('examples'))?.entries.flatMap(one => asMap(one.value)?.get('value') ?? []) ?? [];
  const written = [
    ...[schema, header].flatMap(one => [one?.get('const'), one?.get('default'), one?.get('example')]),
    ...(only.length === 1 ? only : []),
    ...examples,
  ];
  return written.flatMap(one => {
    const scalar = asScalar(one);
    return scalar && textAt(scalar) !== undefined ? [scalar] : [];
  });
}
