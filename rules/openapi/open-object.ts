import { defineRule, type Fix } from '#engine';
import { type OpenObjects, openObjects, placesOf } from '#languages/openapi';
import { asScalar, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'openapi/open-object',
  guide: 'security/input-validation',
  summary: 'Reports objects in request bodies that may have properties which no schema names.',
  severity: 'hint',
  recommended: false,
  fixable: 'unsafe',
  alsoKnownAs: ['spectral/owasp:api3:2023-no-additionalProperties'],
  messages: {
    open: 'Objects of "{name}" take properties that no schema names: a misspelt or smuggled field passes validation unseen.',
    everywhere:
      '{count} request schemas take properties that nothing names: a misspelt or smuggled field passes validation unseen.',
  },
  check(document, { report }) {
    const found = document.complete ? openObjects(document.api) : [];
    const [only] = found;
    if (only && found.length === 1 && only.part.home.uri === document.uri)
      report({ at: only.part.at, message: 'open', data: { name: only.part.name }, fixes: () => [close(found)] });
    if (found.length > 1 && !document.isFragment && document.pathsEntry)
      report({
        at: document.pathsEntry.key,
        message: 'everywhere',
        data: { count: found.length },
        related: placesOf(
          found.map(one => one.part),
          ({ name }) => `"${name}" takes properties that nothing names`,
        ),
        fixes: () => [close(found)],
      });
  },
});

function close(parts: readonly OpenObjects[]): Fix | undefined {
  const edits = parts.flatMap(({ part, open }) => {
    const { uri, tree } = part.home;
    const write = treeEdits(tree);
    return open.flatMap(({ schema: { node }, keyword }) => {
      const written = asScalar(node.get(keyword));
      const after = node.entry('type') ?? node.entry('description');
      const edit = written
        ? write.setScalar(written, false)
        : after
          ? write.addEntry(node, keyword, false, after)
          : write.addFirstEntry(node, keyword, false);
      return edit ? [{ ...edit, uri }] : [];
    });
  });
  return edits.length > 0 ? { title: 'Refuse unknown properties', safety: 'unsafe', edits } : undefined;
}
