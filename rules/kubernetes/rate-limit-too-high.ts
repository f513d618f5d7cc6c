import { defineRule, option } from '#engine';
import { rateLimitsOf } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/rate-limit-too-high',
  guide: 'scaling/rate-limits',
  summary: 'Reports rate limits that let one client send more requests a minute than the guide allows.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    client:
      'This lets one client send {perMinute} requests a minute, which may crowd out the others; the guide allows {maximum}.',
    everyone:
      'This lets all clients together send {perMinute} requests a minute: one may take them all; the guide allows it {maximum}.',
  },
  options: {
    maximum: option.integer({
      default: 100,
      minimum: 1,
      maximum: 1_000_000,
      description: 'Requests a minute that one client may send.',
    }),
  },

  check(document, context) {
    const { maximum } = context.options;
    context.each(document.objects, object => {
      for (const { requests, factor, perMinute, per } of rateLimitsOf(object)) {
        if (perMinute <= maximum) continue;
        const isText = typeof requests.node.value === 'string';
        const lowered = Math.floor(maximum / factor);
        const edit =
          per === 'client' && lowered > 0
            ? treeEdits(document.tree).setScalar(requests.node, isText ? String(lowered) : lowered)
            : undefined;
        context.report({
          at: requests,
          message: per,
          data: { perMinute: Math.round(perMinute), maximum },
          fixes: [edit && { title: `Allow ${lowered}`, safety: 'unsafe', edits: [edit] }],
        });
      }
    });
  },
});
