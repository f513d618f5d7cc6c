import { defineRule, type Fix } from '#engine';
import { isVersionedByParameter, type OpenApiDocument, type PathItem, versionsOf } from '#languages/openapi';
import { asScalar, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'openapi/unversioned-public-path',
  guide: 'system-design/api-versioning',
  summary: 'Reports a public API whose URLs carry no version.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    unversioned:
      'No public path ({count} in all) carries a version such as /v1, so a breaking change reaches every client at once.',
    byHeader:
      'The version of this public API is a parameter, not part of the URL: caches and gateways cannot tell its versions apart.',
    otherForm:
      'This public API is versioned as "{segment}" in its URLs; clients and gateways expect a prefix such as /v1.',
  },
  check(document, { report }) {
    const { api, pathsEntry } = document;
    if (!document.complete || !pathsEntry || api.audience === 'internal') return;
    const { versioned, unversioned, ofServers, ofPaths, isKnown } = versionsOf(api);
    const place = { at: pathsEntry.key };
    const versions = [...ofServers, ...ofPaths];
    if (versions.length > 0) {
      // One versioned path makes it a mixture, which is another rule's finding.
      if (unversioned.length > 0 || versioned.length === 0 || versions.some(one => one.form === 'prefix')) return;
      report({ ...place, message: 'otherForm', data: { segment: versions[0]!.text }, severity: 'hint' });
    } else if (isKnown && unversioned.length > 0) {
      if (isVersionedByParameter(api)) report({ ...place, message: 'byHeader', severity: 'info' });
      else
        report({
          ...place,
          message: 'unversioned',
          data: { count: unversioned.length },
          fixes: [versionServers(document), versionPaths(document, unversioned)],
        });
    }
  },
});

function versionServers({ api, root, tree, version }: OpenApiDocument): Fix | undefined {
  if (!root) return undefined;
  const edits = treeEdits(tree);
  const title = 'Add /v1 to the server URL';
  const missing = version === '2.0' ? !root.entry('basePath') : !root.entry('servers');
  if (missing) {
    const [key, value] = version === '2.0' ? ['basePath', '/v1'] : ['servers', [{ url: '/v1' }]];
    const edit = edits.addEntry(root, key as string, value!, root.entry('info'));
    const added = version === '2.0' ? title : 'Add a server URL with /v1';
    return edit && { title: added, safety: 'unsafe', edits: [edit] };
  }
  const nodes = version === '2.0' ? [asScalar(root.get('basePath'))] : api.servers.map(server => server.node);
  const all = nodes.flatMap(node => {
    // Behind a query nothing can be put.
    if (!node || /[?#]/.test(node.text)) return [];
    return edits.setScalar(node, `${node.text.replace(/\/+$/, '')}/v1`) ?? [];
  });
  return all.length === nodes.length && all.length > 0 ? { title, safety: 'unsafe', edits: all } : undefined;
}

function versionPaths({ tree }: OpenApiDocument, paths: readonly PathItem[]): Fix | undefined {
  const edits = treeEdits(tree);
  const all = paths.flatMap(item => edits.renameKey(item.entry, `/v1${item.path}`) ?? []);
  return all.length === paths.length ? { title: 'Put /v1 before every path', safety: 'unsafe', edits: all } : undefined;
}
