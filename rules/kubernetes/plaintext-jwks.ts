import { defineRule } from '#engine';
import { type Field, isInCluster, requestAuthenticationOf, securityPolicyOf } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/plaintext-jwks',
  guide: 'security/token-validation',
  summary: 'Reports issuers and signing keys of tokens that are fetched over plain HTTP.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    keys: 'Signing keys come over plain HTTP from "{host}": whoever answers in its place signs tokens that are accepted.',
    issuer:
      'The issuer "{host}" is named by plain HTTP: its keys are discovered there, by whoever answers in its place.',
  },

  check(document, context) {
    context.each(document.objects, object => {
      const rules = requestAuthenticationOf(object)?.rules ?? securityPolicyOf(object)?.providers ?? [];
      for (const { jwksUri, issuer } of rules) {
        const plain = [jwksUri, issuer].find(isPlain);
        // Where the keys come from a url of their own, the issuer is no more than a name.
        if (!plain || (plain === issuer && jwksUri)) continue;
        const host = hostOf(plain.text);
        const edit = treeEdits(document.tree).setScalar(plain.node, plain.text.replace(/^http:/i, 'https:'));
        context.report({
          at: plain,
          message: plain === jwksUri ? 'keys' : 'issuer',
          ...(isInCluster(host) ? { severity: 'info' } : {}),
          data: { host },
          fixes: [edit && { title: 'Use https', safety: 'unsafe', edits: [edit] }],
        });
      }
    });
  },
});

function isPlain(field: Field<string> | undefined): boolean {
  return field?.value !== undefined && /^http:\/\//i.test(field.value);
}

/** Without its port. */
function hostOf(url: string): string {
  return /^\w+:\/\/(?:[^/@]*@)?([^/:?#]*)/.exec(url)?.[1] ?? url;
}
