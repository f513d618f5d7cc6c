import { defineRule } from '#engine';
import { numberAt, textAt, treeEdits } from '#languages/yaml';

/** `limit`, `per_page`, `pageSize`, `page[size]`, `$top`: compared without case and punctuation. */
const PAGE_SIZE = /^(limit|perpage|pagesize|pagelimit|maxresults|top|itemsperpage)$/;

const USUAL_MAXIMUM = 100;

export default defineRule({
  id: 'openapi/limit-without-maximum',
  guide: 'performance/bounded-results',
  summary: 'Reports a page size parameter without a maximum.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: {
    unbounded: '"{name}" has no maximum, so one request can ask for every row and take the database down for everyone.',
  },
  check(api, { report }) {
    const write = treeEdits(api.tree);
    for (const parameter of api.parameters) {
      const name = parameter.name.text;
      const { schema, operation } = parameter;
      if (parameter.in !== 'query' || !schema || schema.open) continue;
      if (!PAGE_SIZE.test(name.toLowerCase().replace(/[^a-z]/g, ''))) continue;
      if (operation?.deprecated || operation?.internal) continue;
      if (!/^(integer|number)$/.test(textAt(schema, 'type') ?? '')) continue;
      if (
        ['maximum', 'exclusiveMaximum', 'enum', 'const', 'allOf', 'anyOf', 'oneOf', '$ref'].some(key => schema.get(key))
      )
        continue;

      const fits = [numberAt(schema, 'default'), numberAt(schema, 'minimum')].every(
        value => (value ?? 0) <= USUAL_MAXIMUM,
      );
      const type = schema.entry('minimum') ?? schema.entry('type');
      const edit = parameter.ownsSchema && fits ? write.addEntry(schema, 'maximum', USUAL_MAXIMUM, type) : undefined;
      report({
        at: parameter.name,
        message: 'unbounded',
        data: { name },
        fixes: [edit && { title: `Add a maximum of ${USUAL_MAXIMUM}`, safety: 'safe', edits: [edit] }],
      });
    }
  },
});
