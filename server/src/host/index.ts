export { type Committed, createCommitted } from './git.ts';
export * from './nodeFiles.ts';
export * from './shipped.ts';
