import type { Span } from '#text';
import { memoised } from './memo.ts';
import type { Migration } from './migration.ts';
import type { Statement } from './model.ts';
import { modelOf } from './transaction.ts';

/** A BEGIN, COMMIT or ROLLBACK that has no partner, or one too many. */
export interface Imbalance {
  /** `wrapped`: the tool has begun a transaction already. */
  readonly type: 'unended' | 'unbegun' | 'nested' | 'wrapped';
  readonly statement: Statement;
  /** What ends the transaction of the tool. */
  readonly end?: Statement;
}

/** The transactions of a file that do not come out even. Both halves count: either runs. */
export const imbalances: (migration: Migration) => readonly Imbalance[] = memoised(migration =>
  migration.units.flatMap(unit => {
    const statements = migration.statementsOf(unit);
    const controls = statements.filter(one => one.type === 'begin' || one.type === 'commit' || one.type === 'rollback');
    // What is not read may end or begin one as well.
    if (controls.length === 0 || statements.some(one => one.broken || one.templated)) return [];
    const sent = statements.filter(one => one.type !== 'meta');
    const model = modelOf(unit, migration.tool, sent);
    const chained = controls.some(one => /\bAND\s+CHAIN\b/i.test(one.text));
    if (chained) return [];
    return model === 'file' || model === 'run' ? inWrapped(controls) : inText(controls);
  }),
);

function inText(controls: readonly Statement[]): Imbalance[] {
  // COMMIT first and BEGIN last: the transaction of a runner is left on purpose, and given back.
  if (controls[0]?.type !== 'begin' && controls.at(-1)?.type === 'begin') return [];
  const found: Imbalance[] = [];
  let begun: Statement | undefined;
  for (const statement of controls) {
    if (statement.type === 'begin') {
      if (begun) found.push({ type: 'nested', statement });
      else begun = statement;
    } else if (begun) begun = undefined;
    else found.push({ type: 'unbegun', statement });
  }
  if (begun) found.push({ type: 'unended', statement: begun });
  return found;
}

/**
 * BEGIN warns and does nothing, and the next COMMIT ends the transaction of the tool. A COMMIT that comes first is a
 * known way to leave it on purpose; with what follows, nobody can say what is meant.
 */
function inWrapped(controls: readonly Statement[]): Imbalance[] {
  const [first, second] = controls;
  if (first?.type !== 'begin') return [];
  return [{ type: 'wrapped', statement: first, ...(second && second.type !== 'begin' ? { end: second } : {}) }];
}

/** A statement with its terminator, and its line where nothing else stands on it; comments stay. */
export function removalOf({ document, tool }: Migration, statement: Statement): Span {
  const { text, lines } = document;
  const { start } = statement.span;
  let end = statement.terminator?.span.end ?? statement.span.end;
  const separator =
    tool.id === 'drizzle' ? /^[ \t]*--> statement-breakpoint/.exec(text.slice(end, end + 80)) : undefined;
  end += separator?.[0].length ?? 0;
  const from = lines.lineSpanAt(start).start;
  const to = lines.lineSpanAt(end).end;
  const alone = text.slice(from, start).trim() === '' && text.slice(end, to).trim() === '';
  if (!alone) return { start, end };
  if (to < text.length) return { start: from, end: to + (text.startsWith('\r\n', to) ? 2 : 1) };
  return { start: text.slice(0, from).trimEnd().length, end: text.slice(0, from).trim() === '' ? to : end };
}
