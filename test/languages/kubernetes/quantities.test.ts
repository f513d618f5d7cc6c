import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  compareQuantities,
  millicoresOf,
  parseDuration,
  parseQuantity,
  writeDuration,
} from '#languages/kubernetes';

const quantity = (text: string) => {
  const found = parseQuantity(text);
  if (!found) throw new Error(`"${text}" was not read`);
  return found;
};

describe('quantities', () => {
  it.each([
    ['128Mi', 134_217_728],
    ['1Gi', 1_073_741_824],
    ['1G', 1_000_000_000],
    ['1.5Gi', 1_610_612_736],
    ['.5Ki', 512],
    ['1e3', 1000],
    ['1E3', 1000],
    ['2E', 2_000_000_000_000_000_000],
    ['400m', 1],
    ['512m', 1],
    ['1500m', 2],
    ['0', 0],
    ['123', 123],
    ['1.', 1],
    ['+5k', 5000],
  ])('%s is %d bytes', (text, bytes) => expect(bytesOf(quantity(text))).toBe(bytes));

  it.each([
    ['100m', 100],
    ['0.1', 100],
    ['2', 2000],
    ['1u', 1],
    ['1500u', 2],
    ['100M', 100_000_000_000],
  ])('%s is %d millicores', (text, millicores) => expect(millicoresOf(quantity(text))).toBe(millicores));

  it.each(['', 'Mi', '1 Gi', '1gb', '1mi', '1K', '1KiB', 'half', '1e', '1.2.3', '--1', '1Mib', '9e99', '0x10'])(
    '%j is none',
    text => expect(parseQuantity(text)).toBeUndefined(),
  );

  it('compares without losing a bit', () => {
    expect(compareQuantities(quantity('8Ei'), quantity('9223372036854775807'))).toBeGreaterThan(0);
    expect(compareQuantities(quantity('1Ki'), quantity('1024'))).toBe(0);
    expect(compareQuantities(quantity('0.1'), quantity('100m'))).toBe(0);
    expect(compareQuantities(quantity('-1'), quantity('1m'))).toBeLessThan(0);
  });

  it('keeps how it was written', () => {
    expect(quantity('1Gi')).toMatchObject({ suffix: 'Gi', format: 'binary' });
    expect(quantity('1e3')).toMatchObject({ suffix: 'e3', format: 'exponent' });
    expect(quantity('100m')).toMatchObject({ suffix: 'm', format: 'decimal' });
  });
});

describe('durations', () => {
  it.each([
    ['30s', 30_000],
    ['1m30s', 90_000],
    ['100ms', 100],
    ['1.5h', 5_400_000],
    ['7d', 604_800_000],
    ['0', 0],
    ['0s', 0],
    ['-5m', -300_000],
    ['720h0m0s', 2_592_000_000],
    ['10us', 0.01],
  ])('%s', (text, milliseconds) => expect(parseDuration(text)?.milliseconds).toBe(milliseconds));

  it.each(['', '30', 's', '1m 30s', '1x', '30S', '-', 'forever'])('%j is none', text =>
    expect(parseDuration(text)).toBeUndefined(),
  );

  it.each([90_000, 250, 0, 3_600_000, 5_430_100])('writes %d so that it reads the same', milliseconds =>
    expect(parseDuration(writeDuration(milliseconds))?.milliseconds).toBe(milliseconds),
  );
});
