import { defineRule } from '#engine';
import { bareTimes, mergeSchema, withTimeZone } from '#languages/prisma';

/** Where a DateTime is a timestamp without a time zone unless something else is said. */
const BARE: readonly string[] = ['postgresql', 'postgres', 'cockroachdb'];

export default defineRule({
  id: 'prisma/datetime-without-time-zone',
  guide: 'schema/growth',
  summary: 'Reports times that are stored without a time zone, once a model.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    one: '"{field}" has no time zone: what Prisma writes in UTC, a query in another zone reads as another moment.',
    several:
      '"{field}" and {count} more have no time zone: what Prisma writes in UTC, a query in another zone reads as another moment.',
  },
  reads: ['prisma'],

  check(document, context) {
    const { provider } = mergeSchema(context.workspace.facts('prisma'));
    if (!BARE.includes(provider ?? '')) return;
    for (const model of document.models) {
      const times = bareTimes(model);
      const [first, ...others] = times;
      if (!first) continue;
      const edits = withTimeZone(document.text, model, times);
      const fixes = [{ title: 'Use @db.Timestamptz', safety: 'unsafe', edits } as const];
      const field = first.name.text;
      if (others.length === 0) context.report({ at: first.type!, message: 'one', data: { field }, fixes });
      else context.report({ at: first.type!, message: 'several', data: { field, count: others.length }, fixes });
    }
  },
});
