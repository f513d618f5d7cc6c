import { defineRule, type Fix } from '#engine';
import { isPatch, lineIn, type PodSpec, preStopOf, type Termination, terminationOf } from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

/** Seconds that are left to finish requests after the sleep. */
const ROOM = 15;

export default defineRule({
  id: 'kubernetes/prestop-exceeds-grace-period',
  guide: 'scaling/autoscaling',
  summary: 'Reports preStop hooks that sleep at least as long as their pod may take to end.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    exceeds:
      'preStop of "{container}" sleeps {sleep} of the {grace} s its pod has to end: it is killed with its requests unanswered.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const inPatch = isPatch(document, context.workspace.facts('kubernetes'));
    for (const object of document.objects) {
      const pods = object.podSpec();
      if (!pods) continue;
      const termination = terminationOf(pods);
      const { graceSeconds: grace, graceField } = termination;
      // A part of an object does not say how long the whole one has.
      if (grace === undefined || (!graceField && (inPatch || object.partial))) continue;
      const hooks = pods.containers.flatMap(container => {
        const hook = preStopOf(container);
        return hook?.sleepField && (hook.sleepSeconds ?? 0) >= grace ? { container, ...hook, at: hook.sleepField } : [];
      });
      const longest = Math.max(...hooks.map(({ sleepSeconds }) => sleepSeconds ?? 0));
      for (const { container, sleepSeconds, at } of hooks)
        context.report({
          at: lineIn(document, at, 'sleep'),
          message: 'exceeds',
          data: { container: container.shownName, sleep: sleepSeconds ?? 0, grace },
          fixes: [grantTime(document.tree, pods, termination, Math.ceil(longest) + ROOM)],
        });
    }
  },
});

function grantTime(tree: Tree, { node }: PodSpec, { graceField }: Termination, seconds: number): Fix | undefined {
  const edits = treeEdits(tree);
  const edit = graceField
    ? edits.setScalar(graceField.node, seconds)
    : edits.addFirstEntry(node, 'terminationGracePeriodSeconds', seconds);
  return edit && { title: `Give the pod ${seconds} s to end`, safety: 'unsafe', edits: [edit] };
}
