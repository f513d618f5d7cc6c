/**
 * Resource quantities, exactly: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 * A value is `digits × 10^exponent`, or `digits × 2^(10 × n)` for binary suffixes, kept as a fraction of thousandths
 * that cannot lose a bit.
 */
export interface Quantity {
  /** Thousandths of the unit: millicores of CPU, thousandths of a byte. Fractions of a thousandth round up, as the API does. */
  readonly milli: bigint;
  /** `m`, `Mi`, `G`, `e3`; empty where there is none. */
  readonly suffix: string;
  readonly format: 'decimal' | 'binary' | 'exponent';
}

const PATTERN = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:([KMGTPE]i)|([eE][+-]?\d+)|([numkMGTPE]?))$/;
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Undefined for what the API server would refuse. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const [, sign, number = '', binary, exponent, decimal = ''] = match;
  const [whole = '', fraction = ''] = number.split('.');
  const power = exponent === undefined ? (DECIMAL[decimal] ?? 0) : Number(exponent.slice(1));
  // Beyond what 64 bits hold the API caps; nobody means such a number.
  if (Math.abs(power) > 30 || number.length > 40) return undefined;
  const factor = binary === undefined ? 1n : 1n << BigInt(10 * (BINARY.indexOf(binary) + 1));
  const thousandths = scaled(BigInt(whole + fraction) * factor, power + 3 - fraction.length);
  return {
    milli: sign === '-' ? -thousandths : thousandths,
    suffix: binary ?? exponent ?? decimal,
    format: binary !== undefined ? 'binary' : exponent !== undefined ? 'exponent' : 'decimal',
  };
}

function scaled(digits: bigint, power: number): bigint {
  if (power >= 0) return digits * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (digits + divisor - 1n) / divisor;
}

/** Negative, zero or positive, as for sorting. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  return a.milli < b.milli ? -1 : a.milli > b.milli ? 1 : 0;
}

/** Whole bytes of an amount of memory or storage, rounded up. */
export function bytesOf({ milli }: Quantity): number {
  return Number((milli + 999n) / 1000n);
}

/** Millicores of an amount of CPU. */
export function millicoresOf({ milli }: Quantity): number {
  return Number(milli);
}
