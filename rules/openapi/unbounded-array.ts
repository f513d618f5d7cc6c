import { defineRule, type Fix } from '#engine';
import {
  ARRAY_LENGTH,
  boundEdits,
  boundFinding,
  placesOf,
  type RequestPart,
  unbounded,
  type WrittenSchema,
} from '#languages/openapi';

const USUAL_MAXIMUM = 100;

export default defineRule({
  id: 'openapi/unbounded-array',
  guide: 'security/input-validation',
  summary: 'Reports arrays in request bodies that may have any number of items.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  alsoKnownAs: ['spectral/owasp:api4:2023-array-limit'],
  messages: {
    one: '"{name}" has no maxItems, so one request can bring more items than the service gets through in time.',
    some: 'Arrays of "{name}" without maxItems: {count} of {total}. One request can bring more items than the service gets through.',
    everywhere:
      '{count} of {total} request schemas with arrays leave out maxItems: one request can bring more items than the service gets through.',
  },
  check(document, { report, each }) {
    const { lacking, everywhere, single } = unbounded(document, ARRAY_LENGTH);
    each(single, part => {
      const finding = boundFinding(part, ARRAY_LENGTH, 'maxItems');
      report({ ...finding, message: finding.data.count === 1 ? 'one' : 'some', fixes: () => [limit([part])] });
    });
    if (everywhere)
      report({
        ...everywhere,
        message: 'everywhere',
        related: placesOf(lacking, ({ name }) => `"${name}" has arrays without maxItems`),
        fixes: () => [limit(lacking)],
      });
  },
});

function limit(parts: readonly RequestPart[]): Fix | undefined {
  const edits = boundEdits(parts, ARRAY_LENGTH, ({ schema }: WrittenSchema) => {
    const after = schema.node.entry('minItems') ?? schema.node.entry('type');
    if (!after || (schema.number('minItems') ?? 0) > USUAL_MAXIMUM) return undefined;
    return { key: 'maxItems', value: USUAL_MAXIMUM, after };
  });
  return edits.length > 0 ? { title: `Add maxItems: ${USUAL_MAXIMUM}`, safety: 'unsafe', edits } : undefined;
}
