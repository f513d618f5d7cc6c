import { defineRule, type Fix } from '#engine';
import {
  isBusinessPath,
  isLeading,
  type OpenApiDocument,
  type PathItem,
  type Server,
  type UrlVersion,
  versionOfPath,
  versionOfServer,
  withoutSegment,
} from '#languages/openapi';
import { treeEdits } from '#languages/yaml';

/** In how many of 100 paths it must stand to be one finding about the server. */
const SHARE = 80;

export default defineRule({
  id: 'openapi/version-twice',
  guide: 'system-design/api-versioning',
  summary: 'Reports a version that stands in the server URL and again in the path.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    paths:
      'The server carries "{version}" and its paths carry a version again ({count} of them), so clients have to call "{url}".',
    path: '"{path}" repeats the version of the server ("{version}"), so clients have to call "{url}".',
  },
  check(document, { report }) {
    const { api } = document;
    if (!document.complete) return;
    const [server] = api.servers.filter(one => (versionOfServer(one)?.index ?? -1) >= 0);
    const version = server && versionOfServer(server);
    if (!version) return;
    const business = api.paths.filter(isBusinessPath);
    const twice = business.filter(item => repeats(item, version));
    const url = (item: PathItem): string => shortened(`${server.path.replace(/\/+$/, '')}${item.path}`);
    if (twice.length === 0) return;
    if (twice.length * 100 >= business.length * SHARE)
      report({
        at: server.node,
        message: 'paths',
        data: { version: version.text, count: twice.length, url: url(twice[0]!) },
        fixes: [
          twice.length === business.length ? shortenServers(document) : undefined,
          shortenPaths(document, twice, version, 'Remove the version from the paths'),
        ],
      });
    else
      for (const item of twice)
        report({
          at: item.entry.key,
          message: 'path',
          data: { path: shortened(item.path), version: version.text, url: url(item) },
          fixes: [shortenPaths(document, [item], version, 'Remove the version from the path')],
        });
  },
});

/** `/v1` and `/v1/users`; not `/v1` and `/projects/v2beta`, which is the version of something else. */
function repeats(item: PathItem, version: UrlVersion): boolean {
  const own = versionOfPath(item);
  if (!own || !isLeading(item.segments, own.index) || item.node?.get('servers')) return false;
  return own.text === version.text || (own.form === 'prefix' && version.form === 'prefix');
}

function shortened(text: string): string {
  return text.length > 45 ? `${text.slice(0, 42)}...` : text;
}

function shortenServers({ api, tree }: OpenApiDocument): Fix | undefined {
  const edits = treeEdits(tree);
  const shorter = (server: Server): string => withoutSegment(server.node.text, versionOfServer(server)?.text ?? '');
  const servers = api.servers.filter(server => (versionOfServer(server)?.index ?? -1) >= 0);
  const all = servers.flatMap(server =>
    shorter(server) === server.node.text ? [] : (edits.setScalar(server.node, shorter(server)) ?? []),
  );
  if (all.length < servers.length) return undefined;
  return { title: 'Remove the version from the server URL', safety: 'unsafe', edits: all };
}

/** Undefined where a path says another version than the server, or where the shorter path is there already. */
function shortenPaths(
  { api, tree }: OpenApiDocument,
  items: readonly PathItem[],
  { text }: UrlVersion,
  title: string,
): Fix | undefined {
  const edits = treeEdits(tree);
  const taken = new Set(api.paths.map(item => item.path));
  const all = items.flatMap(item => {
    const path = withoutSegment(item.path, text);
    return taken.has(path) ? [] : (edits.renameKey(item.entry, path) ?? []);
  });
  return all.length === items.length ? { title, safety: 'unsafe', edits: all } : undefined;
}
