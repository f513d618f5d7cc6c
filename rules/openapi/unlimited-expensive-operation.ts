import { defineRule } from '#engine';
import { absentFrom, answerFix, needOfLimit, placesOf, unlimitedOperations } from '#languages/openapi';

export default defineRule({
  id: 'openapi/unlimited-expensive-operation',
  guide: 'scaling/rate-limits',
  summary: 'Reports an operation that is expensive, or tried by guessing, in an API without any limit.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: {
    guessed:
      '"{operation}" has no documented limit, and nothing in this API has: passwords and codes can be tried at any rate.',
    expensive:
      '"{operation}" has no documented limit, and nothing in this API has: one client can keep the servers busy with it.',
    allGuessed:
      '{count} operations check secrets and nothing in this API has a documented limit: they can be tried at any rate.',
    allExpensive:
      '{count} operations are expensive and nothing in this API has a documented limit: one client can keep servers busy.',
  },
  check(document, { report }) {
    const { api } = document;
    if (!document.complete) return;
    for (const [need, all, severity] of [
      ['guessed', 'allGuessed', 'warning'],
      ['expensive', 'allExpensive', 'info'],
    ] as const) {
      const unlimited = unlimitedOperations(api).filter(one => needOfLimit(one) === need);
      const { single, everywhere, lacking } = absentFrom(document, unlimited, () => true);
      if (everywhere)
        report({
          ...everywhere,
          message: all,
          severity,
          fixes: () => [answerFix(api, lacking, '429')],
          related: placesOf(lacking, one => one.label),
        });
      for (const operation of single)
        report({
          at: operation.at,
          message: need,
          data: { operation: operation.label.slice(0, 45) },
          severity,
          fixes: () => [answerFix(api, [operation], '429')],
        });
    }
  },
});
