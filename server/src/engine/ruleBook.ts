import { distance } from 'fastest-levenshtein';
import type { AnyRule } from './rule.ts';

/** The rules by every name they answer to. */
export interface RuleBook {
  /** In id order. */
  readonly all: readonly AnyRule[];
  /** By id only. */
  get(id: string): AnyRule | undefined;
  /** By id or by a name that it had before. */
  find(name: string): AnyRule | undefined;
  /** The id that was probably meant; undefined where nothing is near. */
  nearest(name: string): string | undefined;
}

export function createRuleBook(rules: readonly AnyRule[]): RuleBook {
  const all = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const byId = new Map<string, AnyRule>(all.map(rule => [rule.id, rule]));
  const byOldName = new Map(all.flatMap(rule => (rule.formerly ?? []).map(name => [name, rule] as const)));
  return {
    all,
    get: id => byId.get(id),
    find: name => byId.get(name) ?? byOldName.get(name),
    nearest: name =>
      nearestOf(
        name,
        all.map(rule => rule.id),
      ) ?? all.find(rule => rule.id.endsWith(`/${name}`))?.id,
  };
}

/** The candidate nearest to what was typed; undefined where too much of it would have to change. */
export function nearestOf(typed: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  // Two letters swapped count as two changes, so even short words get two.
  let bestDistance = Math.max(typed.length < 4 ? 1 : 2, Math.floor(typed.length / 3)) + 1;
  for (const candidate of candidates) {
    const away = distance(typed, candidate);
    if (away < bestDistance) {
      best = candidate;
      bestDistance = away;
    }
  }
  return best;
}
