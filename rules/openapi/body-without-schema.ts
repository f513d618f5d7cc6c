import { defineRule } from '#engine';
import { absentFrom, type JsonBody, jsonBodies, placesOf } from '#languages/openapi';

export default defineRule({
  id: 'openapi/body-without-schema',
  guide: 'security/input-validation',
  summary: 'Reports JSON bodies of requests that no schema describes.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    nothing: 'The JSON body of "{name}" has no schema, so whatever a client sends reaches the code unchecked.',
    anyObject: 'The schema of "{name}" names no property, so whatever a client sends reaches the code unchecked.',
    everywhere: '{count} of {total} JSON bodies have no schema, so whatever clients send reaches the code unchecked.',
  },
  check(document, { report, each }) {
    const bodies = document.complete ? jsonBodies(document.api) : [];
    const isFree = ({ says }: JsonBody): boolean => says !== 'something';
    const { lacking, everywhere, single } = absentFrom(document, bodies, isFree);
    each(single, ({ at, name, says }) =>
      report({ at, message: says === 'nothing' ? 'nothing' : 'anyObject', data: { name } }),
    );
    if (everywhere)
      report({
        ...everywhere,
        message: 'everywhere',
        related: placesOf(lacking, ({ name }) => `"${name}" has no schema`),
      });
  },
});
