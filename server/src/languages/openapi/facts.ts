import { memoised } from '../memo.ts';
import { asMap, type Entry, textAt } from '../yaml/index.ts';
import { audienceOf } from './audience.ts';
import type { OpenApiDocument, OpenApiFacts } from './model.ts';
import { operationEntries } from './operations.ts';
import { fileReferences } from './references.ts';
import { serversOf } from './servers.ts';
import { unitEntries } from './units.ts';
import { versionOf } from './version.ts';

/** From the file's own text alone: what it refers to is not known yet when this is asked. */
export function factsOf({ uri, tree, root, isFragment }: OpenApiDocument): OpenApiFacts {
  if (isFragment || !root)
    return {
      isFragment,
      title: undefined,
      audience: 'public',
      basePaths: [],
      operations: [],
      references: fileReferences(uri, [tree]),
    };
  const servers = serversOf(root, versionOf(root));
  const operations = (asMap(root.get('paths'))?.entries ?? [])
    .filter(entry => entry.key.text.startsWith('/'))
    .flatMap(operationsOf);
  return {
    isFragment,
    title: textAt(root, 'info', 'title'),
    audience: audienceOf(root, servers, operations),
    basePaths: servers.map(server => server.path),
    operations: operations.map(({ method, path }) => ({ method, path })),
    references: fileReferences(uri, unitEntries(root)),
  };
}

/** Those that are written in the root's file. */
const operationsOf = memoised((path: Entry) => {
  const item = asMap(path.value);
  return operationEntries(item).map(({ key, value }) => ({
    method: key.text.toLowerCase(),
    path: path.key.text,
    internal: [item, asMap(value)].some(node => textAt(node, 'x-internal') === 'true'),
  }));
});
