import type { SqlDocument } from '../model.ts';
import type { Operand, SelectQuery } from './model.ts';

/**
 * New parameters in the style of a query: numbered after its last one (the place of `instead` is taken first), or called by
 * these names. Undefined where parameters go by position (`?`): a new one would move all those behind it.
 */
export function namedParameters(
  document: SqlDocument,
  query: SelectQuery,
  names: readonly string[],
  instead?: Operand,
): readonly string[] | undefined {
  const text = document.textOf(query);
  if (/sqlc\.n?arg\(/i.test(text)) return names.map(one => `sqlc.arg(${one})`);
  if (/@[A-Za-z_]/.test(text)) return names.map(one => `@${one}`);
  if (/(?<![:\w]):[A-Za-z_]/.test(text)) return names.map(one => `:${one}`);
  if (/\?/.test(text) && document.dialect !== 'postgresql') return undefined;
  const numbers = [...text.matchAll(/\$(\d+)/g)].map(one => Number(one[1]));
  const free = instead?.kind === 'parameter' ? Number(instead.text.replace(/^\$(\d+).*$/s, '$1')) : Number.NaN;
  const alone = numbers.filter(one => one === free).length === 1;
  let next = Math.max(0, ...numbers);
  return names.map((_, at) => (at === 0 && alone ? `$${free}` : `$${++next}`));
}
