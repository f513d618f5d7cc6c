import { defineRule, type Fix, type FixEdit } from '#engine';
import {
  isBusinessPath,
  isLeading,
  isLoopbackHost,
  isVersionParameter,
  type OpenApiDocument,
  type Operation,
  type PathItem,
  saidAudience,
  sharedPart,
  type UrlVersion,
  versionOfPath,
  versionOfServer,
  withoutSegment,
} from '#languages/openapi';
import { asMap, asSeq, type MapNode, textAt, treeEdits } from '#languages/yaml';

const HEADER = 'X-API-Version';

export default defineRule({
  id: 'openapi/internal-version-in-url',
  guide: 'system-design/api-versioning',
  summary: 'Reports an internal API that carries its version in the URL and not in a header.',
  severity: 'hint',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    inUrl:
      'This internal API has its version in the URL ("{version}"), so each new one moves the routes and policies of all callers.',
  },
  check(document, { report }) {
    const { api, pathsEntry, root } = document;
    if (!document.complete || !pathsEntry || api.audience === 'public') return;
    // A description with nothing but localhost says where it is tried out, not who calls it.
    const isTriedOut = api.servers.every(server => server.host !== undefined && isLoopbackHost(server.host));
    if (isTriedOut && saidAudience(root) === undefined) return;
    const server = api.servers.find(one => isPrefix(versionOfServer(one)));
    const item = api.paths.find(one => versionOf(one) !== undefined);
    const version = server ? versionOfServer(server) : item && versionOf(item);
    if (!version) return;
    report({
      at: server?.node ?? pathsEntry.key,
      message: 'inUrl',
      data: { version: version.text },
      fixes: [intoHeader(document)],
    });
  },
});

function versionOf(item: PathItem): UrlVersion | undefined {
  const version = versionOfPath(item);
  return isPrefix(version) && isLeading(item.segments, version.index) && isBusinessPath(item) ? version : undefined;
}

function isPrefix(version: UrlVersion | undefined): version is UrlVersion {
  return version?.form === 'prefix' && version.major !== undefined && version.index >= 0;
}

/** Undefined where one header cannot say it: several versions, paths that would become one, paths in other files. */
function intoHeader(document: OpenApiDocument): Fix | undefined {
  const { api, tree } = document;
  const edits = treeEdits(tree);
  const paths = api.paths.map(item => {
    const version = versionOf(item);
    return { item, version, path: version ? withoutSegment(item.path, version.text) : item.path };
  });
  const servers = api.servers.map(({ node }, index) => ({ node, version: versionOfServer(api.servers[index]!) }));
  const versions = [...paths, ...servers].flatMap(({ version }) => (isPrefix(version) ? version : []));
  const [major, ...others] = new Set(versions.map(version => version.major));
  if (major === undefined || others.length > 0 || new Set(paths.map(one => one.path)).size < paths.length)
    return undefined;
  const all: readonly (FixEdit | undefined)[] = [
    ...servers.flatMap(({ node, version }) =>
      isPrefix(version) ? edits.setScalar(node, withoutSegment(node.text, version.text)) : [],
    ),
    ...paths.flatMap(({ item, version, path }) => (version ? edits.renameKey(item.entry, path) : [])),
    ...headerEdits(document, String(major)),
  ];
  if (all.includes(undefined)) return undefined;
  return { title: 'Move the version into a header', safety: 'unsafe', edits: all.flatMap(one => one ?? []) };
}

/** The header, in every path that clients build on. */
function headerEdits({ api, tree, version }: OpenApiDocument, major: string): readonly (FixEdit | undefined)[] {
  const edits = treeEdits(tree);
  const items = api.paths.filter(item => isBusinessPath(item) && !item.operations.every(takesVersion));
  if (items.length === 0) return [];
  const value = { type: 'string', enum: [major] };
  const header = { name: HEADER, in: 'header', required: true, ...(version === '2.0' ? value : { schema: value }) };
  const isIt = (node: MapNode): boolean => textAt(node, 'name') === HEADER && textAt(node, 'in') === 'header';
  const part = sharedPart(api, api.root, 'parameters', 'ApiVersion', isIt, header);
  return [
    ...part.edits,
    ...items.map(({ node, entry }) => {
      // What stands in another file, others may use as well.
      if (!node || node !== asMap(entry.value)) return undefined;
      const list = node.get('parameters');
      if (!list) return edits.addFirstEntry(node, 'parameters', [part.data]);
      const own = asSeq(list);
      return own && edits.addItem(own, part.data);
    }),
  ];
}

function takesVersion(operation: Operation): boolean {
  return operation.parameters.some(isVersionParameter);
}
