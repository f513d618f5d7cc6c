import { defineRule, type Fix } from '#engine';
import {
  addTls,
  addTlsValue,
  asksForCertificate,
  hasTlsElsewhere,
  helmValuesOf,
  ingressOf,
  isPatch,
  isPublic,
  publicHostsOf,
  valuesHaveTlsElsewhere,
} from '#languages/kubernetes';
import type { TextEdit } from '#text';

export default defineRule({
  id: 'kubernetes/ingress-without-tls',
  guide: 'security/encryption',
  summary: 'Reports an Ingress that serves hosts without TLS.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    plain: '"{host}" is served without TLS: passwords and tokens cross the network for everybody on it to read.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['polaris/tlsSettingsMissing'],

  check(document, context) {
    for (const { enabled, ingress } of helmValuesOf(document)?.sections ?? []) {
      const host = ingress?.hosts.find(isPublic);
      if (!ingress || !host || enabled === false || ingress.enabled !== true || !ingress.node.entry('tls')) continue;
      if (!ingress.withoutTls || valuesHaveTlsElsewhere(ingress)) continue;
      const edit = addTlsValue(document.tree, ingress);
      context.report({ at: host, message: 'plain', data: { host: host.text }, fixes: [edit && addition(edit)] });
    }
    if (isPatch(document, context.workspace.facts('kubernetes'))) return;
    context.each(document.objects, object => {
      const ingress = object.partial ? undefined : ingressOf(object);
      // Where cert-manager is asked for a certificate, `issuer-without-tls` says so.
      if (!ingress?.withoutTls || hasTlsElsewhere(ingress) || asksForCertificate(ingress)) return;
      const [host] = publicHostsOf(ingress);
      if (!host) return;
      const edit = addTls(document.tree, ingress);
      context.report({
        at: host,
        message: 'plain',
        data: { host: host.text },
        fixes: [edit && addition(edit)],
      });
    });
  },
});

function addition(edit: TextEdit): Fix {
  return { title: 'Add "tls" for the hosts', safety: 'unsafe', edits: [edit] };
}
