import { defineRule } from '#engine';
import { isPatch, sharedLimitsOf } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/rate-limit-shared',
  guide: 'scaling/rate-limits',
  summary: 'Reports global rate limits of Envoy Gateway that count all clients together.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    shared: 'All clients share these {requests} requests a {unit}: one of them can use them up and lock everyone out.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    if (document.template || isPatch(document, context.workspace.facts('kubernetes'))) return;
    for (const object of document.objects) {
      for (const { requests, unit } of sharedLimitsOf(object))
        context.report({ at: requests, message: 'shared', data: { requests: requests.text, unit } });
    }
  },
});
