import { defineRule, type Fix } from '#engine';
import type { HttpHandler, Probe } from '#languages/kubernetes';
import { endpointOf, isForeign, sameHandler, serviceWorkloads } from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';
import type { TextEdit } from '#text';

export default defineRule({
  id: 'kubernetes/identical-probes',
  guide: 'reliability/health-endpoints',
  summary: 'Reports liveness and readiness probes that ask the same handler.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    identical:
      'Liveness and readiness of container "{container}" ask the same {handler}: what should pause traffic restarts the pod.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['kube-score/pod-probes-identical'],

  check(document, context) {
    const workloads = serviceWorkloads(document, context.workspace.facts('kubernetes'));
    const containers = workloads.flatMap(({ object }) => object.podSpec()?.containers ?? []);
    context.each(containers, container => {
      const liveness = container.probe('liveness');
      const readiness = container.probe('readiness');
      if (!liveness?.handler || !readiness?.handler || !isWrittenHere(liveness, readiness)) return;
      const { handler } = liveness;
      if (!sameHandler(handler, readiness.handler) || isForeign(container)) return;
      // What an image that a template chooses can be asked is known only where the application answers HTTP.
      if (container.image === undefined && handler.type !== 'httpGet') return;
      // A liveness probe that asks for readiness is a worse mistake, and another rule's.
      if (handler.type === 'httpGet' && handler.path !== undefined && endpointOf(handler.path) === 'ready') return;
      context.report({
        at: liveness.key,
        message: 'identical',
        ...(handler.type === 'tcpSocket' && haveOwnThresholds(liveness, readiness) ? { severity: 'hint' } : {}),
        data: { container: container.shownName, handler: handler.type },
        fixes: [splitPaths(document.tree, liveness, readiness)],
        related: [{ uri: document.uri, span: readiness.key.span, message: 'Readiness asks the same.' }],
      });
    });
  },
});

/** False where both come from an alias or a merge: the text is reported where it stands. */
function isWrittenHere(liveness: Probe, readiness: Probe): boolean {
  return liveness.owned || readiness.owned;
}

/** Giving up after twice the time or more: somebody meant the two to differ. */
function haveOwnThresholds(liveness: Probe, readiness: Probe): boolean {
  const budget = ({ periodSeconds = Number.NaN, failureThreshold = Number.NaN }: Probe): number =>
    periodSeconds * failureThreshold;
  const [shorter, longer] = [budget(liveness), budget(readiness)].sort((a, b) => a - b) as [number, number];
  return longer >= 2 * shorter;
}

function splitPaths(tree: Tree, liveness: Probe, readiness: Probe): Fix | undefined {
  const [live, ready] = [liveness.handler, readiness.handler];
  if (live?.type !== 'httpGet' || ready?.type !== 'httpGet' || live.node === ready.node) return undefined;
  const edits = [setPath(tree, live, '/health/live'), setPath(tree, ready, '/health/ready')];
  if (edits.includes(undefined)) return undefined;
  return {
    title: 'Ask /health/live and /health/ready',
    safety: 'unsafe',
    edits: edits.flatMap(edit => edit ?? []),
  };
}

/** Nothing to do is an empty list; undefined: it cannot be done. */
function setPath(tree: Tree, handler: HttpHandler, path: string): TextEdit | [] | undefined {
  if (handler.path === path) return [];
  const edits = treeEdits(tree);
  return handler.pathNode ? edits.setScalar(handler.pathNode, path) : edits.addFirstEntry(handler.node, 'path', path);
}
