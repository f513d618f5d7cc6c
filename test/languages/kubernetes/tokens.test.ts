import { describe, expect, it } from 'vitest';
import { accessTokenLifetime, environmentIn, isOverlayPath } from '#languages/kubernetes';

const MINUTE = 60_000;

describe('accessTokenLifetime', () => {
  it.each([
    ['JWT_EXPIRES_IN', '7d', 7 * 24 * 60, '15m'],
    ['ACCESS_TOKEN_TTL', '1h30m', 90, '15m'],
    ['jwt.access-token.ttl', '1 hour', 60, '15m'],
    ['accessTokenExpiryMinutes', '60', 60, '15'],
    ['JWT_TTL_SECONDS', '1800', 30, '900'],
    ['AUTH_TOKEN_LIFETIME_MS', '3600000', 60, '900000'],
    ['JWT_EXPIRATION', '7200', 120, '900'],
    ['JWT_EXPIRATION', '86400000', 1440, '900000'],
  ])('%s=%s', (name, value, minutes, written) => {
    const lifetime = accessTokenLifetime(name, value)!;
    expect(lifetime.milliseconds / MINUTE).toBe(minutes);
    expect(lifetime.write(15 * MINUTE)).toBe(written);
  });

  it('writes nothing where the unit is too large', () => {
    expect(accessTokenLifetime('ACCESS_TOKEN_TTL_HOURS', '2')?.write(15 * MINUTE)).toBeUndefined();
  });

  it.each([
    ['JWT_EXPIRY', '60'],
    ['JWT_TTL', 'long'],
    ['JWT_REFRESH_EXPIRES_IN', '7d'],
    ['REFRESH_TOKEN_TTL', '30d'],
    ['RESET_ACCESS_TOKEN_TTL', '1h'],
    ['SESSION_TTL', '1h'],
    ['JWT_SECRET', '3600'],
  ])('does not know %s=%s', (name, value) => expect(accessTokenLifetime(name, value)).toBeUndefined());
});

describe('environmentIn', () => {
  it.each([
    ['https://billing.prod.shop.io/v1', 'billing.prod.shop.io', 'prod'],
    ['api-staging.shop.io:8443', 'api-staging.shop.io', 'staging'],
    ['postgres://app@qa.db.shop.io/shop', 'qa.db.shop.io', 'qa'],
    ['10.0.4.17:6379', '10.0.4.17', undefined],
    ['http://172.20.1.1/x', '172.20.1.1', undefined],
  ])('%s', (value, host, environment) => expect(environmentIn(value)).toEqual({ host, environment }));

  it.each([
    'http://a.prod.svc:80',
    'a.prod.svc.cluster.local',
    'https://products.shop.io',
    '10.0.0.0/8',
    '172.32.0.1',
    'production',
    '0.0.0.0:80',
    'the prod.shop.io one',
  ])('nothing in %s', value => expect(environmentIn(value)).toBeUndefined());

  it('knows files of one environment', () => {
    expect(isOverlayPath('file:///shop/deploy/overlays/eu/app.yaml')).toBe(true);
    expect(isOverlayPath('file:///shop/deploy/app-prod.yaml')).toBe(true);
    expect(isOverlayPath('file:///shop/deploy/base/product.yaml')).toBe(false);
  });
});
