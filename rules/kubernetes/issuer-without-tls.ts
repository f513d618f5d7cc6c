import { defineRule } from '#engine';
import { addTls, asksForCertificate, ingressOf, isPatch } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/issuer-without-tls',
  guide: 'security/encryption',
  summary: 'Reports an Ingress that asks cert-manager for a certificate and has no tls to put it in.',
  severity: 'error',
  recommended: true,
  fixable: 'safe',
  messages: {
    ignored:
      'Without "tls", cert-manager ignores "{annotation}": no certificate is issued, and the hosts are served in plain HTTP.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    if (isPatch(document, context.workspace.facts('kubernetes'))) return;
    context.each(document.objects, object => {
      const ingress = object.partial ? undefined : ingressOf(object);
      const issuer = ingress?.withoutTls ? asksForCertificate(ingress) : undefined;
      if (!ingress || !issuer) return;
      const edit = addTls(document.tree, ingress);
      context.report({
        at: issuer.key,
        message: 'ignored',
        data: { annotation: issuer.key.text },
        fixes: [edit && { title: 'Add "tls" for the hosts', safety: 'safe', edits: [edit] }],
      });
    });
  },
});
