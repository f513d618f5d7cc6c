export * from './classify.ts';
export { dataOf } from './dataOf.ts';
export { treeEdits } from './edits.ts';
export * from './node.ts';
export { type ParseOptions, parseTree, parseTreeInSteps, updateTree } from './parseTree.ts';
export { entryAt, pathTo, type Step, scopeAt } from './places.ts';
export { looksLikeJson, type RootKeys, type RootValue, scanRoots } from './rootScan.ts';
export type * from './tree.ts';
