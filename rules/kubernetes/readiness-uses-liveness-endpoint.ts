import { defineRule } from '#engine';
import {
  areCrossed,
  endpointOf,
  httpOf,
  isForeign,
  sameHandler,
  serviceWorkloads,
  siblingOf,
} from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/readiness-uses-liveness-endpoint',
  guide: 'reliability/health-endpoints',
  summary: 'Reports readiness probes that ask an endpoint for liveness.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    live: 'Readiness of container "{container}" asks "{path}": pods get requests while what they depend on is down.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const workloads = serviceWorkloads(document, context.workspace.facts('kubernetes'));
    const containers = workloads.flatMap(({ object }) => object.podSpec()?.containers ?? []);
    context.each(containers, container => {
      const readiness = container.probe('readiness');
      const handler = httpOf(readiness);
      if (!readiness?.owned || !handler?.pathNode || endpointOf(handler.path) !== 'live') return;
      // One mistake, one finding: other rules report crossed probes, and two that ask the same.
      const other = container.probe('liveness')?.handler;
      if (isForeign(container) || areCrossed(container) || (other && sameHandler(other, handler) !== false)) return;
      const path = siblingOf(handler.path);
      const edit = treeEdits(document.tree).setScalar(handler.pathNode, path);
      context.report({
        at: handler.pathNode,
        message: 'live',
        data: { container: container.shownName, path: handler.path },
        fixes: [edit && { title: `Ask ${path}`, safety: 'unsafe', edits: [edit] }],
      });
    });
  },
});
