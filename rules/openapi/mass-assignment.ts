import { defineRule, type Fix } from '#engine';
import {
  absentFrom,
  type OpenApiVersion,
  type Property,
  placesOf,
  type SharedSchema,
  sharedWriteSchemas,
} from '#languages/openapi';
import { asMap, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'openapi/mass-assignment',
  guide: 'security/input-validation',
  summary: 'Reports fields that the server decides on, in a schema that clients send and receive alike.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    writable:
      'Clients may send {names} of "{name}", which the server answers with as well: code that binds the body stores it.',
    everywhere:
      '{count} of {total} schemas that clients send and receive have an id, role or date that a client may set: bound code stores it.',
  },
  check(document, { report, each }) {
    const { complete, api, version } = document;
    const shared = complete ? sharedWriteSchemas(api).filter(one => one.owned.length > 0) : [];
    const { lacking, everywhere, single } = absentFrom(document, shared, one => writable(one).length > 0);
    each(single, schema => {
      const found = writable(schema);
      const names = found.slice(0, 3).map(one => `"${one.name}"`);
      report({
        at: found[0]!.entry.key,
        message: 'writable',
        data: { name: schema.name, names: names.join(', ') },
        fixes: () => [readOnly([schema], version)],
      });
    });
    if (everywhere)
      report({
        ...everywhere,
        message: 'everywhere',
        related: placesOf(lacking, one => `Clients may send "${writable(one)[0]!.name}" of "${one.name}"`),
        fixes: () => [readOnly(lacking, version)],
      });
  },
});

function writable({ owned }: SharedSchema): readonly Property[] {
  return owned.filter(one => !one.readOnly);
}

function readOnly(schemas: readonly SharedSchema[], version: OpenApiVersion | undefined): Fix | undefined {
  const edits = schemas.flatMap(schema => {
    const { uri, tree } = schema.home;
    const write = treeEdits(tree);
    return writable(schema).flatMap(({ entry }) => {
      const node = asMap(entry.value);
      // Before 3.1 nothing beside a reference counts.
      if (!node || (node.entry('$ref') && !/^3\.[1-9]/.test(version ?? ''))) return [];
      const edit = write.addEntry(node, 'readOnly', true, node.entry('format') ?? node.entry('type'));
      return edit ? [{ ...edit, uri }] : [];
    });
  });
  return edits.length > 0 ? { title: 'Add readOnly: true', safety: 'unsafe', edits } : undefined;
}
