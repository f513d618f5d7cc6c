import { defineRule, type Fix } from '#engine';
import {
  boundEdits,
  boundFinding,
  placesOf,
  type RequestPart,
  STRING_LENGTH,
  unbounded,
  type WrittenSchema,
  wordsOf,
} from '#languages/openapi';

/** By the last word of a name, or by the format. An address: RFC 5321; a URL: what every browser and proxy takes. */
const USUAL_LENGTHS: Readonly<Record<string, number>> = {
  email: 254,
  name: 100,
  url: 2048,
  uri: 2048,
  description: 2000,
  id: 64,
};

export default defineRule({
  id: 'openapi/unbounded-string',
  guide: 'security/input-validation',
  summary: 'Reports strings in request bodies that may have any length.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  alsoKnownAs: ['spectral/owasp:api4:2023-string-limit'],
  messages: {
    one: '"{name}" has no maxLength, so a client may send megabytes in it that are read, logged and stored.',
    some: 'Strings of "{name}" without maxLength: {count} of {total}. A client may send megabytes in each.',
    everywhere:
      '{count} of {total} request schemas with strings leave out maxLength: a client may send megabytes in each of them.',
  },
  check(document, { report, each }) {
    const { lacking, everywhere, single } = unbounded(document, STRING_LENGTH);
    each(single, part => {
      const finding = boundFinding(part, STRING_LENGTH, 'maxLength');
      report({ ...finding, message: finding.data.count === 1 ? 'one' : 'some', fixes: () => [limit([part])] });
    });
    if (everywhere)
      report({
        ...everywhere,
        message: 'everywhere',
        related: placesOf(lacking, ({ name }) => `"${name}" has strings without maxLength`),
        fixes: () => [limit(lacking)],
      });
  },
});

/** Only where the name tells how long it is; how long the others may be, their owner knows. */
function limit(parts: readonly RequestPart[]): Fix | undefined {
  const edits = boundEdits(parts, STRING_LENGTH, one => {
    const { node } = one.schema;
    const after = node.entry('minLength') ?? node.entry('format') ?? node.entry('type');
    const value = usualLength(one);
    return after && value !== undefined ? { key: 'maxLength', value, after } : undefined;
  });
  return edits.length > 0 ? { title: 'Add the usual maxLength', safety: 'unsafe', edits } : undefined;
}

function usualLength({ schema, name }: WrittenSchema): number | undefined {
  const format = schema.text('format') ?? '';
  const last = wordsOf(name).at(-1)?.replace(/s$/, '') ?? '';
  const usual = USUAL_LENGTHS[format] ?? USUAL_LENGTHS[last];
  const written = ['default', 'example'].map(key => schema.text(key)?.length ?? 0);
  return usual !== undefined && Math.max(schema.number('minLength') ?? 0, ...written) <= usual ? usual : undefined;
}
