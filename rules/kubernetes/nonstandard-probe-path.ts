import { defineRule, option } from '#engine';
import { endpointOf, httpOf, isForeign, isWebServer, sameHandler, serviceWorkloads } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/nonstandard-probe-path',
  guide: 'reliability/health-endpoints',
  summary: 'Reports probes that ask other paths than /health/live and /health/ready.',
  severity: 'hint',
  recommended: false,
  fixable: 'unsafe',
  messages: {
    path: 'Container "{container}" is asked for {probe} at "{path}": whoever operates it must look up that it is not "{standard}".',
  },
  options: {
    accepted: option.strings({
      default: ['/health/live', '/health/ready', '/actuator/health/liveness', '/actuator/health/readiness'],
      description: 'Paths, or ends of paths, that probes may ask.',
    }),
  },
  reads: ['kubernetes'],

  check(document, context) {
    const workloads = serviceWorkloads(document, context.workspace.facts('kubernetes'));
    const containers = workloads.flatMap(({ object }) => object.podSpec()?.containers ?? []);
    context.each(containers, container => {
      if (isForeign(container) || (container.image !== undefined && isWebServer(container.image))) return;
      const [liveness, readiness] = [container.probe('liveness'), container.probe('readiness')];
      // Other rules report probes that ask the same, or each other's endpoint.
      if (liveness?.handler && readiness?.handler && sameHandler(liveness.handler, readiness.handler)) return;
      for (const probe of [liveness, readiness]) {
        const handler = httpOf(probe);
        if (!probe?.owned || !handler?.pathNode || isAccepted(handler.path, context.options.accepted)) continue;
        const endpoint = probe.role === 'readiness' ? 'ready' : 'live';
        const standard = context.options.accepted.find(one => endpointOf(one) === endpoint);
        const asked = endpointOf(handler.path);
        if (standard === undefined || (asked !== undefined && asked !== endpoint)) continue;
        const edit = treeEdits(document.tree).setScalar(handler.pathNode, standard);
        context.report({
          at: handler.pathNode,
          message: 'path',
          data: { container: container.shownName, probe: probe.role, path: handler.path, standard },
          fixes: [edit && { title: `Ask ${standard}`, safety: 'unsafe', edits: [edit] }],
        });
      }
    });
  },
});

function isAccepted(path: string, accepted: readonly string[]): boolean {
  return accepted.some(one => path.endsWith(one));
}
