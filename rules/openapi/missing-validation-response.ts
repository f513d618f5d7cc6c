import { defineRule, type Fix } from '#engine';
import {
  type Api,
  absentFrom,
  addAnswers,
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
    if (everywhere && document.pathsEntry)
      report({
        at: document.pathsEntry.key,
        message: 'everywhere',
        data: { count: lacking.length, total: everywhere.total },
        fixes: () => [answer(api, lacking)],
        related: placesOf(lacking, one => one.label),
      });
    for (const operation of single)
      report({
        at: operation.responsesEntry?.key ?? operation.at,
        message: 'missing',
        data: { operation: operation.label.slice(0, 45) },
        fixes: () => [answer(api, [operation])],
      });
  },
});

function answer(api: Api, operations: readonly Operation[]): Fix | undefined {
  const code = codeOfInvalid(api);
  const edits = addAnswers(api, operations, code);
  const what = operations.length === 1 ? '' : ` to all ${operations.length} of them`;
  return edits && { title: `Add a ${code} response${what}`, safety: 'safe', edits };
}
