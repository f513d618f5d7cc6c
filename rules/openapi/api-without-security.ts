import { defineRule, type Fix } from '#engine';
import { hasSecretBody, isGuarded, isLoopbackHost, type OpenApiDocument, type Server } from '#languages/openapi';
import { asMap, type Data, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'openapi/api-without-security',
  guide: 'security/token-validation',
  summary: 'Reports an API that says nothing about authentication.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  alsoKnownAs: ['redocly/security-defined', 'zally/104', 'spectral/owasp:api2:2023-write-restricted'],
  messages: {
    none: 'Nothing says how clients authenticate: tools and reviewers take all operations ({count}) for open to everybody.',
    internal:
      'Nothing says how callers of this internal API authenticate, so every operation ({count} in all) trusts whoever reaches it.',
  },
  check(document, { report }) {
    const { api, root } = document;
    if (document.isFragment || !document.complete || !document.pathsEntry || !root || root.open) return;
    if (api.security || api.securitySchemes.length > 0 || api.operations.some(one => one.security)) return;
    const guarded = api.operations.filter(isGuarded);
    if (guarded.every(hasSecretBody) || (api.servers.length > 0 && api.servers.every(isWellKnown))) return;
    const isInternal = api.audience === 'internal';
    // This machine is where it is tried out: who calls it one day, nobody said.
    const isSaid = isInternal && !(api.servers.length > 0 && api.servers.every(one => isLoopbackHost(one.host ?? '')));
    report({
      at: root.entry('info')?.key ?? document.pathsEntry.key,
      message: isSaid ? 'internal' : 'none',
      ...(isInternal && { severity: 'info' as const }),
      data: { count: guarded.length },
      fixes: () => [demandToken(document)],
    });
  },
});

/** What is published for everybody to discover (RFC 8615). */
function isWellKnown({ path }: Server): boolean {
  return path.split('/').includes('.well-known');
}

/** A scheme, the demand for it at the root, and the exceptions: what machines ask, and the way in. */
function demandToken(document: OpenApiDocument): Fix | undefined {
  const { root, tree, api, version } = document;
  if (!root) return undefined;
  const write = treeEdits(tree);
  const isSwagger = version === '2.0';
  const scheme: Data = isSwagger
    ? { type: 'apiKey', in: 'header', name: 'Authorization' }
    : { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' };
  const components = asMap(root.get('components'));
  const definition = isSwagger
    ? write.addEntry(root, 'securityDefinitions', { bearerAuth: scheme })
    : components
      ? write.addEntry(components, 'securitySchemes', { bearerAuth: scheme })
      : write.addEntry(root, 'components', { securitySchemes: { bearerAuth: scheme } });
  const demand = write.addEntry(root, 'security', [{ bearerAuth: [] }], root.entry('servers') ?? root.entry('info'));
  const open = api.operations.filter(one => !isGuarded(one));
  const exceptions = open.map(({ node, home }) => {
    const edit = treeEdits(home.tree).addEntry(node, 'security', [], node.entries.at(0));
    return edit && { ...edit, uri: home.uri };
  });
  // At the end of the file several may come together: what stands further in goes first.
  const edits = [demand, ...exceptions, definition];
  if (edits.some(one => one === undefined)) return undefined;
  return { title: 'Ask for a bearer token', safety: 'unsafe', edits: edits.flatMap(one => one ?? []) };
}
