/** SHA-256 (FIPS 180-4) of ASCII text, in base64: what a content security policy wants. No host has to give it. */
export function sha256Base64(ascii: string): string {
  const words = padded(ascii);
  const state = [...INITIAL];
  for (let block = 0; block < words.length; block += 16) compress(state, words.slice(block, block + 16));
  return base64(state.flatMap(word => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]));
}

const PRIMES = firstPrimes(64);
/** The first 32 bits of the fractional parts of the cube and square roots of the first primes. */
const ROUND_CONSTANTS = PRIMES.map(prime => fraction(Math.cbrt(prime)));
const INITIAL = PRIMES.slice(0, 8).map(prime => fraction(Math.sqrt(prime)));

function firstPrimes(howMany: number): readonly number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < howMany; candidate++)
    if (primes.every(prime => candidate % prime !== 0)) primes.push(candidate);
  return primes;
}

function fraction(value: number): number {
  return ((value - Math.floor(value)) * 2 ** 32) | 0;
}

/** The text as 32-bit words: a 1 bit, zeros, and the length in bits at the end. */
function padded(ascii: string): number[] {
  const words = new Array<number>((((ascii.length + 8) >> 6) + 1) * 16).fill(0);
  for (let at = 0; at < ascii.length; at++) words[at >> 2]! |= ascii.charCodeAt(at) << (24 - (at % 4) * 8);
  words[ascii.length >> 2]! |= 0x80 << (24 - (ascii.length % 4) * 8);
  words[words.length - 1] = ascii.length * 8;
  return words;
}

function compress(state: number[], block: readonly number[]): void {
  const schedule = [...block];
  for (let at = 16; at < 64; at++) {
    const early = schedule[at - 15]!;
    const late = schedule[at - 2]!;
    const mixEarly = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const mixLate = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule.push((schedule[at - 16]! + mixEarly + schedule[at - 7]! + mixLate) | 0);
  }
  let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
  for (let at = 0; at < 64; at++) {
    const mixE = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + mixE + choice + ROUND_CONSTANTS[at]! + schedule[at]!) | 0;
    const mixA = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + mixA + majority) | 0];
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = (state[index]! + word) | 0;
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let digit = 0; digit < 4; digit++)
      text += at + digit > bytes.length ? '=' : DIGITS[(group >> (18 - digit * 6)) & 63]!;
  }
  return text;
}
