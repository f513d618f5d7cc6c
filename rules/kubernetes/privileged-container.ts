import { defineRule, type Fix } from '#engine';
import { allContainers, type Field, hostAccessOf, isNodeAgent, isOptional, securityOf } from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';
import { contains } from '#text';

export default defineRule({
  id: 'kubernetes/privileged-container',
  guide: 'security/least-privilege',
  summary: 'Reports pods and containers that get powers over their node.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    privileged: 'Container "{container}" is privileged: whoever breaks into it owns the node and every pod on it.',
    escalation: 'Container "{container}" allows privilege escalation: a setuid program in it makes any process root.',
    capability: 'Container "{container}" adds "{capability}": whoever breaks into it can take over the node.',
    host: 'The pod has "{field}": whoever breaks into it reaches what {reach}.',
  },
  alsoKnownAs: [
    'kube-linter/privileged-container',
    'kube-linter/privilege-escalation-container',
    'kube-linter/host-network',
    'kube-linter/host-pid',
    'kube-linter/host-ipc',
    'kube-score/container-security-context-privileged',
    'checkov/CKV_K8S_16',
    'checkov/CKV_K8S_20',
    'polaris/runAsPrivileged',
    'polaris/dangerousCapabilities',
  ],

  check(document, context) {
    const turnOff = (name: string, field: Field<boolean>): Fix | undefined => off(document.tree, name, field);
    context.each(document.objects, object => {
      const pods = object.podSpec();
      if (!pods || isNodeAgent(object)) return;
      for (const [field, reach] of REACHES) {
        const shared = hostAccessOf(pods)[field];
        if (shared?.value !== true || !contains(pods.span, shared.span) || isOptional(document, object, shared.span))
          continue;
        context.report({ at: shared, message: 'host', data: { field, reach }, fixes: [turnOff(field, shared)] });
      }
      for (const container of allContainers(pods)) {
        const { privileged, allowPrivilegeEscalation, addedCapabilities } = securityOf(pods, container);
        const isHere = (field: { span: Field<boolean>['span'] }): boolean =>
          contains(container.span, field.span) && !isOptional(document, object, field.span);
        const data = { container: container.shownName };
        if (privileged?.value === true) {
          const fixes = [turnOff('privileged', privileged)];
          if (isHere(privileged)) context.report({ at: privileged, message: 'privileged', data, fixes });
          continue;
        }
        for (const item of addedCapabilities) {
          const capability = item.text?.toUpperCase().replace(/^CAP_/, '') ?? '';
          if (DANGEROUS.has(capability) && isHere(item))
            context.report({ at: item, message: 'capability', data: { ...data, capability } });
        }
        if (allowPrivilegeEscalation?.value !== true || !isHere(allowPrivilegeEscalation)) continue;
        context.report({
          at: allowPrivilegeEscalation,
          message: 'escalation',
          // The "restricted" standard forbids it, the "baseline" one does not.
          severity: 'hint',
          data,
          fixes: [turnOff('allowPrivilegeEscalation', allowPrivilegeEscalation)],
        });
      }
    });
  },
});

const REACHES = [
  ['hostNetwork', 'listens on the node alone'],
  ['hostPID', 'every process on the node holds in memory'],
  ['hostIPC', 'processes on the node share in memory'],
] as const;

/** Those that lead out of the container; `NET_ADMIN` and its like rule over the pod's own network only. */
const DANGEROUS: ReadonlySet<string> = new Set([
  'ALL',
  'SYS_ADMIN',
  'SYS_MODULE',
  'SYS_PTRACE',
  'SYS_RAWIO',
  'SYS_BOOT',
  'SYS_TIME',
  'DAC_READ_SEARCH',
  'BPF',
  'MAC_ADMIN',
  'MAC_OVERRIDE',
]);

function off(tree: Tree, name: string, field: Field<boolean>): Fix | undefined {
  const edit = treeEdits(tree).setScalar(field.node, false);
  return edit && { title: `Set ${name} to false`, safety: 'unsafe', edits: [edit] };
}
