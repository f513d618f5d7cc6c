import { defineRule } from '#engine';
import { ingressOf, isPatch, plainBesideTlsOf, redirect, type Unit } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/tls-redirect-off',
  guide: 'security/encryption',
  summary: 'Reports an Ingress with TLS that answers in plain HTTP as well.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: {
    off: '"{annotation}" is "false": plain HTTP is served beside TLS, and a link without https sends cookies readable.',
    missing: 'Without "{annotation}", plain HTTP is served beside TLS: a link without https sends cookies readable.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    if (isPatch(document, context.workspace.facts('kubernetes'))) return;
    for (const object of document.objects) {
      const ingress = object.partial ? undefined : ingressOf(object);
      const found = ingress && plainBesideTlsOf(ingress);
      if (!found || (found.controller === 'nginx' && isBehindProxy(context.workspace.allFacts('kubernetes')))) continue;
      const edit = redirect(document.tree, ingress, found);
      const isOff = found.controller === 'nginx';
      context.report({
        at: isOff ? found.at : found.at.key,
        message: isOff ? 'off' : 'missing',
        data: { annotation: isOff ? found.annotation : `${found.annotation}: ${found.value}` },
        fixes: [edit && { title: 'Lead plain HTTP to TLS', safety: 'safe', edits: [edit] }],
      });
    }
  },
});

/** Where the controller is configured to trust a load balancer in front of it, TLS ends there, and so does plain HTTP. */
function isBehindProxy(all: Unit): boolean {
  for (const { objects } of all.values())
    if (objects.some(({ config }) => config?.keys?.some(({ key }) => key === 'use-forwarded-headers'))) return true;
  return false;
}
