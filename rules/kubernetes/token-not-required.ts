import { defineRule, type Fix } from '#engine';
import {
  type AuthorizationFacts,
  indexOf,
  isClosed,
  type ObjectFacts,
  type RequestAuthentication,
  requestAuthenticationOf,
} from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/token-not-required',
  guide: 'security/token-validation',
  summary: 'Reports a RequestAuthentication beside which no AuthorizationPolicy requires a token.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    optional:
      '"{name}" refuses wrong tokens only: requests without any token pass, as no AuthorizationPolicy requires a principal.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    for (const object of document.objects) {
      const found = object.partial ? undefined : requestAuthenticationOf(object);
      const { name, nameNode } = object;
      if (!found || found.rules.length === 0 || found.spec?.open || !nameNode || name === undefined) continue;
      // Who looks at a part only cannot say that something is missing.
      if (!isClosed(document.uri, unit)) continue;
      const policies = indexOf(unit).having('authorization');
      if (policies.some(({ facts }) => mayRequire(facts, found))) continue;
      const fix = requireToken(document.tree, found, name);
      context.report({ at: nameNode, message: 'optional', data: { name }, fixes: [fix] });
    }
  },
});

/** Whether a policy requires a token of (some of) the same workloads, or may. */
function mayRequire(
  { authorization, selector, namespace }: ObjectFacts & { readonly authorization: AuthorizationFacts },
  { object, targets }: RequestAuthentication,
): boolean {
  if (authorization.requiresToken === false) return false;
  // Policies of the root namespace hold everywhere.
  const isThere =
    namespace === undefined ||
    object.namespace === undefined ||
    namespace === object.namespace ||
    namespace === 'istio-system';
  const names = targets.flatMap(({ name }) => name ?? []);
  const isForTarget =
    authorization.targets.length === 0 ||
    names.length === 0 ||
    names.some(name => authorization.targets.includes(name));
  const own = object.selector()?.requirements ?? [];
  const contradicts = (selector?.requirements ?? []).some(({ key, values }) =>
    own.some(one => one.key === key && values.length > 0 && one.values.length > 0 && !values.includes(one.values[0]!)),
  );
  return isThere && isForTarget && !contradicts;
}

/** Probes of gateways and load balancers bring no token. */
function requireToken(tree: Tree, { object, targets }: RequestAuthentication, name: string): Fix | undefined {
  const requirements = object.selector()?.requirements ?? [];
  if (targets.length > 0 || requirements.some(one => one.operator !== 'In' || one.values.length !== 1))
    return undefined;
  const labels = Object.fromEntries(requirements.map(({ key, values }) => [key, values[0]!]));
  const edit = treeEdits(tree).appendDocument({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: {
      name: `${name}-require-jwt`,
      ...(object.namespace === undefined ? {} : { namespace: object.namespace }),
    },
    spec: {
      ...(requirements.length === 0 ? {} : { selector: { matchLabels: labels } }),
      action: 'ALLOW',
      rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }, { to: [{ operation: { paths: ['/health/*'] } }] }],
    },
  });
  return edit && { title: 'Require a token', safety: 'unsafe', edits: [edit] };
}
