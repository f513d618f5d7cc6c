import { defineRule, type Fix } from '#engine';
import { type Operation, publicCache, type Response } from '#languages/openapi';
import { type ScalarNode, treeEdits } from '#languages/yaml';

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
  check(document, { report }) {
    const seen = new Set<ScalarNode>();
    for (const operation of document.api.operations.filter(needsToken))
      for (const response of operation.successes) {
        const value = response.home.uri === document.uri ? publicCache(response) : undefined;
        // What several operations answer with is one finding, where it is written.
        if (!value || seen.has(value)) continue;
        seen.add(value);
        report({
          at: value,
          message: 'shared',
          data: { operation: operation.label.slice(0, 40), value: value.text.slice(0, 40) },
          fixes: () => [keepPrivate(response, value)],
        });
      }
  },
});

function needsToken({ effectiveSecurity }: Operation): boolean {
  return effectiveSecurity !== undefined && !effectiveSecurity.isOptional && effectiveSecurity.schemes.length > 0;
}

function keepPrivate(response: Response, value: ScalarNode): Fix | undefined {
  const edit = treeEdits(response.home.tree).setScalar(value, value.text.replace(/\bpublic\b/i, 'private'));
  return edit && { title: 'Make it "private"', safety: 'unsafe', edits: [edit] };
}
