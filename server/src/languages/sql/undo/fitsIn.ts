import type { ColumnFact } from '../changes.ts';
import { familyOf } from '../expand/typeText.ts';
import type { DataType } from '../model.ts';

const SIZES: Readonly<Record<string, number>> = {
  smallint: 2,
  int2: 2,
  integer: 4,
  int: 4,
  int4: 4,
  bigint: 8,
  int8: 8,
  real: 4,
  float4: 4,
  float8: 8,
  'double precision': 8,
};

/** Whether every value of a column has a place in another type; what is not known is taken to have one. */
export function fitsIn({ type, args, array }: ColumnFact, next: DataType): boolean {
  if (type === undefined || array !== next.array || familyOf(type) !== familyOf(next.name)) return true;
  const [before, after] = [SIZES[type], SIZES[next.name]];
  if (before !== undefined && after !== undefined) return before <= after;
  if (familyOf(type) !== 'text' && familyOf(type) !== 'number') return true;
  // Without a length there is no end to it.
  const [from, to] = [args[0], next.args[0]];
  if (to === undefined) return true;
  return from !== undefined && Number(from) <= Number(to) && Number(args[1] ?? 0) <= Number(next.args[1] ?? 0);
}
