import { expect, it } from 'vitest';
import { limitHeaders, needOfLimit, parseOpenApi, refusals, tellsWhen, unlimitedOperations } from '#languages/openapi';

function read(paths: string, rest = '') {
  return parseOpenApi({
    uri: 'file:///api.yaml',
    text: `openapi: 3.1.0\ninfo: { title: A, version: '1' }\n${rest}\npaths:\n${paths}`,
  });
}

const OK = "responses: { '200': { description: a } }";
const FILE = 'requestBody: { content: { multipart/form-data: { schema: { type: object } } } }';
const BODY = 'requestBody: { content: { application/json: { schema: { type: object } } } }';

function need(method: string, path: string, rest = '') {
  return needOfLimit(read(`  ${path}: { ${method}: { ${rest === '' ? '' : `${rest}, `}${OK} } }`).operations[0]!);
}

it.each([
  ['get', '/orders/export', ''],
  ['post', '/orders:search', ''],
  ['post', '/reports', ''],
  ['post', '/v1/chat/completions', ''],
  ['post', '/orders/batchCreate', BODY],
  ['post', '/orders/bulk', BODY],
  ['post', '/files.upload', FILE],
] as const)('%s %s costs much', (method, path, rest) => {
  expect(need(method, path, rest)).toBe('expensive');
});

it.each([
  ['get', '/reports', ''],
  ['put', '/orders/export', ''],
  ['post', '/comments/{id}/report', ''],
  ['post', '/mail/batch', ''],
  ['post', '/batchPayments', BODY],
  ['post', '/keys/upload', BODY],
  ['get', '/exports/{export}', ''],
  ['get', '/researches', ''],
] as const)('%s %s does not', (method, path, rest) => {
  expect(need(method, path, rest)).toBeUndefined();
});

it('knows what is tried by guessing, and by whom', () => {
  const guessed = ['/login', '/auth/signIn', '/otp', '/oauth2/token', '/verify-email', '/forgot-password'];
  expect(guessed.map(path => need('post', path))).toEqual(guessed.map(() => 'guessed'));
  expect(need('get', '/login')).toBe('guessed');
  expect(['/token', '/password_rules'].map(path => need('get', path))).toEqual([undefined, undefined]);
  const signedIn = 'security: [{ key: [] }]';
  const secret = (name: string): string =>
    `${signedIn}, requestBody: { content: { application/json: { schema: { type: object, properties: { ${name}: { type: string } } } } } }`;
  expect(need('post', '/token', signedIn)).toBeUndefined();
  expect(need('post', '/otp', secret('otp'))).toBe('guessed');
  expect(need('post', '/password', secret('password'))).toBeUndefined();
});

it('speaks of a special need only where nothing has a limit', () => {
  const count = (paths: string, rest?: string): number => unlimitedOperations(read(paths, rest).api).length;
  const login = `  /login: { post: { ${OK} } }\n`;
  expect(count(login)).toBe(1);
  expect(count(`${login}  /a: { get: { responses: { '429': { description: a } } } }`)).toBe(0);
  expect(count(`${login}  /a: { get: { responses: { 4XX: { description: a } } } }`)).toBe(0);
  expect(count(`${login}  /a: { get: { x-amazon-throttling: 5, ${OK} } }`)).toBe(0);
  expect(count(`  /login: { post: { description: Slow and sure., ${OK} } }`)).toBe(1);
  expect(count(`  /login: { post: { description: Rate limits apply., ${OK} } }`)).toBe(0);
});

it('reads a time to come back from headers and bodies', () => {
  const one = (rest: string) =>
    tellsWhen(
      read(`  /a: { get: { responses: { '429': { description: a, ${rest} } } } }`).operations[0]!.responses[0]!,
    );
  const body = (schema: string): string => `content: { application/json: { schema: ${schema} } }`;
  expect(['retry-after', 'X-RateLimit-Reset', 'RateLimit'].map(name => one(`headers: { ${name}: {} }`))).toEqual([
    true,
    true,
    true,
  ]);
  expect(one('headers: { X-Rate: {} }')).toBe(false);
  expect(one(body('{ properties: { retry_after: { type: integer } } }'))).toBe(true);
  expect(one(body('{ $ref: none.yaml }'))).toBe(true);
  expect(one(body('{ type: object }'))).toBe(false);
});

it('takes a shared response for one, and the shared headers', () => {
  const { api } = read(
    "  /a: { get: { responses: { '429': { $ref: '#/components/responses/R' } } } }\n  /b: { get: { responses: { '429': { $ref: '#/components/responses/R' } } } }",
    'components: { responses: { R: { description: a } }, headers: { RateLimit: { schema: { type: string } }, Age: { schema: { type: string } } } }',
  );
  expect(refusals(api).length).toBe(1);
  expect(limitHeaders(api, true)).toEqual({ RateLimit: { $ref: '#/components/headers/RateLimit' } });
  expect(Object.keys(limitHeaders(api, false))[0]).toBe('Retry-After');
});
