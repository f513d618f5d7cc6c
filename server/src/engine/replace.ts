import type { Finding } from './finding.ts';
import type { AnyRule } from './rule.ts';

/**
 * Leaves out what a more specific rule has said: two findings never name one defect. The finding that stays takes over
 * the fixes of those that go.
 *
 * @param shown what no comment ignores
 * @param all what rules found, `shown` among it: what is ignored takes the place of others as well
 */
export function withoutReplaced(
  shown: readonly Finding[],
  all: readonly Finding[],
  ruleOf: (id: string) => AnyRule | undefined,
): readonly Finding[] {
  const winners = all.filter(one => one.covers);
  if (winners.length === 0) return shown;
  const gone = new Set<Finding>();
  const taken = new Map<Finding, readonly Finding[]>();
  for (const winner of winners) {
    const replaces = ruleOf(winner.rule)?.replaces ?? [];
    const { start, end } = winner.covers!;
    const same = all.filter(one => replaces.includes(one.rule) && start <= one.span.start && one.span.start < end);
    for (const one of same) gone.add(one);
    taken.set(winner, same);
  }
  return shown.flatMap(one => {
    if (gone.has(one)) return [];
    const same = taken.get(one) ?? [];
    return same.length === 0 ? [one] : [{ ...one, fixes: [...one.fixes, ...same.flatMap(other => other.fixes)] }];
  });
}
