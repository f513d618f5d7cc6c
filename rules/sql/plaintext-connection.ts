import { defineRule } from '#engine';
import { plaintextConnections } from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/plaintext-connection',
  guide: 'security/encryption',
  summary: 'Reports connections to other databases that do without TLS or fall back to doing so.',
  severity: 'error',
  recommended: true,
  fixable: 'safe',
  messages: {
    disable: 'sslmode "{mode}" sends the password and every row to {host} where anyone on the way can read them.',
    fallback: 'sslmode "{mode}" gives up TLS as soon as {host}, or someone on the way, says no to it.',
  },

  check(document, context) {
    context.each(document.statements, statement => {
      for (const { at, mode, modeAt, host } of plaintextConnections(statement))
        context.report({
          at,
          message: mode === 'disable' ? 'disable' : 'fallback',
          data: { mode, host: host === undefined ? 'the server' : `"${host}"` },
          fixes: [{ title: 'Require TLS', safety: 'safe', edits: [edit.replace(modeAt, 'require')] }],
        });
    });
  },
});
