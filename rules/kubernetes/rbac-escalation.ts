import { defineRule } from '#engine';
import { itemOf, type RoleRule, roleOf, type TextItem } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/rbac-escalation',
  guide: 'security/least-privilege',
  summary: 'Reports roles whose holders can give themselves more rights than the role has.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    escalation: 'Role "{role}" allows "{verb}" on "{resource}": whoever holds it can {power}.',
  },
  alsoKnownAs: ['trivy/KSV-0047', 'trivy/KSV-0053', 'trivy/KSV-0043'],

  check(document, context) {
    context.each(document.objects, object => {
      const role = roleOf(object);
      if (!role || role.aggregated) return;
      for (const rule of role.rules) {
        const found = powerOf(rule);
        if (!found) continue;
        const { at, verb, resource, power } = found;
        context.report({
          at,
          message: 'escalation',
          data: { role: object.name ?? '(templated)', verb, resource, power },
        });
      }
    });
  },
});

interface Power {
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
  readonly groups: readonly string[];
  /** Where one points: at the word that gives the power away. */
  readonly by: 'verb' | 'resource';
  readonly power: string;
}

const RBAC = ['rbac.authorization.k8s.io', '*'];
const CORE = ['', '*'];

/** https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks */
const POWERS: readonly Power[] = [
  {
    verbs: ['escalate'],
    resources: ['roles', 'clusterroles', '*'],
    groups: RBAC,
    by: 'verb',
    power: 'write itself any right into a role',
  },
  {
    verbs: ['bind'],
    resources: ['roles', 'clusterroles', '*'],
    groups: RBAC,
    by: 'verb',
    power: 'bind itself to any role',
  },
  {
    verbs: ['impersonate'],
    resources: ['users', 'groups', 'serviceaccounts', '*'],
    groups: CORE,
    by: 'verb',
    power: 'act as anybody',
  },
  {
    verbs: ['create', '*'],
    resources: ['pods/exec', 'pods/attach'],
    groups: CORE,
    by: 'resource',
    power: 'run commands in every pod it reaches, with its secrets',
  },
  {
    verbs: ['create', '*'],
    resources: ['serviceaccounts/token'],
    groups: CORE,
    by: 'resource',
    power: 'make tokens of any account',
  },
  {
    verbs: ['get', 'create', 'update', 'patch', 'delete', '*'],
    resources: ['nodes/proxy'],
    groups: CORE,
    by: 'resource',
    power: 'run commands in every pod of a node, past the API server',
  },
];

/** The first power that a rule gives; one that is limited to named objects gives none. */
function powerOf(rule: RoleRule): { at: TextItem; verb: string; resource: string; power: string } | undefined {
  if (rule.resourceNames.length > 0) return undefined;
  for (const { verbs, resources, groups, by, power } of POWERS) {
    const verb = itemOf(rule.verbs, ...verbs);
    const resource = itemOf(rule.resources, ...resources);
    if (!verb?.text || !resource?.text || !itemOf(rule.groups, ...groups)) continue;
    return { at: by === 'verb' ? verb : resource, verb: verb.text, resource: resource.text, power };
  }
  return undefined;
}
