import { defineRule, type Fix } from '#engine';
import { absentFrom, type BodyPart, neededBodies, placesOf } from '#languages/openapi';
import { asScalar, treeEdits } from '#languages/yaml';

const TITLE = 'Require the body';

export default defineRule({
  id: 'openapi/optional-body',
  guide: 'security/input-validation',
  summary: 'Reports a body that may be left out although its schema has required fields.',
  severity: 'info',
  recommended: true,
  fixable: 'safe',
  messages: {
    optional: 'The body of "{name}" may be left out though it has required fields: the code reads what is not there.',
    everywhere:
      '{count} of {total} bodies with required fields may be left out themselves: the code reads what is not there.',
  },
  check(document, { report, each }) {
    const bodies = document.complete ? neededBodies(document.api) : [];
    const { lacking, everywhere, single } = absentFrom(document, bodies, one => !one.body?.required);
    each(single, part =>
      report({ at: part.at, message: 'optional', data: { name: part.name }, fixes: () => [required(part)] }),
    );
    if (everywhere)
      report({
        ...everywhere,
        message: 'everywhere',
        related: placesOf(lacking, ({ name }) => `The body of "${name}" may be left out`),
        fixes: () => {
          const edits = lacking.map(required).flatMap(one => (one?.safety === 'safe' ? one.edits : []));
          return [edits.length > 0 ? { title: TITLE, safety: 'safe', edits } : undefined];
        },
      });
  },
});

/** Where nothing says that it is optional, nobody meant it; a written `false` may be meant. */
function required({ body, home }: BodyPart): Fix | undefined {
  if (!body) return undefined;
  const write = treeEdits(home.tree);
  const { node } = body;
  const written = asScalar(node.get('required'));
  const before = ['description', 'in', 'name'].flatMap(key => node.entry(key) ?? [])[0];
  const edit = written
    ? write.setScalar(written, true)
    : before
      ? write.addEntry(node, 'required', true, before)
      : write.addFirstEntry(node, 'required', true);
  return edit && { title: TITLE, safety: written ? 'unsafe' : 'safe', edits: [{ ...edit, uri: home.uri }] };
}
