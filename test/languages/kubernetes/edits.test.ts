import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type KubernetesDocument, kubernetesLanguage, probeRoles } from '#languages/kubernetes';
import { applyEdits } from '#text';
import { read, workload } from './support.ts';

const TEXT = [
  '# head\napiVersion: v1\nkind: Service\nmetadata: {name: api, labels: {app: api}}\nspec:\n  selector: {app: api}\n  ports: [{port: 80, targetPort: http}]\n',
  workload(
    '- &a\n  name: a\n  image: a:1\n  ports:\n  - {name: http, containerPort: 80}\n  livenessProbe: &p\n    httpGet: {path: "/x", port: http}\n  readinessProbe: *p\n- <<: *a\n  name: b',
  ),
  'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: p}\n  spec:\n    containers:\n    - {name: c, image: "c:1", startupProbe: {exec: {command: [a, b]}}}\n',
].join('---\n');

/** Everything that rules see, spans included. */
function seen(document: KubernetesDocument): unknown {
  return document.objects.map(object => ({
    is: [object.group, object.kind, object.name, object.partial, object.span],
    facts: object.facts(),
    containers: object.podSpec()?.containers.map(one => ({
      is: [one.name, one.nameNode?.span, one.image, one.portsKnown, one.partial, one.span],
      ports: one.ports.map(port => [port.name, port.number, port.span]),
      probes: probeRoles.map(role => {
        const probe = one.probe(role);
        return probe && [probe.key.span, probe.owned, probe.handler?.type];
      }),
    })),
  }));
}

it('an edited document says what a new one of the same text says', () => {
  const pieces = fc.constantFrom('', 'x', '\n', '  ', '- ', '{{ x }}', ': ', '#', '---\n', '"', '\r\n');
  const edit = fc.record({ at: fc.nat(TEXT.length), length: fc.nat(6), text: pieces });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), edits => {
      let document = read(TEXT);
      seen(document);
      for (const { at, length, text } of edits) {
        const start = Math.min(at, document.text.length);
        const change = { span: { start, end: Math.min(start + length, document.text.length) }, text };
        const expected = applyEdits(document.text, [change]);
        document = kubernetesLanguage.update(document, change);
        expect(document.text).toBe(expected);
        expect(seen(document)).toEqual(seen(read(expected)));
      }
    }),
    { numRuns: 150 },
  );
});
