import { defineRule, type Fix } from '#engine';
import { type Container, isPatch, isWellKnownSidecar, type Probe, serviceWorkloads } from '#languages/kubernetes';
import { asScalar, dataOf, type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/slow-start-without-startup-probe',
  guide: 'reliability/health-endpoints',
  summary: 'Reports liveness probes that wait long for a slow start, where a startupProbe would watch it.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    slow: 'Liveness of container "{container}" waits {seconds} s for the start: a longer one is killed, over and over.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (isPatch(document, unit)) return;
    const workloads = serviceWorkloads(document, unit).filter(({ object }) => !object.partial);
    const containers = workloads.flatMap(({ object }) => object.podSpec()?.containers ?? []);
    context.each(containers, container => {
      const liveness = container.probe('liveness');
      const delay = asScalar(liveness?.node.get('initialDelaySeconds'));
      const seconds = liveness?.initialDelaySeconds;
      if (!liveness?.owned || !delay || seconds === undefined || seconds < LONG) return;
      if (container.partial || container.declaresProbe('startup')) return;
      if (container.image !== undefined && isWellKnownSidecar(container.image)) return;
      context.report({
        at: delay,
        message: 'slow',
        data: { container: container.shownName, seconds },
        fixes: [addStartupProbe(document.tree, container, liveness, seconds)],
      });
    });
  },
});

const LONG = 30;
const PERIOD = 5;
const HANDLERS = ['httpGet', 'tcpSocket', 'exec', 'grpc'];

/** Asks the same every five seconds for as long as liveness waited. */
function addStartupProbe(tree: Tree, container: Container, liveness: Probe, seconds: number): Fix | undefined {
  const kind = HANDLERS.find(one => liveness.node.entry(one));
  const handler = kind && dataOf(liveness.node.get(kind));
  const entry = container.node.entry(liveness.key.text);
  const delay = liveness.node.entry('initialDelaySeconds');
  if (!handler || !entry || !delay) return undefined;
  const { addEntry, removeEntry } = treeEdits(tree);
  const probe = { [kind]: handler, periodSeconds: PERIOD, failureThreshold: Math.ceil(seconds / PERIOD) };
  const edits = [removeEntry(liveness.node, delay), addEntry(container.node, 'startupProbe', probe, entry)];
  if (edits.includes(undefined)) return undefined;
  return { title: 'Add a startupProbe', safety: 'unsafe', edits: edits.flatMap(edit => edit ?? []) };
}
