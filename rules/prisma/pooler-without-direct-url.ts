import { defineRule } from '#engine';
import {
  addParameter,
  addSetting,
  isAtLeast,
  parameterOf,
  placeIn,
  poolerOf,
  prismaVersion,
  writtenConnections,
} from '#languages/prisma';

export default defineRule({
  id: 'prisma/pooler-without-direct-url',
  guide: 'scaling/connection-pooling',
  summary: 'Reports URLs of Prisma 6 that lead to a pooler without saying so, or without a way around it.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    notSaid: 'This leads to a pooler without pgbouncer=true, so prepared statements of one client fail for another.',
    noWayAround: 'This leads to a pooler and there is no directUrl, so migrations run through it and lose their lock.',
  },
  reads: ['prisma'],

  check(document, context) {
    const { datasource } = document;
    const files = context.workspace.facts('prisma');
    const version = prismaVersion(files);
    if (!datasource || (version && isAtLeast(version, 7, 0))) return;
    for (const written of writtenConnections(document, files)) {
      const { connection, property, name } = written;
      const by = name === 'url' && property ? poolerOf(written) : undefined;
      const where = by === 'port' ? connection.port : connection.host;
      if (!by || !where || !property?.value) continue;
      const at = placeIn(written, where);
      if (parameterOf(connection, 'pgbouncer')?.value.text !== 'true') {
        const edits = [addParameter(written, 'pgbouncer=true')];
        context.report({ at, message: 'notSaid', fixes: [{ title: 'Add pgbouncer=true', safety: 'unsafe', edits }] });
      }
      if (datasource.property('directUrl')) continue;
      const edits = addSetting(document, datasource, property, 'directUrl', 'env("DIRECT_URL")');
      const fixes = [edits && ({ title: 'Add directUrl', safety: 'unsafe', edits } as const)];
      context.report({ at: property.name, message: 'noWayAround', fixes });
    }
  },
});
