export { addConcurrently, type ConcurrentBuild, concurrentBuilds } from './concurrent.ts';
export { type AddedConstraint, type InlineConstraint, nameOfConstraint } from './constraints.ts';
export {
  type BlockingDrop,
  blockingDrops,
  concurrentDrops,
  dropsBuildFirst,
  leavingIndexes,
  type MaskedBuild,
  maskedBuilds,
} from './dropIndex.ts';
export { type BuiltKey, buildIndexFirst, builtKeys, columnsOf } from './keys.ts';
export { proveFirst, type ScanningNotNull, scanningNotNulls } from './notNull.ts';
export { type RefusedStatement, refusedStatements, type WayOut, waysOut } from './refused.ts';
export type { Placement } from './steps.ts';
export {
  addNotValid,
  type EarlyValidation,
  earlyValidations,
  type NotValidFix,
  type ScanningConstraint,
  scanningConstraints,
  validateLater,
} from './validation.ts';
