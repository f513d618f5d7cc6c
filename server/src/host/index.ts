export { createCommitted } from './git.ts';
export type * from './host.ts';
export * from './limits.ts';
export * from './nodeFiles.ts';
export * from './nodeHost.ts';
export * from './shipped.ts';
