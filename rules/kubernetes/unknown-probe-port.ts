import { defineRule } from '#engine';
import { isPatch, type PodSpec, type PortReference, type Probe, probeRoles } from '#languages/kubernetes';
import { contains, type Located } from '#text';

export default defineRule({
  id: 'kubernetes/unknown-probe-port',
  guide: 'reliability/health-endpoints',
  summary: 'Reports probes that name a port which their container does not declare.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: {
    unknown: 'Container "{container}" declares no port "{port}", so its {probe} probe fails every time.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['kube-linter/liveness-port', 'kube-linter/readiness-port', 'kube-linter/startup-port'],

  check(document, context) {
    if (isPatch(document, context.workspace.facts('kubernetes'))) return;
    const pods = document.objects.flatMap(object => (object.partial ? [] : (object.podSpec() ?? [])));
    context.each(pods, pod => {
      for (const container of pod.containers) {
        if (!container.portsKnown) continue;
        for (const role of probeRoles) {
          const probe = container.probe(role);
          const port = namedPort(probe);
          if (!probe || !port || isDeclared(port, container.ports, pod)) continue;
          // A probe that an alias shares is reported where its text stands, or at the key that took it over.
          const at: Located = contains(container.span, port.span) ? port : probe.key;
          if (!contains(container.span, at.span)) continue;
          context.report({
            at,
            message: 'unknown',
            data: { container: container.shownName, port: port.written, probe: role },
          });
        }
      }
    });
  },
});

function namedPort(probe: Probe | undefined): PortReference | undefined {
  const handler = probe?.handler;
  if (handler?.type !== 'httpGet' && handler?.type !== 'tcpSocket') return undefined;
  return typeof handler.port?.written === 'string' ? handler.port : undefined;
}

/** By the container itself, or by a native sidecar that a proxy or mesh may answer through. */
function isDeclared(port: PortReference, own: readonly { name: string | undefined }[], pod: PodSpec): boolean {
  const sidecars = pod.containers.filter(one => one.role === 'sidecar');
  if (sidecars.some(one => !one.portsKnown)) return true;
  return [...own, ...sidecars.flatMap(one => one.ports)].some(one => one.name === port.written);
}
