import { defineRule, type Fix } from '#engine';
import {
  areCrossed,
  type Container,
  differOnlyInPath,
  endpointOf,
  httpOf,
  isForeign,
  serviceWorkloads,
  siblingOf,
} from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/liveness-checks-dependencies',
  guide: 'reliability/health-endpoints',
  summary: 'Reports liveness probes that ask an endpoint for readiness.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    dependencies: 'Liveness of container "{container}" asks "{path}": a dependency that is down restarts every pod.',
    crossed:
      'Liveness of container "{container}" asks "{path}" and readiness asks "{other}": a dead dependency restarts every pod.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const workloads = serviceWorkloads(document, context.workspace.facts('kubernetes'));
    const containers = workloads.flatMap(({ object }) => object.podSpec()?.containers ?? []);
    context.each(containers, container => {
      const liveness = container.probe('liveness');
      const handler = httpOf(liveness);
      const isReadiness = container.probe('readiness')?.owned && liveness?.node === container.probe('readiness')?.node;
      // The text that an anchor shares belongs to where it stands, save where liveness takes over readiness as it is.
      if (!liveness || !(liveness.owned || isReadiness) || !handler?.pathNode) return;
      if (endpointOf(handler.path) !== 'ready') return;
      const { path } = handler;
      const about = {
        at: liveness.owned ? handler.pathNode : liveness.key,
        ...(isForeign(container) ? { severity: 'info' as const } : { fixes: [askForLife(document.tree, container)] }),
      };
      const readiness = httpOf(container.probe('readiness'));
      if (!readiness?.pathNode || !areCrossed(container)) {
        context.report({ ...about, message: 'dependencies', data: { container: container.shownName, path } });
        return;
      }
      context.report({
        ...about,
        message: 'crossed',
        data: { container: container.shownName, path, other: readiness.path },
        related: [{ uri: document.uri, span: readiness.pathNode.span, message: 'Readiness asks for life.' }],
      });
    });
  },
});

/** Crossed probes are swapped where nothing else tells them apart. */
function askForLife(tree: Tree, container: Container): Fix | undefined {
  const liveness = httpOf(container.probe('liveness'));
  const readiness = httpOf(container.probe('readiness'));
  if (!liveness?.pathNode) return undefined;
  const { setScalar } = treeEdits(tree);
  if (readiness?.pathNode && areCrossed(container)) {
    if (differOnlyInPath(liveness, readiness) !== true) return undefined;
    const swap = [setScalar(liveness.pathNode, readiness.path), setScalar(readiness.pathNode, liveness.path)];
    const edits = swap.flatMap(edit => edit ?? []);
    return edits.length === 2 ? { title: 'Swap the paths', safety: 'unsafe', edits } : undefined;
  }
  const path = siblingOf(liveness.path);
  const edit = setScalar(liveness.pathNode, path);
  return edit && { title: `Ask ${path}`, safety: 'unsafe', edits: [edit] };
}
