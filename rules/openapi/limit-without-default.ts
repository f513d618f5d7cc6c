import { defineRule, type Fix } from '#engine';
import { addBounds, type Parameter, pageSizesWith, parameterPlaces } from '#languages/openapi';

/** More of them drown what is worth a look. */
const MOST_HINTS = 3;

export default defineRule({
  id: 'openapi/limit-without-default',
  guide: 'performance/bounded-results',
  summary: 'Reports an optional page size parameter without a default.',
  severity: 'hint',
  recommended: true,
  fixable: 'safe',
  messages: {
    noDefault:
      '"{name}" has no default, so a client that leaves it out cannot know whether it gets 10 rows or all of them.',
    everywhere:
      '{count} of {total} page sizes have no default: a client that leaves them out cannot know how many rows it gets.',
    told: 'The default of "{name}" stands in its description only, where generated clients and mocks do not look.',
    toldEverywhere:
      '{count} of {total} page sizes have their default in the description only, where generated clients and mocks do not look.',
  },
  check(document, { report }) {
    for (const [stands, one, all] of [
      ['nowhere', 'noDefault', 'everywhere'],
      ['text', 'told', 'toldEverywhere'],
    ] as const) {
      const { lacking, everywhere, single } = pageSizesWith(
        document,
        size => size.default.stands === stands,
        MOST_HINTS,
      );
      if (everywhere)
        report({
          ...everywhere,
          message: all,
          related: parameterPlaces(lacking),
          fixes: () => [preset(lacking)],
        });
      for (const parameter of single)
        report({
          at: parameter.name,
          message: one,
          data: { name: parameter.name.text },
          fixes: () => [preset([parameter])],
        });
    }
  },
});

function preset(parameters: readonly Parameter[]): Fix | undefined {
  const added = addBounds(parameters, 'default');
  const title =
    parameters.length === 1 ? `Add a default of ${[...(added?.values ?? [])][0]}` : 'Add a default to all of them';
  return added && { title, safety: 'safe', edits: added.edits };
}
