import { memoised } from '../memo.ts';
import { isForeignPath, isNonProductionNamed, isNonProductionPath } from './environment.ts';
import { indexOf, type UnitObject } from './unitIndex.ts';
import type { Unit } from './workloads.ts';

/** The first public route of a workspace in which nothing limits requests; undefined where something does. */
export const firstUnlimited: (everywhere: Unit) => UnitObject | undefined = memoised(everywhere => {
  const index = indexOf(everywhere);
  const found = index.having('traffic');
  if (index.deploysOthers || found.some(({ facts }) => facts.traffic.limits)) return undefined;
  const routes = found.filter(
    ({ facts, uri }) =>
      facts.traffic.isPublic &&
      !isForeignPath(uri) &&
      !isNonProductionPath(uri) &&
      !isNonProductionNamed(facts, undefined),
  );
  return [...routes].sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : a.start - b.start))[0];
});
