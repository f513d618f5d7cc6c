import { defineRule } from '#engine';
import { decideDelete, mergeSchema, undecidedDeletes } from '#languages/prisma';

/** MongoDB has no foreign keys. */
const FOREIGN_KEYS: readonly string[] = ['postgresql', 'postgres', 'mysql', 'sqlite', 'sqlserver', 'cockroachdb'];

export default defineRule({
  id: 'prisma/missing-on-delete',
  guide: 'schema/constraints',
  summary: 'Reports relations that do not say what happens to their rows when the row they point to is deleted.',
  severity: 'hint',
  recommended: false,
  fixable: 'unsafe',
  messages: {
    refuses:
      'Relation "{relation}" says no onDelete, so Prisma takes {action}: deleting a "{model}" with such rows fails.',
    empties:
      'Relation "{relation}" says no onDelete, so Prisma takes SetNull: these rows forget which "{model}" it was.',
  },
  reads: ['prisma'],

  check(document, context) {
    const { provider = '' } = mergeSchema(context.workspace.facts('prisma'));
    if (!FOREIGN_KEYS.includes(provider)) return;
    for (const model of document.models)
      for (const undecided of undecidedDeletes(model, provider)) {
        const { field, relation, action } = undecided;
        const edit = decideDelete(undecided);
        const fixes = [edit && ({ title: `Write onDelete: ${action}`, safety: 'unsafe', edits: [edit] } as const)];
        const data = { relation: field.name.text, action, model: field.type?.name.text ?? '' };
        const at = relation.attribute.name;
        if (action === 'SetNull') context.report({ at, message: 'empties', data, fixes });
        else context.report({ at, message: 'refuses', data, fixes });
      }
  },
});
