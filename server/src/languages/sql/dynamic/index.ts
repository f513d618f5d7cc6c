export { type PastedValue, pastedValues } from './concatenation.ts';
export type { SafeWay } from './fixes.ts';
export { type FormattedValue, formattedValues } from './format.ts';
export type { Taint } from './taint.ts';
