export { dropLeftovers } from './dropLeftovers.ts';
export { type Inverse, inverseOf } from './inverse.ts';
export { type Irreversible, irreversibles, sayIrreversible } from './irreversible.ts';
export {
  type BothWays,
  bothWays,
  type ForeignDrop,
  foreignDrops,
  type Leftover,
  leftovers,
  type WrongOrder,
  wrongOrders,
} from './mismatch.ts';
export { type MissingDown, missingDowns } from './missingDown.ts';
