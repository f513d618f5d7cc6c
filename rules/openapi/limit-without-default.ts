import { defineRule } from '#engine';
import { isPageSize } from '#languages/openapi';
import { textAt, treeEdits } from '#languages/yaml';

const USUAL_DEFAULT = 20;

export default defineRule({
  id: 'openapi/limit-without-default',
  guide: 'performance/bounded-results',
  summary: 'Reports an optional page size parameter without a default.',
  severity: 'hint',
  recommended: true,
  fixable: 'safe',
  messages: {
    noDefault:
      '"{name}" has no default, so a client that leaves it out cannot know whether it gets 10 rows or all of them.',
  },
  check(api, { report, each }) {
    each(api.parameters, parameter => {
      const { schema, operation, name } = parameter;
      if (!isPageSize(parameter) || !schema || parameter.required || operation?.deprecated || operation?.internal)
        return;
      if (schema.isUnknown || schema.isConditional || !schema.types.some(type => /^(integer|number)$/.test(type)))
        return;
      if (schema.keyword('default') || schema.keyword('const')) return;
      // Many tell it in words: then the fix would say something else.
      const isTold = [schema.text('description'), textAt(parameter.node, 'description')].some(text =>
        /\bdefault/i.test(text ?? ''),
      );

      const fits =
        (schema.number('minimum') ?? 0) <= USUAL_DEFAULT &&
        USUAL_DEFAULT <= (schema.number('maximum') ?? USUAL_DEFAULT);
      const after = ['maximum', 'minimum', 'type'].map(key => schema.node.entry(key)).find(one => one !== undefined);
      const isFree = parameter.ownsSchema && fits && !isTold && !schema.keyword('enum');
      const edit = isFree
        ? treeEdits(parameter.home.tree).addEntry(schema.node, 'default', USUAL_DEFAULT, after)
        : undefined;
      report({
        at: name,
        message: 'noDefault',
        data: { name: name.text },
        fixes: [edit && { title: `Add a default of ${USUAL_DEFAULT}`, safety: 'safe', edits: [edit] }],
      });
    });
  },
});
