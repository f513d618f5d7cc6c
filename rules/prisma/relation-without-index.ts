import { defineRule } from '#engine';
import { addBlockAttribute, type Field, type Model, mergeSchema, type Relation } from '#languages/prisma';

/** MySQL indexes every foreign key itself; MongoDB has no foreign keys. */
const NOT_NEEDED: readonly string[] = ['mysql', 'mongodb'];

export default defineRule({
  id: 'prisma/relation-without-index',
  guide: 'performance/indexed-access',
  summary: 'Reports a relation whose foreign key no index, unique key or primary key begins with.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: {
    unindexed:
      'No index starts with {columns}, so every lookup, join and delete of "{relation}" reads the whole table.',
  },
  reads: ['prisma'],
  alsoKnownAs: ['prisma-lint/require-field-index'],

  check(document, context) {
    const schema = mergeSchema(context.workspace.facts('prisma'));
    // Prisma warns about relationMode = "prisma" itself.
    if (schema.relationMode !== 'foreignKeys') return;
    const known = schema.provider !== undefined && !NOT_NEEDED.includes(schema.provider);
    if (!known && !schema.prisma8) return;

    const visit = (model: Model): void => {
      const seen = new Set<string>();
      for (const field of model.fields) {
        const relation = field.relation();
        // Prisma 8 makes the index, unless it is told not to.
        if (!relation || (schema.prisma8 && relation.index !== false)) continue;
        const columns = relation.fields.map(one => one.text);
        if (!isOwning(model, field, relation, columns) || model.coversPrefix(columns)) continue;
        const attribute = indexOn(model, columns);
        if (seen.has(attribute)) continue;
        seen.add(attribute);
        const edit = addBlockAttribute(document, model, attribute);
        context.report({
          at: { start: relation.fields[0]!.span.start, end: relation.fields.at(-1)!.span.end },
          message: 'unindexed',
          data: { columns: columns.map(one => `"${one}"`).join(', '), relation: field.name.text },
          fixes: [edit && { title: `Add ${attribute}`, safety: 'safe', edits: [edit] }],
        });
      }
    };
    if (schema.prisma8) document.models.forEach(visit);
    else context.each(document.models, visit);
  },
});

/** False also for what is still being typed. */
function isOwning(model: Model, field: Field, relation: Relation, columns: readonly string[]): boolean {
  if (field.broken || columns.length === 0 || relation.attribute.broken) return false;
  return columns.every(column => model.field(column) !== undefined);
}

/** Prisma names an index by its table and columns, so beside a partial one on the same columns it needs a name of its own. */
function indexOn(model: Model, columns: readonly string[]): string {
  const list = columns.join(', ');
  const sameName = model.indexes().some(key => key.columns.map(column => column.text).join(', ') === list);
  if (!sameName) return `@@index([${list}])`;
  const names = columns.map(column => model.field(column)?.column ?? column);
  return `@@index([${list}], map: "${model.table}_${names.join('_')}_fk_idx")`;
}
