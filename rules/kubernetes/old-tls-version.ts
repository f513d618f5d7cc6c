import { defineRule } from '#engine';
import { oldTlsOf } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/old-tls-version',
  guide: 'security/encryption',
  summary: 'Reports gateways and load balancers that accept TLS below version 1.2.',
  severity: 'error',
  recommended: true,
  fixable: 'safe',
  messages: {
    old: '"{value}" accepts {version}, which can be broken: whoever sits between may read and change what clients send.',
  },

  check(document, context) {
    context.each(document.objects, object => {
      for (const { field, version, instead } of oldTlsOf(object)) {
        const edit = treeEdits(document.tree).setScalar(field.node, instead);
        context.report({
          at: field,
          message: 'old',
          data: { value: field.text, version },
          fixes: [edit && { title: `Write "${instead}"`, safety: 'safe', edits: [edit] }],
        });
      }
    });
  },
});
