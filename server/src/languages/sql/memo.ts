export { memoised, memoisedPair } from '../memo.ts';
