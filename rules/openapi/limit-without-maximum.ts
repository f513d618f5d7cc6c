import { defineRule } from '#engine';
import { isPageSize } from '#languages/openapi';
import { treeEdits } from '#languages/yaml';

const USUAL_MAXIMUM = 100;

export default defineRule({
  id: 'openapi/limit-without-maximum',
  guide: 'performance/bounded-results',
  summary: 'Reports a page size parameter without a maximum.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  alsoKnownAs: ['spectral/owasp:api4:2023-integer-limit'],
  messages: {
    unbounded: '"{name}" has no maximum, so one request can ask for every row and take the database down for everyone.',
  },
  check(api, { report, each }) {
    each(api.parameters, parameter => {
      const { schema, operation, name } = parameter;
      if (!isPageSize(parameter) || !schema || operation?.deprecated || operation?.internal) return;
      if (schema.isUnknown || schema.isConditional || !schema.types.some(type => /^(integer|number)$/.test(type)))
        return;
      if (['maximum', 'exclusiveMaximum', 'enum', 'const'].some(key => schema.keyword(key))) return;

      const fits = ['default', 'minimum'].every(key => (schema.number(key) ?? 0) <= USUAL_MAXIMUM);
      const type = schema.node.entry('minimum') ?? schema.node.entry('type');
      const write = treeEdits(parameter.home.tree);
      const edit =
        parameter.ownsSchema && fits ? write.addEntry(schema.node, 'maximum', USUAL_MAXIMUM, type) : undefined;
      report({
        at: name,
        message: 'unbounded',
        data: { name: name.text },
        fixes: [edit && { title: `Add a maximum of ${USUAL_MAXIMUM}`, safety: 'safe', edits: [edit] }],
      });
    });
  },
});
