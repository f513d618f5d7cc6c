import { defineRule, type Fix } from '#engine';
import {
  allContainers,
  type Container,
  type Field,
  isNodeAgent,
  isPatch,
  type SecurityContext,
  securityOf,
} from '#languages/kubernetes';
import { type ScalarNode, type Tree, treeEdits } from '#languages/yaml';
import { contains } from '#text';

export default defineRule({
  id: 'kubernetes/runs-as-root',
  guide: 'security/least-privilege',
  summary: 'Reports containers that run as root or may do so.',
  severity: 'hint',
  recommended: false,
  fixable: 'unsafe',
  messages: {
    root: 'Container "{container}" runs as root: whoever breaks out of it is root on the node.',
    allowed: 'Container "{container}" may run as root: whoever breaks out of it is then root on the node.',
    unset: 'Container "{container}" runs as its image says, which may be root: whoever breaks out is root on the node.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['kube-linter/run-as-non-root', 'checkov/CKV_K8S_23', 'polaris/runAsRootAllowed'],

  check(document, context) {
    const patch = document.template || isPatch(document, context.workspace.facts('kubernetes'));
    for (const object of document.objects) {
      const pods = object.podSpec();
      if (!pods || isNodeAgent(object)) continue;
      const seen = new Set<ScalarNode>();
      // What the pod or an anchor says for several containers is said once.
      const isNew = ({ node, span }: Field<unknown>): boolean =>
        contains(pods.span, span) && seen.size < seen.add(node).size;
      for (const container of allContainers(pods)) {
        const security = securityOf(pods, container);
        const { runAsUser, runAsNonRoot } = security;
        const data = { container: container.shownName };
        if (runAsUser?.value === 0) {
          if (isNew(runAsUser)) context.report({ at: runAsUser, message: 'root', data });
        } else if (runAsNonRoot?.value === false && !runAsUser) {
          const edit = treeEdits(document.tree).setScalar(runAsNonRoot.node, true);
          const fixes = [edit && asFix([edit])];
          if (isNew(runAsNonRoot)) context.report({ at: runAsNonRoot, message: 'allowed', data, fixes });
        } else if (!runAsUser && !runAsNonRoot && security.known && !patch && container.nameNode) {
          const fixes = [addNonRoot(document.tree, container, security)];
          context.report({ at: container.nameNode, message: 'unset', data, fixes });
        }
      }
    }
  },
});

function addNonRoot(tree: Tree, container: Container, { node }: SecurityContext): Fix | undefined {
  const { addEntry } = treeEdits(tree);
  const edit = node
    ? addEntry(node, 'runAsNonRoot', true)
    : addEntry(container.node, 'securityContext', { runAsNonRoot: true });
  return edit && asFix([edit]);
}

function asFix(edits: Fix['edits']): Fix {
  return { title: 'Set runAsNonRoot to true', safety: 'unsafe', edits };
}
