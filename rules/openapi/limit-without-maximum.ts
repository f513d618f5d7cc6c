import { defineRule, type Fix } from '#engine';
import { addBounds, type Parameter, pageSizesWith, parameterPlaces } from '#languages/openapi';

export default defineRule({
  id: 'openapi/limit-without-maximum',
  guide: 'performance/bounded-results',
  summary: 'Reports a page size parameter without a maximum.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  alsoKnownAs: ['spectral/owasp:api4:2023-integer-limit'],
  messages: {
    unbounded: '"{name}" has no maximum, so one request can ask for every row and take the database down for everyone.',
    everywhere:
      '{count} of {total} page sizes have no maximum: one request can ask for every row and take the database down.',
    told: 'The maximum of "{name}" stands in its description only, where gateways, validators and generated clients do not look.',
    toldEverywhere:
      '{count} of {total} page sizes have their maximum in the description only, where gateways and validators do not look.',
  },
  check(document, { report }) {
    for (const [stands, one, all, severity] of [
      ['nowhere', 'unbounded', 'everywhere', 'warning'],
      ['text', 'told', 'toldEverywhere', 'info'],
    ] as const) {
      const { lacking, everywhere, single } = pageSizesWith(document, size => size.maximum.stands === stands);
      if (everywhere)
        report({
          ...everywhere,
          message: all,
          severity,
          related: parameterPlaces(lacking),
          fixes: () => [bound(lacking)],
        });
      for (const parameter of single)
        report({
          at: parameter.name,
          message: one,
          severity,
          data: { name: parameter.name.text },
          fixes: () => [bound([parameter])],
        });
    }
  },
});

function bound(parameters: readonly Parameter[]): Fix | undefined {
  const added = addBounds(parameters, 'maximum');
  const title =
    parameters.length === 1 ? `Add a maximum of ${[...(added?.values ?? [])][0]}` : 'Add a maximum to all of them';
  return added && { title, safety: 'safe', edits: added.edits };
}
