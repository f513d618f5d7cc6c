import { defineRule, type Fix, option } from '#engine';
import {
  isPatch,
  isPooled,
  type KubernetesDocument,
  type KubernetesObject,
  type WrittenMaximum,
  writtenMaximumOf,
} from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/many-connections-without-pooler',
  guide: 'scaling/connection-pooling',
  summary: 'Reports PostgreSQL clusters that allow many connections and have no pooler.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    many: 'Each of {connections} connections is a process with memory of its own: under load this server swaps; it needs PgBouncer.',
  },
  options: {
    maximum: option.integer({
      default: 200,
      minimum: 1,
      maximum: 100_000,
      description: 'Connections that a server without a pooler may allow.',
    }),
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (document.template || isPatch(document, unit)) return;
    for (const object of document.objects) {
      const found = writtenMaximumOf(object);
      const connections = found?.maximum.value;
      if (!found || connections === undefined || connections <= context.options.maximum || found.hasPooler) continue;
      if (found.system === 'CloudNativePG' && isPooled(object, context.workspace.allFacts('kubernetes'))) continue;
      context.report({
        at: found.maximum,
        message: 'many',
        data: { connections },
        fixes: [addPooler(document, object, found, connections)],
      });
    }
  },
});

function addPooler(
  { tree }: KubernetesDocument,
  { name, namespace }: KubernetesObject,
  { system, spec }: WrittenMaximum,
  connections: number,
): Fix | undefined {
  const edits = treeEdits(tree);
  if (system === 'Zalando') {
    const edit = edits.addEntry(spec, 'enableConnectionPooler', true);
    return edit && { title: 'Enable the connection pooler', safety: 'unsafe', edits: [edit] };
  }
  if (system === 'Crunchy') {
    const edit = edits.addEntry(spec, 'proxy', { pgBouncer: { replicas: 2 } });
    return edit && { title: 'Add PgBouncer', safety: 'unsafe', edits: [edit] };
  }
  if (name === undefined) return undefined;
  const edit = edits.appendDocument({
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Pooler',
    metadata: { name: `${name}-pooler-rw`, ...(namespace === undefined ? {} : { namespace }) },
    spec: {
      cluster: { name },
      instances: 2,
      type: 'rw',
      pgbouncer: {
        poolMode: 'transaction',
        parameters: { default_pool_size: String(Math.floor((0.8 * connections) / 2)) },
      },
    },
  });
  return edit && { title: 'Add a Pooler', safety: 'unsafe', edits: [edit] };
}
