import { defineRule, option } from '#engine';
import { parameterOf, placeIn, writtenConnections } from '#languages/prisma';
import { edit } from '#text';

export default defineRule({
  id: 'prisma/too-many-connections',
  guide: 'scaling/connection-pooling',
  summary: 'Reports a connection_limit that is more than a server can carry without a pooler.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    tooMany: 'Each process of the program opens {count} connections, more than the {limit} that a server bears.',
  },
  options: {
    limit: option.integer({
      default: 200,
      minimum: 1,
      maximum: 100_000,
      description: 'The most connections that need no pooler.',
    }),
  },
  reads: ['prisma'],

  check(document, context) {
    const { limit } = context.options;
    if (!document.datasource) return;
    for (const written of writtenConnections(document, context.workspace.facts('prisma'))) {
      const parameter = written.property ? parameterOf(written.connection, 'connection_limit') : undefined;
      const count = Number(parameter?.value.text);
      if (!parameter || !(count > limit)) continue;
      context.report({
        at: placeIn(written, parameter),
        message: 'tooMany',
        data: { count, limit },
        fixes: [
          {
            title: `Lower it to ${limit}`,
            safety: 'unsafe',
            edits: [edit.replace(placeIn(written, parameter.value), String(limit))],
          },
        ],
      });
    }
  },
});
