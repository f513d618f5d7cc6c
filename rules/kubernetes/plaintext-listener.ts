import { defineRule, type Fix } from '#engine';
import {
  type Gateway,
  gatewayOf,
  hasPlainServer,
  type IstioServer,
  indexOf,
  isPatch,
  isPlainListener,
  istioGatewayOf,
  type Listener,
  redirectsOf,
} from '#languages/kubernetes';
import { asMap, type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/plaintext-listener',
  guide: 'security/encryption',
  summary: 'Reports listeners of gateways that serve plain HTTP instead of leading to TLS.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    only: 'Gateway "{name}" listens to plain HTTP and has no HTTPS: passwords and tokens cross the network readable.',
    beside: 'Listener "{name}" serves plain HTTP beside HTTPS, and no route leads it there: cookies are sent readable.',
    istio: 'The server on port {port} does not redirect to HTTPS: passwords and tokens cross the network readable.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    if (isPatch(document, context.workspace.facts('kubernetes'))) return;
    for (const object of document.objects) {
      if (object.partial) continue;
      const gateway = gatewayOf(object);
      for (const listener of gateway?.listeners.filter(one => isPlainListener(gateway, one)) ?? []) {
        const all = indexOf(context.workspace.allFacts('kubernetes'));
        const { redirected, seen } = redirectsOf(all, object, listener);
        const hasTls = gateway?.listeners.some(({ protocol }) => protocol?.value !== 'HTTP');
        if (!gateway || redirected || (hasTls && !seen) || !listener.protocol) continue;
        const at = listener.protocol;
        if (!hasTls) context.report({ at, message: 'only', data: { name: object.name ?? '(templated)' } });
        else {
          const fixes = [leadToTls(document.tree, gateway, listener)];
          context.report({ at, message: 'beside', data: { name: listener.name?.text ?? 'http' }, fixes });
        }
      }
      const servers = istioGatewayOf(object)?.servers ?? [];
      for (const server of servers.filter(one => hasPlainServer(object, one))) {
        const hasTls = servers.some(({ protocol }) => protocol?.value === 'HTTPS');
        const fixes = [hasTls ? redirect(document.tree, server) : undefined];
        const data = { port: server.port?.value ?? 80 };
        if (server.protocol) context.report({ at: server.protocol, message: 'istio', data, fixes });
      }
    }
  },
});

function leadToTls(tree: Tree, { object }: Gateway, { name }: Listener): Fix | undefined {
  if (object.name === undefined || name?.value === undefined) return undefined;
  const edit = treeEdits(tree).appendDocument({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: {
      name: `${object.name}-redirect`,
      ...(object.namespace === undefined ? {} : { namespace: object.namespace }),
    },
    spec: {
      parentRefs: [{ name: object.name, sectionName: name.value }],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    },
  });
  return edit && { title: 'Add a route that redirects to https', safety: 'unsafe', edits: [edit] };
}

function redirect(tree: Tree, { node, httpsRedirect }: IstioServer): Fix | undefined {
  const edits = treeEdits(tree);
  const tls = asMap(node.entry('tls')?.value);
  const edit = httpsRedirect
    ? edits.setScalar(httpsRedirect.node, true)
    : tls
      ? edits.addEntry(tls, 'httpsRedirect', true)
      : edits.addEntry(node, 'tls', { httpsRedirect: true });
  return edit && { title: 'Redirect to https', safety: 'unsafe', edits: [edit] };
}
