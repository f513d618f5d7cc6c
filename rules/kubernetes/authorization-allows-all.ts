import { defineRule } from '#engine';
import { type AuthorizationPolicy, authorizationPolicyOf, isPatch } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/authorization-allows-all',
  guide: 'security/token-validation',
  summary: 'Reports authorization policies with an empty rule, which allows every request.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    all: 'The empty rule of "{name}" allows every request: no token and no identity is asked for, whatever else allows.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    if (isPatch(document, context.workspace.facts('kubernetes'))) return;
    context.each(document.objects, object => {
      const policy = object.partial ? undefined : authorizationPolicyOf(object);
      if (policy?.action !== 'ALLOW' || isForWebhook(policy)) return;
      const empty = policy.rules.find(({ node }) => node.entries.length === 0 && !node.open);
      if (!empty) return;
      context.report({ at: empty, message: 'all', data: { name: object.name ?? '(templated)' } });
    });
  },
});

/** The API server calls webhooks, and it has no identity in the mesh. */
function isForWebhook({ object, selector }: AuthorizationPolicy): boolean {
  const values = selector?.requirements.flatMap(one => one.values) ?? [];
  return [object.name ?? '', ...values].some(text => /webhook/i.test(text));
}
