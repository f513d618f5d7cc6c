import { defineRule } from '#engine';
import { arithmeticOf, connectionsIn, placeIn, relatedTo, reservedConnections, serverOf } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/connections-exceed-server',
  guide: 'scaling/connection-pooling',
  summary: 'Reports pools that add up to more connections than the database server takes.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: {
    exceeds:
      '{sum} connections, but "{cluster}" takes {maximum} (less 3 reserved): at full scale it refuses the last pods.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    for (const sum of connectionsIn(unit)) {
      const [first, ...rest] = sum.uses;
      if (first?.setting.object.uri !== document.uri) continue;
      const server = serverOf(unit, sum);
      if (!first || !server || sum.total + reservedConnections <= server.maximum) continue;
      context.report({
        at: placeIn(first.setting.object, first.setting.place),
        message: 'exceeds',
        data: { sum: arithmeticOf(sum), cluster: server.cluster.facts.name ?? sum.host, maximum: server.maximum },
        related: [
          relatedTo(server.cluster, 'The server.'),
          ...rest.slice(0, 5).map(one => relatedTo(one.setting.object, 'Connects as well.', one.setting.place)),
        ],
      });
    }
  },
});
