import { defineRule, type Fix } from '#engine';
import { type Api, absentFrom, addPaging, growthOf, isUnpagedList, type Operation, placesOf } from '#languages/openapi';

/** More of them drown what is worth a look. */
const MOST_HINTS = 3;

export default defineRule({
  id: 'openapi/unbounded-list',
  guide: 'performance/bounded-results',
  summary: 'Reports a list that answers with everything there is.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  alsoKnownAs: ['zally/159', 'azure/pageable-operation'],
  messages: {
    growing:
      '"{path}" grows with every POST and is answered whole: one day the answer is too large for server and client.',
    unbounded: '"{path}" is answered whole, without paging: nothing keeps the answer from growing.',
    everywhere: '{count} of {total} lists that clients add to are answered whole: one day their answers are too large.',
    unboundedEverywhere:
      '{count} of {total} other lists are answered whole, without paging: nothing keeps them from growing.',
  },
  check(document, { report }) {
    if (!document.complete) return;
    const lists = document.api.operations.filter(one => isUnpagedList(one) !== undefined);
    for (const [growth, single, all, severity, most] of [
      ['growing', 'growing', 'everywhere', 'warning', undefined],
      ['possible', 'unbounded', 'unboundedEverywhere', 'hint', MOST_HINTS],
    ] as const) {
      const eligible = lists.filter(one => growthOf(one) === growth);
      const absence = absentFrom(document, eligible, one => isUnpagedList(one) === true, { most });
      if (absence.everywhere)
        report({
          ...absence.everywhere,
          message: all,
          severity,
          fixes: () => [pageAll(document.api, absence.lacking)],
          related: placesOf(absence.lacking, one => one.label),
        });
      for (const operation of absence.single)
        report({
          at: operation.at,
          message: single,
          severity,
          data: { path: operation.path.path.slice(0, 50) },
          fixes: () => [pageAll(document.api, [operation])],
        });
    }
  },
});

function pageAll(api: Api, operations: readonly Operation[]): Fix | undefined {
  const edits = addPaging(api, operations);
  const title = `Page ${operations.length === 1 ? 'it' : `all ${operations.length} of them`} by "limit" and "cursor"`;
  return edits && { title, safety: 'unsafe', edits };
}
