import { describe, expect, it } from 'vitest';
import {
  isBusinessPath,
  isVersionedByParameter,
  parseOpenApi,
  versionOfPath,
  versionOfServer,
  versionsOf,
  withoutSegment,
} from '#languages/openapi';

function apiOf(text: string) {
  return parseOpenApi({ uri: 'file:///api.yaml', text }).api;
}

function withPaths(paths: readonly string[], head = '') {
  const written = paths.map(path => `  '${path}': { get: { responses: {} } }\n`).join('');
  return apiOf(`openapi: 3.1.0\ninfo: { title: A, version: '1' }\n${head}paths:\n${written}`);
}

describe('the version in a path', () => {
  it.each([
    ['/v1/orders', 'v1', 'prefix', 1],
    ['/api/V2/orders', 'V2', 'prefix', 2],
    ['/v1.53/containers', 'v1.53', 'prefix', 1],
    ['/v2beta1/{name}:run', 'v2beta1', 'prefix', 2],
    ['/api-v3/orders', 'api-v3', 'prefix', 3],
    ['/orders/v2', 'v2', 'prefix', 2],
    ['/{version}/orders', '{version}', 'prefix', undefined],
    ['/api/v{api-version}/orders', 'v{api-version}', 'prefix', undefined],
    ['/2010-04-01/Accounts', '2010-04-01', 'date', undefined],
    ['/api/0/projects', '0', 'number', 0],
    ['/2.0/files', '2.0', 'number', 2],
  ])('%s', (path, text, form, major) => {
    expect(versionOfPath(withPaths([path]).paths[0]!)).toMatchObject({ text, form, major });
  });

  it.each(['/orders', '/ipv4', '/videos', '/packages/{name}/{version}', '/errors/404', '/users/{id}/1', '/view/v'])(
    'none in %s',
    path => {
      expect(versionOfPath(withPaths([path]).paths[0]!)).toBeUndefined();
    },
  );

  it('takes no longer for a hostile segment', () => {
    expect(versionOfPath(withPaths([`/v1${'_a'.repeat(5000)}!`]).paths[0]!)).toBeUndefined();
  });
});

describe('the version in a server', () => {
  const first = (server: string) => versionOfServer(withPaths(['/a'], `servers: [${server}]\n`).servers[0]!);

  it.each([
    ['{ url: https://api.example.com/v1 }', { text: 'v1', major: 1, index: 0 }],
    ['{ url: https://api.example.com/payroll.xro/2.0/ }', { text: '2.0', form: 'number', index: 1 }],
    ['{ url: https://v3.api.example.com }', { text: 'v3', major: 3, index: -1 }],
    ['{ url: /api/v10 }', { text: 'v10', major: 10 }],
  ])('%s', (server, expected) => {
    expect(first(server)).toMatchObject(expected);
  });

  it('is not known where a variable holds it', () => {
    const found = first("{ url: 'https://a.example.com/{v}', variables: { v: { default: v2 } } }");
    expect(found).toMatchObject({ text: 'v2', form: 'prefix', major: undefined });
  });

  it('is none for an address', () => {
    expect(first('{ url: http://10.0.0.1:8080 }')).toBeUndefined();
  });
});

describe('versions of an API', () => {
  it('tells business paths apart', () => {
    const { paths } = withPaths([
      '/',
      '/orders',
      '/health',
      '/oauth/token',
      '/graphql',
      '/scim/v2/Users',
      '/<url>',
      '/v1/status',
    ]);
    expect(paths.filter(isBusinessPath).map(item => item.path)).toEqual(['/orders']);
  });

  it('counts a path as versioned by its server', () => {
    const { versioned, unversioned } = versionsOf(withPaths(['/a'], 'servers: [{ url: /v1 }]\n'));
    expect([versioned.length, unversioned.length]).toEqual([1, 0]);
  });

  it('knows nothing of variables without a value', () => {
    expect(versionsOf(withPaths(['/a'], "servers: [{ url: 'https://a.example.com/{base}' }]\n")).isKnown).toBe(false);
  });

  const withParameter = (parameter: string) =>
    apiOf(`openapi: 3.1.0
info: { title: A, version: '1' }
paths: { /a: { parameters: [${parameter}], get: { responses: {} } } }`);

  it.each([
    ['{ name: X-API-Version, in: header }', true],
    ['{ name: Stripe-Version, in: header }', true],
    ['{ name: api-version, in: query }', true],
    ['{ name: Accept, in: header, schema: { type: string, default: application/vnd.pd+json;version=2 } }', true],
    ['{ name: Accept, in: header, schema: { type: string, default: application/json } }', false],
    ['{ name: App-Version, in: header }', false],
    ['{ name: If-Version, in: header }', false],
    ['{ name: version, in: query }', false],
  ])('%s: %s', (parameter, expected) => {
    expect(isVersionedByParameter(withParameter(parameter))).toBe(expected);
  });
});

it.each([
  ['https://api.example.com/v1', 'v1', 'https://api.example.com'],
  ['https://api.example.com/v1/', 'v1', 'https://api.example.com/'],
  ['/v1', 'v1', '/'],
  ['/api/v1/orders', 'v1', '/api/orders'],
  ['/v10/orders', 'v1', '/v10/orders'],
])('%s without %s', (url, segment, expected) => {
  expect(withoutSegment(url, segment)).toBe(expected);
});
