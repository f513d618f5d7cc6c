import { defineRule } from '#engine';
import { addParameters, listAnswer, type Operation, placesOf } from '#languages/openapi';
import type { Data } from '#languages/yaml';

/** Rows with fewer fields are small enough to be sent whole. */
const WIDE = 10;
const SELECTION = /^(fields?|select|include|exclude|expand|embed|view|projection|attributes|props|\$select|\$expand)/i;

export default defineRule({
  id: 'openapi/list-without-fields',
  guide: 'performance/bounded-results',
  summary: 'Reports an API whose lists of wide rows cannot be asked for some of their fields.',
  severity: 'hint',
  recommended: false,
  fixable: 'unsafe',
  messages: {
    whole:
      'Lists ({count} in all) send rows of {fields} and more fields whole: clients that show two of them wait for all.',
  },
  check(document, { report }) {
    if (document.isFragment || !document.complete || !document.pathsEntry) return;
    const { operations } = document.api;
    // Where one list has it, the others were thought about.
    if (operations.some(one => one.parameters.some(parameter => SELECTION.test(parameter.name.text)))) return;
    const wide = operations.filter(
      one => !one.deprecated && !one.internal && one.parametersAreKnown && widthOf(one) >= WIDE,
    );
    if (wide.length === 0) return;
    report({
      at: document.pathsEntry.key,
      message: 'whole',
      data: { count: wide.length, fields: WIDE },
      related: placesOf(wide, one => one.label),
      fixes: () => {
        const edits = wide.map(one => addParameters(one, [fieldsParameter(one)]));
        if (edits.some(one => one === undefined)) return [];
        return [{ title: 'Let clients name "fields"', safety: 'unsafe', edits: edits.flatMap(one => one ?? []) }];
      },
    });
  },
});

function widthOf(operation: Operation): number {
  const row = listAnswer(operation)?.array.items;
  return row && !row.isUnknown ? row.properties.length : 0;
}

function fieldsParameter({ isSwagger }: Operation): Data {
  const about = { name: 'fields', in: 'query', description: 'Names of the fields to answer with, separated by commas' };
  const schema = { type: 'string', maxLength: 500 };
  return isSwagger ? { ...about, ...schema } : { ...about, schema };
}
