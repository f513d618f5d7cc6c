export { type BatchedJob, batchedJob } from './backfill.ts';
export { type RowChange, rowChanges } from './rowChanges.ts';
export { changesUnderLock, type MixedChange, splitBefore } from './split.ts';
