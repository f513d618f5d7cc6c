import { defineRule, type Fix } from '#engine';
import { absentFrom, addParameters, isUnpagedList, type Operation, placesOf } from '#languages/openapi';
import type { Data } from '#languages/yaml';

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
    const growing = lists.filter(one => one.path.operations.some(other => other.method === 'post'));
    const others = lists.filter(one => !growing.includes(one));
    for (const [eligible, single, all, severity] of [
      [growing, 'growing', 'everywhere', 'warning'],
      [others, 'unbounded', 'unboundedEverywhere', 'hint'],
    ] as const) {
      const absence = absentFrom(document, eligible, one => isUnpagedList(one) === true);
      if (absence.everywhere && document.pathsEntry)
        report({
          at: document.pathsEntry.key,
          message: all,
          severity,
          data: { count: absence.lacking.length, total: absence.everywhere.total },
          fixes: () => [pageAll(absence.lacking)],
          related: placesOf(absence.lacking, one => one.label),
        });
      for (const operation of absence.single)
        report({
          at: operation.at,
          message: single,
          severity,
          data: { path: operation.path.path.slice(0, 50) },
          fixes: () => [pageAll([operation])],
        });
    }
  },
});

function pageAll(operations: readonly Operation[]): Fix | undefined {
  const edits = operations.map(one =>
    addParameters(one, [
      { name: 'limit', in: 'query', ...bounded(one, { type: 'integer', minimum: 1, maximum: 100, default: 20 }) },
      { name: 'cursor', in: 'query', ...bounded(one, { type: 'string', maxLength: 512 }) },
    ]),
  );
  if (edits.some(one => one === undefined)) return undefined;
  const title = `Page ${operations.length === 1 ? 'it' : `all ${operations.length} of them`} by "limit" and "cursor"`;
  return { title, safety: 'unsafe', edits: edits.flatMap(one => one ?? []) };
}

/** 2.0 writes the keywords into the parameter. */
function bounded(
  { isSwagger }: Operation,
  schema: Readonly<Record<string, string | number>>,
): Readonly<Record<string, Data>> {
  return isSwagger ? schema : { schema };
}
