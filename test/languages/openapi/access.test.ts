import { describe, expect, it } from 'vitest';
import {
  hasSecretPath,
  isGuarded,
  isQuestion,
  isSigned,
  parseOpenApi,
  usedSchemes,
  usualScheme,
} from '#languages/openapi';

function read(paths: string, rest = '') {
  return parseOpenApi({
    uri: 'file:///api.yaml',
    text: `openapi: 3.1.0\ninfo: { title: A, version: '1' }\n${rest}\npaths:\n${paths}`,
  });
}

function operation(path: string, method = 'post', parameters = '[]') {
  return read(`  ${path}: { ${method}: { parameters: ${parameters}, responses: {} } }`).operations[0]!;
}

describe('a question', () => {
  it.each(['/orders/search', '/orders:search', '/users.list', '/categories/get', '/graphql'])('POST %s', path => {
    expect(isQuestion(operation(path))).toBe(true);
  });

  it.each([
    ['/orders', 'post'],
    ['/search/{id}', 'post'],
    ['/widget', 'post'],
    ['/notifications/read', 'post'],
    ['/searches/search', 'delete'],
  ])('%s by %s is none', (path, method) => {
    expect(isQuestion(operation(path, method))).toBe(false);
  });
});

it('knows what carries its own proof', () => {
  const inPath = (name: string) => operation(`/a/{${name}}`, 'post', `[{ name: ${name}, in: path, required: true }]`);
  expect(['token', 'inviteToken', 'webhook_token', 'secret'].map(inPath).every(hasSecretPath)).toBe(true);
  expect(['id', 'tokenId', 'secrets'].map(inPath).some(hasSecretPath)).toBe(false);
  expect(hasSecretPath(operation('/a', 'post', '[{ name: token, in: query }]'))).toBe(false);
  expect(isSigned(operation('/a', 'post', '[{ name: Stripe-Signature, in: header }]'))).toBe(true);
  expect(isSigned(operation('/a', 'post', '[{ name: signature, in: query }]'))).toBe(false);
});

it('leaves machines, the way in and preflights unguarded', () => {
  const open = [operation('/healthz', 'get'), operation('/v1/login'), operation('/orders', 'options')];
  expect(open.map(isGuarded)).toEqual([false, false, false]);
  expect(isGuarded(operation('/orders', 'get'))).toBe(true);
});

describe('the usual scheme', () => {
  const schemes = 'components: { securitySchemes: { a: { type: http }, b: { type: http } } }';
  const asks = (path: string, scheme: string) =>
    `  ${path}: { get: { security: [{ ${scheme}: [] }], responses: {} } }\n`;

  it('is what most operations of clients ask for', () => {
    const login = ['/login', '/token', '/register'].map(path => asks(path, 'a')).join('');
    const { api } = read(`${login}${asks('/orders', 'b')}${asks('/carts', 'b')}`, schemes);
    expect(usualScheme(api)).toBe('b');
    expect([...usedSchemes(api)].sort()).toEqual(['a', 'b']);
  });

  it('is the only one, or unknown', () => {
    const open = '  /orders: { get: { responses: {} } }\n';
    expect(usualScheme(read(open, schemes).api)).toBeUndefined();
    expect(usualScheme(read(open + asks('/carts', 'a'), schemes).api)).toBeUndefined();
    expect(usualScheme(read(open, 'components: { securitySchemes: { a: { type: http } } }').api)).toBe('a');
  });
});
