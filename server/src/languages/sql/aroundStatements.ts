import { differing } from '../differing.ts';
import { memoised } from './memo.ts';
import type { Migration } from './migration.ts';
import type { Statement } from './model.ts';

/** What was found in the statements of an up half. */
interface Found<R> {
  readonly statements: readonly Statement[];
  readonly marks: readonly object[];
  readonly places: readonly { readonly at: number; readonly found: readonly R[] }[];
  readonly all: readonly R[];
}

/**
 * What `find` finds in the statements of the up half, in order. Where the migration is the newest one, `find` is asked again
 * only about statements for which `migration.marks` has another object than before; so what it says must depend on the
 * statement and on what `tableBefore`, `tableLeft` and `tableAtEnd` say of tables that it names, and hold no offsets.
 */
export function collectedAround<R>(
  find: (statement: Statement, migration: Migration) => readonly R[],
): (migration: Migration) => readonly R[] {
  const byEnds = new WeakMap<Statement, Found<R>>();
  const anew = memoised((migration: Migration) =>
    migration.document.statements.flatMap(one => (migration.isUp(one) ? find(one, migration) : [])),
  );
  return migration => {
    const { marks } = migration;
    if (!marks) return anew(migration);
    const { statements } = marks;
    const first = statements[0];
    const last = statements.at(-1);
    if (!first || !last) return [];
    const known = byEnds.get(first) ?? byEnds.get(last);
    if (known?.statements === statements && known.marks === marks.of) return known.all;
    const found = over(statements, marks.of, known, one => find(one, migration));
    byEnds.set(first, found);
    byEnds.set(last, found);
    return found.all;
  };
}

function over<R>(
  statements: readonly Statement[],
  marks: readonly object[],
  known: Found<R> | undefined,
  find: (statement: Statement) => readonly R[],
): Found<R> {
  const { start, end, moved } = differing(known?.statements ?? [], statements);
  const before = new Map(known?.places.map(one => [one.at, one.found]));
  const places: { at: number; found: readonly R[] }[] = [];
  for (let at = 0; at < statements.length; at++) {
    const old = at < start ? at : at >= end ? at - moved : -1;
    const found = old >= 0 && known?.marks[old] === marks[at] ? before.get(old) : find(statements[at]!);
    if (found && found.length > 0) places.push({ at, found });
  }
  return { statements, marks, places, all: places.flatMap(one => one.found) };
}
