export * from './contract.ts';
export { differing } from './differing.ts';
export type * from './facts.ts';
