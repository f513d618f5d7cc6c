import { defineRule, type Fix } from '#engine';
import { type Api, absentFrom, limitHeaders, placesOf, type Response, refusals, tellsWhen } from '#languages/openapi';
import { asMap, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'openapi/rate-limit-without-headers',
  guide: 'scaling/rate-limits',
  summary: 'Reports a 429 response that does not say when to come back.',
  severity: 'info',
  recommended: true,
  fixable: 'safe',
  alsoKnownAs: ['spectral/owasp:api4:2023-rate-limit-retry-after', 'vacuum/owasp-rate-limit-retry-after', 'zally/153'],
  messages: {
    blind:
      'This 429 has neither Retry-After nor RateLimit headers, so clients that were turned away all come back at once.',
    everywhere:
      '{count} of {total} responses with 429 have no Retry-After: clients that were turned away all come back at once.',
  },
  check(document, { report }) {
    const { api } = document;
    const { single, everywhere, lacking } = absentFrom(document, refusals(api), one => !tellsWhen(one));
    if (everywhere)
      report({
        ...everywhere,
        message: 'everywhere',
        fixes: () => [tellAll(api, lacking)],
        related: placesOf(lacking, one => one.code),
      });
    for (const response of single) {
      const shared = document.sharedResponses.find(one => one.node === response.node);
      report({ at: (shared ?? response).at, message: 'blind', fixes: () => [tellAll(api, [response])] });
    }
  },
});

function tellAll(api: Api, responses: readonly Response[]): Fix | undefined {
  const edits = responses.flatMap(({ node, home }) => {
    const write = treeEdits(home.tree);
    const wanted = limitHeaders(api, home.uri === api.root.uri);
    const list = asMap(node.get('headers'));
    const first = Object.entries(wanted)[0]!;
    const edit = list
      ? write.addEntry(list, ...first)
      : write.addEntry(node, 'headers', wanted, node.entry('description'));
    return edit ? [{ ...edit, uri: home.uri }] : [];
  });
  if (edits.length < responses.length) return undefined;
  const what = responses.length === 1 ? 'it' : `all ${responses.length} of them`;
  return { title: `Say in ${what} when to come back`, safety: 'safe', edits };
}
