import { defineRule } from '#engine';
import {
  absentFrom,
  answerFix,
  answeringOperations,
  needOfLimit,
  type Operation,
  placesOf,
  unlimitedOperations,
} from '#languages/openapi';

export default defineRule({
  id: 'openapi/missing-rate-limit-response',
  guide: 'scaling/rate-limits',
  summary: 'Reports operations that do not say what happens to a client that asks too often.',
  severity: 'info',
  recommended: true,
  fixable: 'safe',
  alsoKnownAs: ['spectral/owasp:api4:2023-rate-limit-responses-429', 'vacuum/owasp-define-error-responses-429'],
  messages: {
    missing: '"{operation}" documents no 429, so clients of it do not slow down when they are told to.',
    everywhere:
      '{count} of {total} operations document no 429: there is no limit, or clients do not slow down when they meet it.',
  },
  check(document, { report }) {
    const { api } = document;
    if (!document.complete) return;
    // Those are for unlimited-expensive-operation.
    const others = new Set(unlimitedOperations(api));
    const eligible = answeringOperations(api).filter(one => !others.has(one) && isLimited(one));
    const { single, everywhere, lacking } = absentFrom(document, eligible, one => !one.answers(429));
    if (everywhere)
      report({
        ...everywhere,
        message: 'everywhere',
        fixes: () => [answerFix(api, lacking, '429')],
        related: placesOf(lacking, one => one.label),
      });
    for (const operation of single)
      report({
        at: operation.responsesEntry?.key ?? operation.at,
        message: 'missing',
        data: { operation: operation.label },
        fixes: () => [answerFix(api, [operation], '429')],
      });
  },
});

/** Of the way in (O3) only what can be guessed has a limit to tell of: not a logout, not a callback. */
function isLimited(operation: Operation): boolean {
  return !operation.path.isAuthentication || needOfLimit(operation) !== undefined;
}
