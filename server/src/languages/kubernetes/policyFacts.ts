import { asMap, itemsOf, type Node } from '../yaml/index.ts';
import { crunchyClusterOf } from './custom/databases.ts';
import { serviceEntryOf, virtualServiceOf } from './custom/istio.ts';
import { type AuthorizationPolicy, authorizationPolicyOf, requestAuthenticationOf } from './custom/istioSecurity.ts';
import type { PolicyTarget } from './custom/spec.ts';
import { defined } from './factParts.ts';
import { textField } from './fields.ts';
import { type Route, routeOf } from './gatewayApi.ts';
import type { KubernetesObject } from './model.ts';

/** What rules about meshes, gateways and restores look up in other documents; see `ReferenceFacts`. */
export interface PolicyFacts {
  readonly authentication?: AuthenticationFacts;
  readonly authorization?: AuthorizationFacts;
  /** Gateways that a route of the Gateway API is attached to. */
  readonly attached?: readonly AttachedFacts[];
  /** True for a VirtualService that sends to Services of the mesh. */
  readonly routesInMesh?: true;
  /** Hosts of a ServiceEntry. */
  readonly externalHosts?: readonly string[];
  /** True where a scheduled job or workflow speaks of restoring. */
  readonly restores?: true;
  /** True for what makes backups of databases by itself: a cluster with schedules of its own. */
  readonly backsUpDatabase?: true;
}

/** A RequestAuthentication. What it selects is in `ObjectFacts.selector`. */
export interface AuthenticationFacts {
  /** True where it has rules: without, it validates nothing. */
  readonly validates: boolean;
  readonly forGateway: boolean;
}

/** An AuthorizationPolicy. What it selects is in `ObjectFacts.selector`. */
export interface AuthorizationFacts {
  /** Lets nobody in who shows no token; undefined where a template or another program decides. */
  readonly requiresToken: boolean | undefined;
  readonly targets: readonly string[];
}

export interface AttachedFacts {
  readonly gateway: string | undefined;
  /** Undefined: that of the route. */
  readonly namespace: string | undefined;
  readonly section: string | undefined;
  readonly port: number | undefined;
  /** True where the route does nothing but lead to https. */
  readonly redirects: boolean;
}

export function policyFacts(object: KubernetesObject): PolicyFacts {
  const authorization = authorizationPolicyOf(object);
  const hosts = serviceEntryOf(object)?.hosts.flatMap(({ text }) => text ?? []);
  const virtual = virtualServiceOf(object);
  const route = routeOf(object);
  return {
    ...defined('authentication', authenticationFacts(object)),
    ...defined('authorization', authorization && authorizationFacts(authorization)),
    ...defined('attached', route && attachedFacts(route)),
    ...defined('routesInMesh', virtual && virtual.routes.length > 0 ? true : undefined),
    ...defined('externalHosts', hosts),
    ...defined('restores', speaksOfRestoring(object) ? true : undefined),
    ...defined('backsUpDatabase', hasOwnSchedules(object) ? true : undefined),
  };
}

function authenticationFacts(object: KubernetesObject): AuthenticationFacts | undefined {
  const found = requestAuthenticationOf(object);
  return found && { validates: found.rules.length > 0 || found.spec?.open === true, forGateway: isForGateway(found) };
}

/** By the labels that Istio's own gateways carry, by the Gateway that it is attached to. */
export function isForGateway({
  object,
  targets,
}: {
  object: KubernetesObject;
  targets: readonly PolicyTarget[];
}): boolean {
  const labels = object.selector()?.requirements.flatMap(one => one.values) ?? [];
  return targets.some(({ kind }) => kind === 'Gateway') || labels.some(text => /gateway/i.test(text));
}

function authorizationFacts({ action, rules, rulesKnown, targets }: AuthorizationPolicy): AuthorizationFacts {
  return {
    requiresToken: requiresToken(action, rules, rulesKnown),
    targets: targets.flatMap(({ name }) => name ?? []),
  };
}

function requiresToken(
  action: string | undefined,
  rules: AuthorizationPolicy['rules'],
  known: boolean,
): boolean | undefined {
  // An authorizer of its own (CUSTOM) decides what it decides.
  if (action !== 'ALLOW' && action !== 'DENY') return action === 'AUDIT' ? false : undefined;
  if (action === 'ALLOW' && known && rules.length === 0) return true;
  const asks = rules.some(({ sources, conditions }) =>
    action === 'ALLOW'
      ? sources.some(source => source.requestPrincipals.length > 0) ||
        conditions.some(({ key }) => key === undefined || key.startsWith('request.auth.'))
      : sources.some(source => source.notRequestPrincipals.length > 0) ||
        conditions.some(({ key }) => key === undefined || key.startsWith('request.auth.')),
  );
  return asks || (known && rules.every(({ node }) => !node.open) ? asks : undefined);
}

function attachedFacts({ parents, rules, object }: Route): readonly AttachedFacts[] {
  const redirects = object.kind === 'HTTPRoute' && rules.length > 0 && rules.every(leadsToHttps);
  return parents
    .filter(({ kind }) => kind === 'Gateway')
    .map(({ name, namespace, sectionName, port }) => ({
      gateway: name?.value,
      namespace: namespace ? namespace.value : object.namespace,
      section: sectionName?.value,
      port: port?.value,
      redirects,
    }));
}

function leadsToHttps({ filters, backends }: Route['rules'][number]): boolean {
  const redirect = filters.find(({ type }) => type === 'RequestRedirect');
  const scheme = textField(asMap(redirect?.node.get('requestRedirect')), 'scheme');
  return backends.length === 0 && redirect !== undefined && (scheme === undefined || scheme.value !== 'http');
}

const SCHEDULED = new Set(['batch/CronJob', 'argoproj.io/CronWorkflow', 'argoproj.io/Workflow', 'tekton.dev/Pipeline']);

function speaksOfRestoring({ group, kind, node }: KubernetesObject): boolean {
  return SCHEDULED.has(`${group}/${kind}`) && holdsText(node, /restor|recover/i);
}

function holdsText(node: Node, pattern: RegExp): boolean {
  if (node.type === 'scalar') return pattern.test(node.text);
  if (node.type === 'seq') return itemsOf(node).some(item => holdsText(item, pattern));
  return node.type === 'map' && node.entries.some(({ value }) => holdsText(value, pattern));
}

function hasOwnSchedules(object: KubernetesObject): boolean {
  return crunchyClusterOf(object)?.repos.some(({ schedules }) => schedules.length > 0) === true;
}
