import { defineRule, type Fix } from '#engine';
import { type Bypass, bypassesOf, isPatch, type KubernetesDocument, relatedTo } from '#languages/kubernetes';
import { edit, type Span } from '#text';

export default defineRule({
  id: 'kubernetes/pooler-bypassed',
  guide: 'scaling/connection-pooling',
  summary: 'Reports workloads that connect to a database server although a Pooler stands in front of it.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    bypassed:
      '"{host}" is the server itself, past Pooler "{pooler}": each pod adds connections that the pooler was to save.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (isPatch(document, unit)) return;
    for (const object of document.objects) {
      for (const bypass of bypassesOf(object, unit)) {
        const { setting, host, pooler } = bypass;
        const start = object.span.start + setting.place.start;
        const at = { start, end: object.span.start + setting.place.end };
        context.report({
          at,
          message: 'bypassed',
          data: { host, pooler: pooler.facts.name ?? '(unnamed)' },
          fixes: [throughPooler(document, bypass, at)],
          related: [relatedTo(pooler, 'The pooler.')],
        });
      }
    }
  },
});

/** The name of the Service in the place of the server's; the rest of the host and of a url stays. */
function throughPooler({ text, template }: KubernetesDocument, { host, pooler }: Bypass, at: Span): Fix | undefined {
  const { name } = pooler.facts;
  const [service = host] = host.split('.');
  const written = text.slice(at.start, at.end);
  const index = written.indexOf(service);
  if (template || name === undefined || index < 0 || index !== written.lastIndexOf(service)) return undefined;
  const start = at.start + index;
  const replaced = edit.replace({ start, end: start + service.length }, name);
  return { title: `Connect to "${name}"`, safety: 'unsafe', edits: [replaced] };
}
