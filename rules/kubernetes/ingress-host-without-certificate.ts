import { defineRule, type Fix } from '#engine';
import {
  type Field,
  hasTlsElsewhere,
  hostsWithoutCertificate,
  type Ingress,
  ingressOf,
  isPatch,
} from '#languages/kubernetes';
import { asSeq, type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/ingress-host-without-certificate',
  guide: 'security/encryption',
  summary: 'Reports hosts of an Ingress that no entry of its tls is for.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: {
    uncovered:
      'No entry of "tls" is for "{host}": it is served in plain HTTP, or with a certificate that browsers refuse.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    if (isPatch(document, context.workspace.facts('kubernetes'))) return;
    context.each(document.objects, object => {
      const ingress = object.partial ? undefined : ingressOf(object);
      if (!ingress || hasTlsElsewhere(ingress)) return;
      for (const host of hostsWithoutCertificate(ingress))
        context.report({
          at: host,
          message: 'uncovered',
          data: { host: host.text },
          fixes: [addHost(document.tree, ingress, host)],
        });
    });
  },
});

/** With several certificates, which one should name the host is not in the text. */
function addHost(tree: Tree, { tls }: Ingress, host: Field<string>): Fix | undefined {
  const [only, ...others] = tls;
  const hosts = asSeq(only?.node.entry('hosts')?.value);
  if (!hosts || others.length > 0) return undefined;
  const edit = treeEdits(tree).addItem(hosts, host.text);
  return edit && { title: `Add "${host.text}" to the hosts of "tls"`, safety: 'safe', edits: [edit] };
}
