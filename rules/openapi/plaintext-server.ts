import { defineRule, type Fix } from '#engine';
import { type OpenApiDocument, type PlaintextAddress, plaintextAddresses } from '#languages/openapi';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'openapi/plaintext-server',
  guide: 'security/encryption',
  summary: 'Reports a server at a public host that is called without TLS.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  alsoKnownAs: ['spectral/owasp:api8:2023-no-server-http', 'spectral/owasp:api8:2023-no-scheme-http'],
  messages: {
    plain: 'Clients call "{host}" over {scheme}, so whoever sits on the way reads and changes their tokens and data.',
    twin: '"{host}" is offered over {scheme} beside {scheme}s: a client that takes this one sends its token in the clear.',
  },
  check(document, { report }) {
    for (const address of plaintextAddresses(document)) {
      const { host, scheme, hasSecureTwin } = address;
      report({
        at: address.at,
        message: hasSecureTwin ? 'twin' : 'plain',
        data: { host, scheme },
        ...(hasSecureTwin && { severity: 'info' as const }),
        fixes: [withTls(document, address)],
      });
    }
  },
});

function withTls({ tree }: OpenApiDocument, { scheme, secure = [] }: PlaintextAddress): Fix | undefined {
  const edits = treeEdits(tree);
  const all = secure.flatMap(({ scalar, value }) => edits.setScalar(scalar, value) ?? []);
  if (all.length === 0 || all.length < secure.length) return undefined;
  return { title: `Use ${scheme}s`, safety: 'unsafe', edits: all };
}
