import { defineRule, type Fix } from '#engine';
import type { OpenApiDocument, PathItem } from '#languages/openapi';
import { asScalar, at, itemsOf, textAt, treeEdits } from '#languages/yaml';

const VERSION = /^v\d+([._-]?\w+)*$/i;
/** Other ways to say it: `/2010-04-01/…`, `/2.0/…`, `/api/0/…`. */
const OTHER_VERSION = /^(\d{4}-\d{2}-\d{2}|\d+(\.\d+)*)$/;
const VERSION_PARAMETER = /^(x-)?api-version$|^api_version$/i;

export default defineRule({
  id: 'openapi/unversioned-public-path',
  guide: 'system-design/api-versioning',
  summary: 'Reports a public API whose URLs carry no version.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    unversioned:
      'None of the {count} public paths carries a version such as /v1, so a breaking change reaches every client at once.',
    byHeader:
      'The version of this public API is a parameter, not part of the URL: caches and gateways cannot tell its versions apart.',
    otherForm:
      'This public API is versioned as "{segment}" in its URLs; clients and gateways expect a prefix such as /v1.',
  },
  check(api, { report }) {
    if (!api.complete || !api.pathsEntry || api.audience === 'internal') return;
    const business = api.paths.filter(item => !item.isInfrastructure);
    // One versioned path makes it a mixture, which is another rule's finding.
    if (business.length === 0 || hasSegment(api, business, VERSION)) return;
    // A server that a template fills in may carry the version.
    if (!serversAreKnown(api)) return;
    const place = { at: api.pathsEntry.key };
    const other = segments(api, business).find(segment => OTHER_VERSION.test(segment));
    if (other !== undefined) report({ ...place, message: 'otherForm', data: { segment: other }, severity: 'hint' });
    else if (isVersionedByParameter(api)) report({ ...place, message: 'byHeader', severity: 'info' });
    else
      report({
        ...place,
        message: 'unversioned',
        data: { count: business.length },
        fixes: [versionServers(api), versionPaths(api, business)],
      });
  },
});

/** The segments where a version may stand: all of the servers' paths, the first three of each path. */
function segments(api: OpenApiDocument, paths: readonly PathItem[]): readonly string[] {
  const urls = [
    ...api.servers.map(server => server.path.split('/')),
    ...paths.map(item => item.path.split('/').slice(0, 4)),
  ];
  return [...new Set(urls.flat())];
}

function hasSegment(api: OpenApiDocument, paths: readonly PathItem[], pattern: RegExp): boolean {
  const inHost = api.servers.some(server => server.host?.split('.').some(label => VERSION.test(label)));
  return (
    inHost ||
    segments(api, paths).some(segment => pattern.test(segment)) ||
    paths.some(item => item.path.split('/').some(segment => VERSION.test(segment)))
  );
}

function serversAreKnown(api: OpenApiDocument): boolean {
  const written =
    api.version === '2.0'
      ? [api.root?.get('basePath'), api.root?.get('host')]
      : itemsOf(api.root?.get('servers')).map(one => at(one, 'url'));
  return written.every(node => !asScalar(node)?.unknown) && api.servers.every(server => !/[{}]/.test(server.path));
}

function isVersionedByParameter(api: OpenApiDocument): boolean {
  if (api.parameters.some(one => /^(header|query)$/.test(one.in) && VERSION_PARAMETER.test(one.name.text))) return true;
  return /application\/vnd\.[\w.+-]*v\d/i.test(api.text);
}

function versionServers(api: OpenApiDocument): Fix | undefined {
  const edits = treeEdits(api.tree);
  const versioned = (url: string): string => `${url.replace(/\/+$/, '')}/v1`;
  const title = 'Add /v1 to the server URL';
  if (api.version === '2.0') {
    const basePath = asScalar(api.root?.get('basePath'));
    const edit = basePath
      ? edits.setScalar(basePath, versioned(basePath.text))
      : api.root && edits.addEntry(api.root, 'basePath', '/v1', api.root.entry('info'));
    return edit && { title, safety: 'unsafe', edits: [edit] };
  }
  if (api.servers.length === 0 || api.servers.length < itemsOf(api.root?.get('servers')).length) {
    const edit =
      api.root && !api.root.entry('servers')
        ? edits.addEntry(api.root, 'servers', [{ url: '/v1' }], api.root.entry('info'))
        : undefined;
    return edit && { title: 'Add a server URL with /v1', safety: 'unsafe', edits: [edit] };
  }
  const all = api.servers.flatMap(server => edits.setScalar(server.node, versioned(textAt(server.node) ?? '')) ?? []);
  return all.length === api.servers.length ? { title, safety: 'unsafe', edits: all } : undefined;
}

function versionPaths(api: OpenApiDocument, paths: readonly PathItem[]): Fix | undefined {
  const edits = treeEdits(api.tree);
  const all = paths.flatMap(item => edits.renameKey(item.entry, `/v1${item.path}`) ?? []);
  return all.length === paths.length ? { title: 'Put /v1 before every path', safety: 'unsafe', edits: all } : undefined;
}
