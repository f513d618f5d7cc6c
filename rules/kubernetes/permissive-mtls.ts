import { defineRule, type Fix } from '#engine';
import { indexOf, isObservedPort, type PlainMesh, plainMeshOf, type Unit } from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/permissive-mtls',
  guide: 'security/encryption',
  summary: 'Reports meshes that take or send calls without mutual TLS.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    permissive:
      'PERMISSIVE takes calls without TLS as well: who is in the network reads them, or makes some without an identity.',
    disabled: 'DISABLE turns mutual TLS off: every call crosses the network readable, and nobody has to say who he is.',
    sent: 'DISABLE sends calls to "{host}" without TLS: they cross the network readable, or are refused where STRICT holds.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    for (const object of document.objects) {
      for (const plain of plainMeshOf(object)) {
        const { mode, field, host } = plain;
        const fixes = [encrypted(document.tree, plain)];
        const isWatched = isForWatchers(plain, object.namespace, context.workspace.facts('kubernetes'));
        const severity = isWatched ? 'info' : mode === 'DISABLE' ? 'error' : 'warning';
        if (host !== undefined) context.report({ at: field, message: 'sent', severity, data: { host }, fixes });
        else context.report({ at: field, message: mode === 'DISABLE' ? 'disabled' : 'permissive', severity, fixes });
      }
    }
  },
});

/** Ports for probes, metrics and webhooks: who calls there has no identity in the mesh. */
function isForWatchers({ port, selector, forWebhook }: PlainMesh, namespace: string | undefined, unit: Unit): boolean {
  if (forWebhook || port === undefined) return forWebhook;
  const pods = selector ? indexOf(unit).podsOf(selector, namespace).objects : [];
  return isObservedPort(
    port,
    pods.flatMap(({ facts }) => facts.pods?.ports ?? []),
  );
}

function encrypted(tree: Tree, { side, field }: PlainMesh): Fix | undefined {
  const mode = side === 'server' ? 'STRICT' : 'ISTIO_MUTUAL';
  const edit = treeEdits(tree).setScalar(field.node, mode);
  return edit && { title: `Set ${mode}`, safety: 'unsafe', edits: [edit] };
}
