import { defineRule } from '#engine';
import { bindingOf, type Subject } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/cluster-admin-binding',
  guide: 'security/least-privilege',
  summary: 'Reports bindings to the role "cluster-admin".',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: {
    cluster: '{who} gets "cluster-admin": whoever takes it over owns the cluster, every Secret and every node.',
    namespace: '{who} gets "cluster-admin" in its namespace: whoever takes it over owns everything there.',
  },
  alsoKnownAs: ['kube-linter/cluster-admin-role-binding', 'trivy/KSV-0111'],

  check(document, context) {
    context.each(document.objects, object => {
      const binding = bindingOf(object);
      const role = binding?.roleName;
      if (!binding || role?.value !== 'cluster-admin') return;
      const holders = binding.subjects.filter(({ name }) => name?.value !== 'system:masters');
      const [first] = holders;
      if (!first) return;
      const data = { who: shown(first, holders.length - 1) };
      if (binding.clusterWide) context.report({ at: role, message: 'cluster', data });
      else context.report({ at: role, message: 'namespace', severity: 'warning', data });
    });
  },
});

function shown({ kind, name }: Subject, others: number): string {
  const one = `${kind ?? 'Subject'} "${name?.value ?? '(templated)'}"`;
  return others > 0 ? `${one} (and ${others} more)` : one;
}
