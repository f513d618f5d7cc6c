import { defineRule } from '#engine';
import {
  absentFrom,
  answerFix,
  answeringOperations,
  codeOfInvalid,
  type Operation,
  placesOf,
} from '#languages/openapi';

export default defineRule({
  id: 'openapi/missing-validation-response',
  guide: 'verification/response-contract',
  summary: 'Reports operations with a body that do not say what happens to an invalid one.',
  severity: 'info',
  recommended: true,
  fixable: 'safe',
  alsoKnownAs: ['spectral/owasp:api8:2023-define-error-validation', 'vacuum/owasp-define-error-validation'],
  messages: {
    missing:
      '"{operation}" takes a body and documents neither 400 nor 422, so no client can show its user what is wrong with it.',
    everywhere:
      '{count} of {total} operations with a body document neither 400 nor 422: no client can show what is wrong with it.',
  },
  check(document, { report }) {
    const { api } = document;
    if (!document.complete) return;
    const eligible = answeringOperations(api).filter(one => one.requestBody !== undefined);
    const lacks = (one: Operation): boolean => !one.answers(400) && !one.answers(422);
    const { single, everywhere, lacking } = absentFrom(document, eligible, lacks);
    if (everywhere)
      report({
        ...everywhere,
        message: 'everywhere',
        fixes: () => [answerFix(api, lacking, codeOfInvalid(api))],
        related: placesOf(lacking, one => one.label),
      });
    for (const operation of single)
      report({
        at: operation.responsesEntry?.key ?? operation.at,
        message: 'missing',
        data: { operation: operation.label.slice(0, 45) },
        fixes: () => [answerFix(api, [operation], codeOfInvalid(api))],
      });
  },
});
