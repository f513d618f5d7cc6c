import type { Api, Operation } from './model.ts';

/** Methods that change something. */
const WRITES = /^(?:post|put|patch|delete)$/;
/** A POST that only asks: it carries its question in a body. */
const ASKS =
  /^(?:search|query|queries|graphql|lookup|preview|validate|validation|check|estimate|calculate|convert|count|simulate|render|_search|_query)$/i;
const SIGNATURE = /signature|hmac|x-hub|svix|x-(?:shopify|slack|github|gitlab|twilio)-|webhook-id/i;

export function isWrite({ method }: Operation): boolean {
  return WRITES.test(method);
}

/** A write by its method that reads by its meaning. */
export function isQuestion({ path }: Operation): boolean {
  return ASKS.test(path.segments.at(-1)?.split(':').at(-1) ?? '');
}

/** An operation that is called by somebody else's service, which signs what it sends. */
export function isSigned({ parameters }: Operation): boolean {
  return parameters.some(one => one.in === 'header' && SIGNATURE.test(one.name.text));
}

/** Operations of clients, which authenticate: not what machines ask, not the way in (O3), no preflight. */
export function isGuarded({ path, method }: Operation): boolean {
  return !path.isInfrastructure && !path.isAuthentication && method !== 'options';
}

/** The security scheme that most operations ask for, else the only one that is defined. */
export function usualScheme(api: Api): string | undefined {
  const uses = new Map<string, number>();
  for (const one of api.operations)
    for (const scheme of one.security?.schemes ?? []) uses.set(scheme, (uses.get(scheme) ?? 0) + 1);
  const [most] = [...uses].sort((a, b) => b[1] - a[1]);
  return most?.[0] ?? (api.securitySchemes.length === 1 ? api.securitySchemes[0]!.name : undefined);
}

/** Names of the schemes that some requirement asks for. */
export function usedSchemes(api: Api): ReadonlySet<string> {
  return new Set([...(api.security?.schemes ?? []), ...api.operations.flatMap(one => one.security?.schemes ?? [])]);
}
