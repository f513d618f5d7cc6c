import { defineRule } from '#engine';
import { encryptionRulesOf } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/identity-encryption-provider',
  guide: 'security/encryption',
  summary: 'Reports an EncryptionConfiguration whose first provider is identity, which encrypts nothing.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: {
    identity:
      'The first provider writes, and "identity" writes plain text: {resources} lie readable in etcd and its backups.',
  },
  alsoKnownAs: ['kubescape/C-0066'],

  check(document, context) {
    context.each(document.objects, object => {
      for (const { providers, resources } of encryptionRulesOf(object)) {
        const [first] = providers;
        if (first?.key.text !== 'identity') continue;
        const names = resources.flatMap(({ text }) => text ?? []);
        context.report({
          at: first.key,
          message: 'identity',
          data: { resources: names.length === 0 || names.length > 3 ? 'objects' : names.join(', ') },
        });
      }
    });
  },
});
