import { defineRule } from '#engine';
import { isContainerInit, isSampleFile, type Secret, secretsIn } from '#languages/sql';

export default defineRule({
  id: 'sql/hardcoded-secret',
  guide: 'security/external-configuration',
  summary: 'Reports passwords, keys and connection strings with a password that are written into SQL.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: {
    password: 'The password of "{of}" stands in the file, so everyone who can read this repository can log in with it.',
    connection: 'This connection holds the password for "{of}", so everyone who can read this repository can use it.',
    user: 'A row of "{of}" gets this password, so everyone who can read this repository can log in with it.',
    key: 'A {of} key stands in the file, so everyone who can read this repository can use it.',
  },

  check(document, context) {
    const isSample = isSampleFile(document.uri);
    // In tests, seeds and scripts for one's own machine a guess like "changeme" keeps nobody out.
    const isLocal = isSample || isContainerInit(document.uri);
    context.each(document.statements, statement => {
      for (const secret of secretsIn(statement)) {
        if (isSample && secret.kind === 'user') continue;
        context.report({
          at: onOneLine(secret, document.lines.lineSpanAt(secret.at.span.start).end),
          message: secret.kind,
          data: { of: secret.of },
          ...(isLocal && secret.placeholder ? { severity: 'warning' as const } : {}),
        });
      }
    });
  },
});

/** A private key runs over many lines. */
function onOneLine({ at }: Secret, lineEnd: number) {
  const { start, end } = at.span;
  return { start, end: Math.min(end, Math.max(lineEnd, start)) };
}
