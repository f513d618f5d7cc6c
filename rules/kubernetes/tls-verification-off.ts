import { defineRule } from '#engine';
import { uncheckedTlsOf } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/tls-verification-off',
  guide: 'security/encryption',
  summary: 'Reports settings that have a client accept any certificate, or do without TLS.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    unchecked: '"{setting}" has the client talk to whoever answers: a machine in between reads and changes everything.',
    scraped: '"{setting}" has Prometheus scrape whoever answers: its token goes to any machine in between.',
  },

  check(document, context) {
    context.each(document.objects, object => {
      for (const { setting, field, use, instead } of uncheckedTlsOf(object)) {
        const edit = instead === undefined ? undefined : treeEdits(document.tree).setScalar(field.node, instead);
        context.report({
          at: field,
          message: use === 'calls' ? 'unchecked' : 'scraped',
          ...(use === 'scrape' ? { severity: 'info' } : {}),
          data: { setting },
          fixes: [edit && { title: 'Verify the certificate', safety: 'unsafe', edits: [edit] }],
        });
      }
    });
  },
});
