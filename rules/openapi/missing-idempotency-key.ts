import { defineRule, type Fix } from '#engine';
import {
  type Api,
  absentFrom,
  addParameters,
  hasIdempotencyKey,
  idempotencyKeys,
  movesMoney,
  type Operation,
  placesOf,
  saysIdempotent,
  sharedPart,
  together,
} from '#languages/openapi';
import { textAt } from '#languages/yaml';

export default defineRule({
  id: 'openapi/missing-idempotency-key',
  guide: 'system-design/event-contract',
  summary: 'Reports a POST that moves money or goods and takes no idempotency key.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing:
      '"{operation}" takes no Idempotency-Key: a client that sends it again after a timeout pays or orders twice.',
    everywhere:
      '{count} of {total} POSTs that move money or goods take no Idempotency-Key: sent again, they pay or order twice.',
  },
  check(document, { report }) {
    const { api } = document;
    const eligible = document.complete ? api.operations.filter(one => isAsked(one) && !saysIdempotent(api, one)) : [];
    const { single, everywhere, lacking } = absentFrom(document, eligible, one => !hasIdempotencyKey(one));
    if (everywhere)
      report({
        ...everywhere,
        message: 'everywhere',
        fixes: () => [takeKeys(api, lacking)],
        related: placesOf(lacking, one => one.label),
      });
    for (const operation of single)
      report({
        at: operation.at,
        message: 'missing',
        data: { operation: operation.label.slice(0, 50) },
        fixes: () => [takeKeys(api, [operation])],
      });
  },
});

function isAsked(operation: Operation): boolean {
  return movesMoney(operation) && operation.parametersAreKnown && !operation.deprecated && !operation.internal;
}

const NAME = 'Idempotency-Key';
const KEY = /^(?:x-)?idempoten(?:cy|t|ce)-?key$/i;

function takeKeys(api: Api, operations: readonly Operation[]): Fix | undefined {
  const known = idempotencyKeys(api);
  const places = operations.map(operation => {
    const bounds = { type: 'string', minLength: 16, maxLength: 128 };
    const part = sharedPart(
      api,
      operation.home,
      'parameters',
      'IdempotencyKey',
      node => known.has(node) || (textAt(node, 'in') === 'header' && KEY.test(textAt(node, 'name') ?? '')),
      { name: NAME, in: 'header', required: true, ...(operation.isSwagger ? bounds : { schema: bounds }) },
    );
    const added = addParameters(operation, [part.data]);
    return added && { own: added, shared: part.edits };
  });
  const edits = together(places);
  const what = operations.length === 1 ? '' : ` in all ${operations.length} of them`;
  return edits && { title: `Take an idempotency key${what}`, safety: 'unsafe', edits };
}
