import { defineRule, type Fix } from '#engine';
import { boundEdits, boundFinding, placesOf, QUANTITY_RANGE, type RequestPart, unbounded } from '#languages/openapi';

export default defineRule({
  id: 'openapi/unbounded-number',
  guide: 'security/input-validation',
  summary: 'Reports quantities in requests that have neither a minimum nor a maximum.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  alsoKnownAs: ['spectral/owasp:api4:2023-integer-limit'],
  messages: {
    one: '"{name}" has neither a minimum nor a maximum, so -1 and 10^15 pass validation and reach the code.',
    some: 'Quantities of "{name}" without minimum and maximum: {count} of {total}, so -1 and 10^15 reach the code.',
    everywhere:
      '{count} of {total} schemas and parameters with quantities give neither minimum nor maximum: -1 and 10^15 reach the code.',
  },
  check(document, { report, each }) {
    const { lacking, everywhere, single } = unbounded(document, QUANTITY_RANGE);
    each(single, part => {
      const finding = boundFinding(part, QUANTITY_RANGE, 'minimum and maximum');
      report({ ...finding, message: finding.data.count === 1 ? 'one' : 'some', fixes: () => [limit([part])] });
    });
    if (everywhere)
      report({
        ...everywhere,
        message: 'everywhere',
        related: placesOf(lacking, ({ name }) => `"${name}" has quantities without minimum and maximum`),
        fixes: () => [limit(lacking)],
      });
  },
});

function limit(parts: readonly RequestPart[]): Fix | undefined {
  const edits = boundEdits(parts, QUANTITY_RANGE, ({ schema }) => {
    const after = schema.node.entry('format') ?? schema.node.entry('type');
    return after && (schema.number('default') ?? 0) >= 0 ? { key: 'minimum', value: 0, after } : undefined;
  });
  return edits.length > 0 ? { title: 'Add minimum: 0', safety: 'unsafe', edits } : undefined;
}
