import { defineRule, option } from '#engine';
import {
  arithmeticOf,
  connectionsIn,
  hasPooler,
  placeIn,
  relatedTo,
  reservedConnections,
  serverOf,
} from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/too-many-connections',
  guide: 'scaling/connection-pooling',
  summary: 'Reports pools that add up to too many connections to one database, at full scale and without a pooler.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    many: '{sum} connections to "{host}": over {maximum}, the server spends its memory and time on them; it needs PgBouncer.',
  },
  options: {
    maximum: option.integer({
      default: 200,
      minimum: 1,
      maximum: 100_000,
      description: 'Connections to one database without a pooler.',
    }),
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (hasPooler(unit)) return;
    const { maximum } = context.options;
    for (const sum of connectionsIn(unit)) {
      const [first, ...rest] = sum.uses;
      if (!first || sum.total <= maximum || first.setting.object.uri !== document.uri) continue;
      // That the server refuses them is worse: `connections-exceed-server`.
      const server = serverOf(unit, sum);
      if (server && sum.total + reservedConnections > server.maximum) continue;
      context.report({
        at: placeIn(first.setting.object, first.setting.place),
        message: 'many',
        data: { sum: arithmeticOf(sum), host: sum.host, maximum },
        related: rest.slice(0, 5).map(one => relatedTo(one.setting.object, 'Connects as well.', one.setting.place)),
      });
    }
  },
});
