import { defineRule } from '#engine';
import { mergeSchema, nullableKeys } from '#languages/prisma';

/** Where two rows with a NULL in a unique key are never the same; for SQL Server and MongoDB they are. */
const NULLS_DIFFER: readonly string[] = ['postgresql', 'postgres', 'mysql', 'sqlite', 'cockroachdb'];

export default defineRule({
  id: 'prisma/nullable-unique',
  guide: 'schema/constraints',
  summary: 'Reports unique keys over several fields of which one may be null: such rows are never the same.',
  severity: 'hint',
  recommended: false,
  fixable: 'no',
  messages: {
    nullable: '"{field}" may be null, and rows with a null never count as equal: this key lets them in twice.',
    mark: '"{field}" is null in every live row, and nulls never count as equal: this key lets live rows in twice.',
  },
  reads: ['prisma'],

  check(document, context) {
    const { provider = '' } = mergeSchema(context.workspace.facts('prisma'));
    if (!NULLS_DIFFER.includes(provider)) return;
    for (const model of document.models)
      for (const { column, isMark } of nullableKeys(model))
        context.report({ at: column, message: isMark ? 'mark' : 'nullable', data: { field: column.text } });
  },
});
