import type { SqlFacts } from '../facts.ts';

/**
 * The uri of one of the migrations whose schema a query file reads, or of the schema file that stands for them: those
 * nearest in the tree of folders. Undefined where there are none, or several that are equally near.
 */
export function nearestSchema(
  uri: string,
  all: ReadonlyMap<string, SqlFacts>,
  directoryOf: (uri: string, facts: SqlFacts) => string,
): string | undefined {
  return nearest(uri, all, 'migration', directoryOf) ?? nearest(uri, all, 'schema', other => other);
}

function nearest(
  uri: string,
  all: ReadonlyMap<string, SqlFacts>,
  role: SqlFacts['role'],
  directoryOf: (uri: string, facts: SqlFacts) => string,
): string | undefined {
  let best = -1;
  let found: string[] = [];
  all.forEach((facts, other) => {
    if (facts.role !== role || facts.companion) return;
    const shared = sharedFolders(uri, other);
    if (shared > best) found = [];
    if (shared >= best) found.push(other);
    best = Math.max(best, shared);
  });
  const [first] = found;
  if (first === undefined) return undefined;
  const directory = directoryOf(first, all.get(first)!);
  return found.every(one => directoryOf(one, all.get(one)!) === directory) ? first : undefined;
}

/** The length of the path of folders that two uris share. */
function sharedFolders(a: string, b: string): number {
  let shared = 0;
  for (let at = 0; at < a.length && a.charCodeAt(at) === b.charCodeAt(at); at++)
    if (a.charCodeAt(at) === 47) shared = at;
  return shared;
}
