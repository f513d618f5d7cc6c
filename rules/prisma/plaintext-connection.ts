import { defineRule } from '#engine';
import { plaintextParameter, writtenConnections } from '#languages/prisma';

export default defineRule({
  id: 'prisma/plaintext-connection',
  guide: 'security/encryption',
  summary: 'Reports database URLs that do without TLS or fall back to doing so.',
  severity: 'error',
  recommended: true,
  fixable: 'safe',
  messages: {
    never: '{parameter} in "{property}" sends the password and every row where anyone on the way can read them.',
    fallback: '{parameter} in "{property}" gives up TLS as soon as the server, or someone on the way, says no to it.',
    unknown: 'Prisma does not know {parameter} in "{property}" and takes "prefer", which gives up TLS when asked to.',
  },
  reads: ['prisma'],

  check(document, context) {
    const { datasource } = document;
    if (!datasource) return;
    for (const written of writtenConnections(document, context.workspace.facts('prisma'))) {
      const found = plaintextParameter(written);
      if (!found) continue;
      const { uri, name } = written;
      const edits = uri === undefined ? found.edits : found.edits.map(one => ({ ...one, uri }));
      context.report({
        at: uri === undefined ? found.span : datasource.name,
        message: found.risk,
        data: { parameter: found.written, property: name },
        ...(uri === undefined ? {} : { related: [{ uri, span: found.span, message: 'The URL stands here.' }] }),
        fixes: [{ title: 'Require TLS and check the certificate', safety: 'safe', edits }],
      });
    }
  },
});
