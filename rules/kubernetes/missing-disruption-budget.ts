import { defineRule, type Fix } from '#engine';
import { isClosed, type KubernetesObject, selectorOf, unbudgeted } from '#languages/kubernetes';
import { type Data, type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/missing-disruption-budget',
  guide: 'scaling/autoscaling',
  summary: 'Reports services with several pods and no PodDisruptionBudget, once for all that are deployed together.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    one: 'No PodDisruptionBudget selects "{name}": draining nodes may stop all of its pods at once.',
    many: 'No PodDisruptionBudget selects "{name}" (nor {others}): draining nodes may stop all of their pods at once.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: [
    'kube-score/deployment-has-poddisruptionbudget',
    'polaris/missingPodDisruptionBudget',
    'kube-score/statefulset-has-poddisruptionbudget',
  ],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    const [first, ...rest] = unbudgeted(unit);
    if (first?.uri !== document.uri || !isClosed(document.uri, unit)) return;
    const object = document.objects.find(one => one.span.start === first.start);
    if (!object?.nameNode || object.name === undefined) return;
    const fixes = [addBudget(document.tree, object, object.name)];
    const others = rest.length === 1 ? `"${rest[0]?.facts.name}"` : `${rest.length} others`;
    if (rest.length === 0) context.report({ at: object.nameNode, message: 'one', data: { name: object.name }, fixes });
    else context.report({ at: object.nameNode, message: 'many', data: { name: object.name, others }, fixes });
  },
});

function addBudget(tree: Tree, object: KubernetesObject, name: string): Fix | undefined {
  const selector = selectorOf(object);
  const metadata: Data = { name, ...(object.namespace === undefined ? {} : { namespace: object.namespace }) };
  const edit =
    selector &&
    treeEdits(tree).appendDocument({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { maxUnavailable: 1, selector },
    });
  return edit && { title: 'Add a PodDisruptionBudget', safety: 'unsafe', edits: [edit] };
}
