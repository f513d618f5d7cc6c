import { defineRule } from '#engine';
import { generatorsOf, isForeignPath, isNonProductionPath, isPlaceholder, mayBeSecret } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/secret-in-kustomization',
  guide: 'security/external-configuration',
  summary: 'Reports secrets that a kustomization writes out in its secretGenerator.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  // A kustomization is read for what it says of other files; this is the one thing that it says for itself.
  outOfScope: true,
  messages: {
    literal: 'The value of "{key}" stands in the repository: whoever reads the repository has the secret, for ever.',
  },

  check(document, context) {
    if (isForeignPath(document.uri) || isNonProductionPath(document.uri)) return;
    for (const literal of generatorsOf(document).flatMap(({ type, literals }) => (type === 'secret' ? literals : []))) {
      const equals = literal.text?.indexOf('=') ?? -1;
      if (literal.text === undefined || equals <= 0) continue;
      const key = literal.text.slice(0, equals);
      const value = literal.text.slice(equals + 1).replace(/^(["'])(.*)\1$/, '$2');
      if (!isPlaceholder(value) && mayBeSecret(key, value))
        context.report({ at: literal, message: 'literal', data: { key } });
    }
  },
});
