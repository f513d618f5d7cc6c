export * from './format.ts';
export * from './input.ts';
export { createPaint, type Paint } from './paint.ts';
export { unifiedDiff } from './unifiedDiff.ts';
export { count } from './words.ts';
