import { defineRule } from '#engine';
import { firstUnlimited } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/missing-rate-limit',
  guide: 'scaling/rate-limits',
  summary: 'Reports workspaces with public routes and no rate limit of any kind, once.',
  severity: 'hint',
  recommended: false,
  fixable: 'no',
  messages: {
    missing:
      'This route is public and nothing here limits requests: one client can keep everyone else from being served.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const first = firstUnlimited(context.workspace.allFacts('kubernetes'));
    if (first?.uri !== document.uri || document.template) return;
    const object = document.objects.find(one => one.span.start === first.start);
    if (object?.nameNode) context.report({ at: object.nameNode, message: 'missing' });
  },
});
