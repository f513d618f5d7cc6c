import { expect, it } from 'vitest';
import { hasIdempotencyKey, movesMoney, parseOpenApi } from '#languages/openapi';

function operation(path: string, rest = '', method = 'post') {
  return parseOpenApi({
    uri: 'file:///api.yaml',
    text: `openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths:\n  ${path}: { ${method}: { ${rest}responses: { '201': { description: a } } } }\n`,
  }).operations[0]!;
}

function body(properties: string, rest = '', type = 'application/json'): string {
  return `requestBody: { content: { ${type}: { schema: { type: object, ${rest}properties: ${properties} } } } }, `;
}

it.each(['/orders', '/v1/accounts/{id}/refunds', '/Payments', '/payout'])('POST %s moves money', path => {
  expect(movesMoney(operation(path))).toBe(true);
});

it.each(['/orders/{id}', '/account_transfer', '/orders/search', '/estimate/orders', '/order', '/repos/{id}/transfers'])(
  'POST %s does not',
  path => {
    expect(movesMoney(operation(path))).toBe(false);
  },
);

it('asks the body what a word means', () => {
  expect(movesMoney(operation('/subscriptions', body('{ plan_id: { type: string } }')))).toBe(true);
  expect(movesMoney(operation('/subscriptions', body('{ url: { type: string } }')))).toBe(false);
  expect(movesMoney(operation('/transfers', body('{ amount: {} }', '', 'application/x-www-form-urlencoded')))).toBe(
    true,
  );
  expect(movesMoney(operation('/orders', '', 'put'))).toBe(false);
});

it.each([
  'Idempotency-Key',
  'X-Idempotency-Key',
  'idempotencyKey',
  'Idempotence-Key',
  'PayPal-Request-Id',
  'X-Request-ID',
])('takes %s for a key', name => {
  expect(hasIdempotencyKey(operation('/orders', `parameters: [{ name: ${name}, in: header }], `))).toBe(true);
});

it('finds keys in bodies, and none where there is none', () => {
  const has = (...args: Parameters<typeof body>): boolean => hasIdempotencyKey(operation('/orders', body(...args)));
  const names = ['idempotency_key', 'clientOrderId', 'client_request_id', 'requestId', 'nonce'];
  expect(names.map(name => has(`{ ${name}: { type: string } }`))).toEqual(names.map(() => true));
  expect(has('{ id: { type: string } }', 'required: [id], ')).toBe(true);
  expect(has('{ id: { type: string, readOnly: true } }', 'required: [id], ')).toBe(false);
  expect(has('{ id: { type: string }, client: { type: string }, tracking_id: { type: string } }')).toBe(false);
  expect(
    hasIdempotencyKey(operation('/orders', 'requestBody: { content: { a/b: { schema: { $ref: no.yaml } } } }, ')),
  ).toBe(true);
  expect(hasIdempotencyKey(operation('/orders', 'parameters: [{ name: X-Trace-Id, in: header }], '))).toBe(false);
});
