import { defineRule } from '#engine';
import { absentFrom, answerFix, answeringOperations, type Operation, placesOf } from '#languages/openapi';

export default defineRule({
  id: 'openapi/missing-auth-response',
  guide: 'verification/response-contract',
  summary: 'Reports operations that ask for credentials and do not say what happens without them.',
  severity: 'info',
  recommended: true,
  fixable: 'safe',
  alsoKnownAs: ['spectral/owasp:api8:2023-define-error-responses-401', 'vacuum/owasp-define-error-responses-401'],
  messages: {
    missing:
      '"{operation}" documents no {code} although it asks for credentials, so clients treat a refusal as a failure of the server.',
    everywhere:
      '{count} of {total} operations that ask for {what} document no {code}: clients treat a refusal as a failure.',
  },
  check(document, { report }) {
    const { api } = document;
    if (!document.complete) return;
    const isTls = (name: string): boolean =>
      api.securitySchemes.some(one => one.name === name && one.type === 'mutualTLS');
    for (const [code, asks, what] of [
      // A client without a certificate is turned away before there is a request to answer.
      ['401', (one: Operation) => isSecured(one) && !one.effectiveSecurity!.schemes.every(isTls), 'credentials'],
      ['403', hasScopes, 'scopes'],
    ] as const) {
      const eligible = answeringOperations(api).filter(asks);
      const { single, everywhere, lacking } = absentFrom(document, eligible, one => !one.answers(Number(code)));
      if (everywhere)
        report({
          ...everywhere,
          message: 'everywhere',
          data: { ...everywhere.data, what, code },
          fixes: () => [answerFix(api, lacking, code)],
          related: placesOf(lacking, one => one.label),
        });
      for (const operation of single)
        report({
          at: operation.responsesEntry?.key ?? operation.at,
          message: 'missing',
          data: { operation: operation.label.slice(0, 45), code },
          fixes: () => [answerFix(api, [operation], code)],
        });
    }
  },
});

function isSecured({ effectiveSecurity }: Operation): boolean {
  return effectiveSecurity !== undefined && !effectiveSecurity.isOptional;
}

function hasScopes(operation: Operation): boolean {
  const alternatives = operation.effectiveSecurity?.alternatives ?? [];
  return isSecured(operation) && alternatives.some(one => one.requirements.some(({ scopes }) => scopes.length > 0));
}
