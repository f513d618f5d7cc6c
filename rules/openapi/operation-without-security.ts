import { defineRule, type Fix } from '#engine';
import { absentFrom, hasSecretBody, isGuarded, type Operation, placesOf, usualScheme } from '#languages/openapi';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'openapi/operation-without-security',
  guide: 'security/token-validation',
  summary: 'Reports an operation that asks for no token in an API that defines how to authenticate.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  alsoKnownAs: ['redocly/security-defined', 'zally/104'],
  messages: {
    open: '"{operation}" asks for no token although this API authenticates, so whoever reaches it may call it.',
    allOpen:
      '{count} of {total} operations ask for no token although the API defines "{scheme}", so whoever reaches them may call them.',
  },
  check(document, { report }) {
    const { api } = document;
    // A root `security` counts for every operation; without schemes and secured operations another rule speaks.
    if (!document.complete || api.security || api.root.root?.open || document.version?.startsWith('asyncapi')) return;
    const eligible = api.operations.filter(isGuarded);
    const defined = api.securitySchemes[0]?.name;
    if (defined === undefined && !eligible.some(one => one.security)) return;
    const { single, everywhere, lacking } = absentFrom(document, eligible, isUnasked);
    if (lacking.length === 0) return;
    const scheme = usualScheme(api);
    if (everywhere)
      report({
        ...everywhere,
        message: 'allOpen',
        data: { ...everywhere.data, scheme: scheme ?? defined ?? '' },
        fixes: () => [secure(lacking, scheme)],
        related: placesOf(lacking, one => one.label),
      });
    for (const operation of single)
      report({
        at: operation.at,
        message: 'open',
        data: { operation: operation.label },
        fixes: () => [secure([operation], scheme)],
      });
  },
});

/** Asks for nothing, and the body brings nothing by which to know who is asking. */
function isUnasked(operation: Operation): boolean {
  return !operation.security && !operation.node.open && !hasSecretBody(operation);
}

/** Several schemes and none in use: which one is meant is not ours to guess. */
function secure(operations: readonly Operation[], scheme: string | undefined): Fix | undefined {
  if (scheme === undefined) return undefined;
  const edits = operations.flatMap(({ node, home }) => {
    const responses = node.entries.findIndex(entry => entry.key.text === 'responses');
    const before = node.entries[responses - 1] ?? node.entries.at(-1);
    const edit = treeEdits(home.tree).addEntry(node, 'security', [{ [scheme]: [] }], before);
    return edit ? [{ ...edit, uri: home.uri }] : [];
  });
  if (edits.length < operations.length) return undefined;
  const what = operations.length === 1 ? 'it' : `all ${operations.length} of them`;
  return { title: `Ask for "${scheme}" on ${what}`, safety: 'unsafe', edits };
}
