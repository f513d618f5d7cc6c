import { defineRule, type Fix } from '#engine';
import type { OpenApiDocument, Operation } from '#languages/openapi';
import { type TreeEdits, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'openapi/operation-without-security',
  guide: 'security/token-validation',
  summary: 'Reports an operation that asks for no token in an API that defines how to authenticate.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    open: '"{operation}" asks for no token although this API authenticates, so whoever reaches it may call it.',
    allOpen:
      '{count} of {total} operations ask for no token although the API defines "{scheme}", so whoever reaches them may call them.',
  },
  check(api, { report }) {
    // A root `security` counts for every operation; without schemes and secured operations another rule speaks.
    if (!api.complete || api.security || api.root?.open || api.version?.startsWith('asyncapi')) return;
    const eligible = api.operations.filter(
      one => !one.path.isInfrastructure && !one.path.isAuthentication && one.method !== 'options',
    );
    const open = eligible.filter(one => !one.security && !one.node.open);
    const scheme = usualScheme(api);
    const write = treeEdits(api.tree);
    if (open.length === 0 || (scheme === undefined && open.length === eligible.length)) return;

    if (open.length >= 5 && open.length >= eligible.length * 0.8 && api.pathsEntry && scheme !== undefined) {
      report({
        at: api.pathsEntry.key,
        message: 'allOpen',
        data: { count: open.length, total: eligible.length, scheme },
        fixes: [secure(api, write, open, scheme)],
        related: open.slice(0, 10).map(one => ({ uri: api.uri, span: one.entry.key.span, message: name(one) })),
      });
      return;
    }
    for (const operation of open)
      report({
        at: operation.entry.key,
        message: 'open',
        data: { operation: name(operation) },
        fixes: [secure(api, write, [operation], scheme)],
      });
  },
});

function name(operation: Operation): string {
  return `${operation.method.toUpperCase()} ${operation.path.path}`.slice(0, 60);
}

/** The scheme that most operations ask for, else the only one that is defined. */
function usualScheme(api: OpenApiDocument): string | undefined {
  const uses = new Map<string, number>();
  for (const one of api.operations)
    for (const scheme of one.security?.schemes ?? []) uses.set(scheme, (uses.get(scheme) ?? 0) + 1);
  const used = [...uses].sort((a, b) => b[1] - a[1])[0]?.[0];
  return used ?? api.securitySchemes[0]?.name;
}

function secure(
  api: OpenApiDocument,
  write: TreeEdits,
  operations: readonly Operation[],
  scheme: string | undefined,
): Fix | undefined {
  // Several schemes and none in use: which one is meant is not ours to guess.
  const isKnown = api.operations.some(one => one.security?.schemes.length) || api.securitySchemes.length === 1;
  if (scheme === undefined || !isKnown) return undefined;
  const edits = operations.flatMap(({ node }) => {
    const responses = node.entries.findIndex(entry => entry.key.text === 'responses');
    return (
      write.addEntry(node, 'security', [{ [scheme]: [] }], node.entries[responses - 1] ?? node.entries.at(-1)) ?? []
    );
  });
  if (edits.length < operations.length) return undefined;
  const what = operations.length === 1 ? 'it' : `all ${operations.length} of them`;
  return { title: `Ask for "${scheme}" on ${what}`, safety: 'unsafe', edits };
}
