export { type ColumnMove, expandInsteadOfRename, syncColumns } from './expandColumn.ts';
export { insertAfter, insertBefore, replaceWith } from './insertions.ts';
export { isUndone } from './live.ts';
export {
  type Cascade,
  cascades,
  type DroppedColumn,
  type DroppedTable,
  droppedColumns,
  droppedTables,
  type EmptiedTable,
  setAside,
  truncatedTables,
} from './removals.ts';
export { breakingRenames, type Rename } from './renames.ts';
export { columnsReplaced, expandInstead, type ReplacedColumn, renameInstead } from './replaced.ts';
export { isRetired } from './retired.ts';
