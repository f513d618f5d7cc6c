import { describe, expect, it } from 'vitest';
import { isPrivateHost, parseOpenApi } from '#languages/openapi';

function audience(text: string): string {
  return parseOpenApi({ uri: 'file:///api.yaml', text: `openapi: 3.1.0\npaths: {}\n${text}` }).api.audience;
}

describe('audience', () => {
  it.each([
    'info: { title: Orders, x-audience: company-internal }',
    'info: { title: Orders, x-audience: business-unit-internal }\nservers: [{ url: https://api.example.com }]',
    'info: { title: Orders }\nx-internal: true',
    'info: { title: Internal Orders API }',
    'info: { title: Orders (internal) }',
    'info: { title: Sentry Internal RPC APIs }',
    'info: { title: Orders - Internal }',
    'info: { title: Orders, description: For internal use only. }',
    'info: { title: Orders, description: "This API is internal: partners use another one." }',
    'info: { title: Orders, description: Internal order service }',
    'info: { title: Orders }\nservers: [{ url: "http://orders.shop.svc" }, { url: "http://localhost:8080" }]',
  ])('internal: %s', text => {
    expect(audience(text)).toBe('internal');
  });

  it.each([
    'info: { title: Orders }',
    'info: { title: Orders }\nservers: [{ url: /v1 }]',
    'info: { title: Orders }\nservers: [{ url: /v1 }, { url: "http://localhost" }]',
    'info: { title: Orders }\nservers: [{ url: "http://localhost" }, { url: "https://api.example.com" }]',
    'info: { title: Orders }\nservers: [{ url: "http://{host}/v1" }]',
    'info: { title: Orders, x-audience: external-public, description: Internal API }',
    'info: { title: Orders, x-internal: false }\nservers: [{ url: "http://localhost" }]',
    'info: { title: Internal Revenue Service API }',
    'info: { title: Orders, description: "500 means an internal server error." }',
    'info: { title: Orders, description: "Uses our internal APIs, which are described elsewhere." }',
    'info: { title: Orders, description: Not for internal use. }',
    'info: { title: Internal medicine records }',
  ])('public: %s', text => {
    expect(audience(text)).toBe('public');
  });

  it('is internal where every operation is', () => {
    const paths = (second: string) => `openapi: 3.1.0
info: { title: Orders }
paths: { /a: { get: { x-internal: true } }, /b: { get: { ${second} } } }`;
    const of = (text: string) => parseOpenApi({ uri: 'file:///api.yaml', text }).api.audience;
    expect(of(paths('tags: [Internal]'))).toBe('internal');
    expect(of(paths('tags: [orders]'))).toBe('public');
  });
});

describe('hosts', () => {
  it.each([
    'localhost',
    'app.localhost',
    '127.0.0.1',
    '[::1]',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.0.1',
    '169.254.1.1',
    '100.64.0.1',
    '[fd00::1]',
    '[fe80::1]',
    'orders',
    'orders.shop.svc',
    'orders.shop.svc.cluster.local',
    'api.shop.internal',
    'printer.local',
    'host.docker.internal',
  ])('private: %s', host => {
    expect(isPrivateHost(host)).toBe(true);
  });

  it.each([
    'api.example.com',
    '8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
    '[2001:db8::1]',
    '{host}',
    'localhost.example.com',
    'internal.example.com',
    'svc.example.com',
  ])('public: %s', host => {
    expect(isPrivateHost(host)).toBe(false);
  });
});
