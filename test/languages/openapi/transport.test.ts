import { describe, expect, it } from 'vitest';
import { describesGateway, healthPathsOf, parseOpenApi, plaintextAddresses } from '#languages/openapi';

function read(text: string) {
  return parseOpenApi({ uri: 'file:///api.yaml', text });
}

describe('plaintext addresses', () => {
  const of = (text: string) =>
    plaintextAddresses(read(text)).map(({ at, host, hasSecureTwin, secure }) => [
      at.text,
      host,
      hasSecureTwin,
      secure?.map(one => one.value),
    ]);
  const openapi = (servers: string) => of(`openapi: 3.1.0\ninfo: { title: A }\nservers: ${servers}\npaths: {}`);

  it.each([
    ['[{ url: http://a.example.com }]', 'https://a.example.com'],
    ['[{ url: http://a.example.com:80/v1 }]', 'https://a.example.com/v1'],
    ['[{ url: "http://a.example.com:443" }]', 'https://a.example.com'],
    ['[{ url: http://a.example.com/a:80 }]', 'https://a.example.com/a:80'],
    ['[{ url: http://a.example.com:8080 }]', undefined],
    ['[{ url: "http://a.example.com:{port}", variables: { port: { default: 80 } } }]', undefined],
    ['[{ url: "http://a.example.com:80{base}", variables: { base: { default: /v1 } } }]', undefined],
  ])('%s', (servers, url) => {
    expect(openapi(servers)).toMatchObject([[expect.anything(), 'a.example.com', false, url && [url]]]);
  });

  it.each([
    '[{ url: https://a.example.com }]',
    '[{ url: http://a }]',
    '[{ url: "http://{host}" }]',
    '[{ url: http://${HOST}.example.com }]',
    '[{ url: /v1 }]',
    '[{ url: HTTP }]',
    '{ url: http }',
    '[null, 3, { url: [] }]',
  ])('none: %s', servers => {
    expect(openapi(servers)).toEqual([]);
  });

  it('knows a twin by its path, and offers no second server of one address', () => {
    expect(openapi('[{ url: https://b.example.com/v1 }, { url: http://a.example.com/v1 }]')).toEqual([
      ['http://a.example.com/v1', 'a.example.com', true, ['https://a.example.com/v1']],
    ]);
    expect(openapi('[{ url: https://a.example.com }, { url: http://a.example.com }]')).toEqual([
      ['http://a.example.com', 'a.example.com', true, undefined],
    ]);
    expect(openapi('[{ url: https://a.example.com/v1 }, { url: http://a.example.com/v2 }]')[0]![2]).toBe(false);
  });

  it("reads Swagger's schemes, of operations too", () => {
    const text =
      'swagger: "2.0"\ninfo: { title: A }\nhost: a.example.com\nschemes: [https]\npaths: { /a: { get: { schemes: [http] } } }';
    expect(of(text)).toEqual([['http', 'a.example.com', false, ['https']]]);
  });

  it("reads AsyncAPI's protocols", () => {
    const text = (server: string) => `asyncapi: 3.0.0\ninfo: { title: A }\nservers: { a: { ${server} } }`;
    expect(of(text('host: a.example.com, protocol: ws'))).toEqual([['ws', 'a.example.com', false, ['wss']]]);
    expect(of(text('host: "a.example.com:8080", protocol: ws'))).toEqual([['ws', 'a.example.com', false, undefined]]);
    expect(of(text('url: ws://a.example.com, protocol: ws'))).toEqual([
      ['ws://a.example.com', 'a.example.com', false, ['wss://a.example.com', 'wss']],
    ]);
    expect(of(text('host: a.example.com, protocol: kafka'))).toEqual([]);
  });
});

describe('health paths', () => {
  const of = (...paths: readonly string[]) => {
    const { whole, isSplit } = healthPathsOf(
      read(`openapi: 3.1.0\npaths: { ${paths.map(one => `'${one}': {}`).join(', ')} }`).api,
    );
    return [whole.map(item => item.path), isSplit];
  };

  it.each([
    [['/health'], ['/health'], false],
    [['/api/v1/healthz', '/api/v1/orders'], ['/api/v1/healthz'], false],
    [['/actuator/health'], ['/actuator/health'], false],
    [['/orders/health', '/orders/{id}'], ['/orders/health'], false],
    [['/orders/health', '/carts'], [], false],
    [['/clusters/{id}/health'], [], false],
    [['/{tenant}/health', '/{tenant}/orders'], [], false],
    [['/health', '/readyz'], ['/health'], true],
    [['/health', '/health/live'], ['/health'], true],
    [[], [], false],
  ])('%j', (paths, whole, isSplit) => {
    expect(of(...paths)).toEqual([whole, isSplit]);
  });

  it('knows a gateway by its extensions', () => {
    const gateway = (extension: string) =>
      describesGateway(read(`openapi: 3.0.3\npaths: { /a: { get: { ${extension}: {} } } }`).api);
    expect(gateway('x-amazon-apigateway-integration')).toBe(true);
    expect(gateway('x-google-backend')).toBe(true);
    expect(gateway('x-logo')).toBe(false);
  });
});
