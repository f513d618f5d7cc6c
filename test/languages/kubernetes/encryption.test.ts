import { describe, expect, it } from 'vitest';
import { isHostName, isInCluster, isLocalHost, isObservedPort, oldTlsOf, uncheckedTlsOf } from '#languages/kubernetes';
import { readOne } from './support.ts';

describe('oldTlsOf', () => {
  const policy = (name: string): (string | undefined)[] =>
    oldTlsOf(
      readOne(`apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: a, annotations: { alb.ingress.kubernetes.io/ssl-policy: ${name} } }
spec: {}
`),
    ).map(({ version }) => version);

  it.each([
    ['ELBSecurityPolicy-2016-08', ['TLS 1.0']],
    ['ELBSecurityPolicy-TLS13-1-0-2021-06', ['TLS 1.0']],
    ['ELBSecurityPolicy-FS-1-1-2019-08', ['TLS 1.1']],
    ['ELBSecurityPolicy-TLS-1-2-Ext-2018-06', []],
    ['ELBSecurityPolicy-TLS13-1-2-Res-2021-06', []],
    ['ELBSecurityPolicy-FS-1-2-Res-2020-10', []],
    ['"${POLICY}"', []],
  ])('%s', (name, versions) => expect(policy(name)).toEqual(versions));

  it('keeps the versions that are good', () => {
    const [found] = oldTlsOf(
      readOne(
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: n }\ndata: { ssl-protocols: SSLv3 TLSv1.1 TLSv1.3 }\n',
      ),
    );
    expect(found).toMatchObject({ version: 'SSLv3', instead: 'TLSv1.3' });
  });
});

describe('uncheckedTlsOf', () => {
  const settings = (data: string): string[] =>
    uncheckedTlsOf(readOne(`apiVersion: v1\nkind: ConfigMap\nmetadata: { name: n }\ndata:\n  ${data}\n`)).map(
      ({ setting }) => setting,
    );

  it.each([
    ['URL: postgres://db/x?sslmode=disable', ['sslmode=disable']],
    ['DSN: host=db user=x sslmode=disable', ['sslmode=disable']],
    ['URL: postgres://localhost/x?sslmode=disable', []],
    ['URL: postgres://db/x?sslmode=disabled', []],
    ['PGSSLMODE: require', []],
    ['NOTE: never write sslmode=disable into a url', []],
  ])('%s', (data, expected) => expect(settings(data)).toEqual(expected));
});

describe('names in networks', () => {
  it.each(['shop.local', 'localhost', 'db.internal', 'router.home.arpa'])('%s is local', host =>
    expect(isLocalHost(host)).toBe(true),
  );
  it.each(['shop.example.com', 'local.example.com', 'mylocal'])('%s is not', host =>
    expect(isLocalHost(host)).toBe(false),
  );
  it.each(['auth', 'auth.shop.svc', 'auth.shop.svc.cluster.local'])('%s is in the cluster', host =>
    expect(isInCluster(host)).toBe(true),
  );
  it.each(['auth.example.com', 'svc.example.com'])('%s is not', host => expect(isInCluster(host)).toBe(false));
  it.each(['__HOST__', '<your domain>', ''])('%j is no name', host => expect(isHostName(host)).toBe(false));
  it('takes stars for names', () => expect(isHostName('*.example.com')).toBe(true));
});

describe('isObservedPort', () => {
  it('believes the name before the number', () => {
    expect(isObservedPort(9090, [])).toBe(true);
    expect(isObservedPort(9090, [{ name: 'http', number: 9090 }])).toBe(false);
    expect(isObservedPort(8080, [{ name: 'metrics', number: 8080 }])).toBe(true);
    expect(isObservedPort(8080, [])).toBe(false);
  });
});

describe('what a policy requires', () => {
  const requires = (spec: string): boolean | undefined => {
    const text = `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: p }\nspec: ${spec}\n`;
    return readOne(text).facts().authorization?.requiresToken;
  };

  it.each([
    ['{ rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }] }', true],
    ['{ rules: [{ when: [{ key: request.auth.audiences, values: [a] }] }] }', true],
    ['{ action: DENY, rules: [{ from: [{ source: { notRequestPrincipals: ["*"] } }] }] }', true],
    ['{ rules: [{ from: [{ source: { principals: ["*"] } }] }] }', false],
    ['{ action: DENY, rules: [{ to: [{ operation: { paths: [/x] } }] }] }', false],
    ['{ action: CUSTOM, rules: [{}] }', undefined],
    ['{}', true],
  ])('%s', (spec, expected) => expect(requires(spec)).toBe(expected));
});
