import { edit } from '#text';
import type { Migration } from '../migration.ts';
import type { Statement } from '../model.ts';
import { separateMigration } from '../moving.ts';
import { outsideTransaction } from '../outside.ts';
import type { MigrationChange } from '../tools/index.ts';

/**
 * Writes CONCURRENTLY at `at` (UTF-16 offset) into a statement that may not run in a transaction then: where it stands, with
 * the tool's directive where it needs one, or in a migration of its own. Undefined where its tool has no way.
 *
 * @param word with the blank that it needs
 */
export function runConcurrently(
  migration: Migration,
  statement: Statement,
  at: number,
  word: string,
  slug: string,
): MigrationChange | undefined {
  const outside = outsideTransaction(migration, statement);
  const inserted = edit.insert(at, word);
  if (outside?.type === 'here') {
    const { edits, creates } = outside.change;
    return { edits: [...edits, inserted], creates };
  }
  if (!outside) return undefined;
  const moved = { slug, edits: [inserted], undo: undefined, outside: true, undoneBy: [], rank: 0 };
  return separateMigration(migration, statement, moved);
}
