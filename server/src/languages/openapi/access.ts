import { memoised } from '../memo.ts';
import type { Api, Operation } from './model.ts';

/** Methods that change something. */
const WRITES = /^(?:post|put|patch|delete)$/;
/** What a POST that only asks is called: it carries its question in a body (`/search`), or all calls are POSTs (`/categories/get`). */
const ASKS =
  /^(?:get|list|find|fetch|search|query|queries|graphql|lookup|preview|validate|validation|check|estimate|calculate|convert|count|simulate|render|_search|_query)$/i;
/** An id that says it where the path does not: `SearchEvents` is `POST /events`. */
const SEARCH_ID = /^(?:[Ss]earch|[Qq]uery|[Ll]ookup)(?![a-z])/;
/** A parameter of the path that nobody can guess: `{token}`, `{invite_token}`. */
const SECRET = /(?:token|secret|signature)$/i;
/** Fields of a body that prove who is asking: a secret, a token that was mailed, a key that routes to its owner. */
const CREDENTIAL =
  /^(?:auth|authentication|password|assertion|signature|otp|(?:\w+_?)?secret|(?:\w+_)?(?:auth|access|refresh|id|session|invit\w*|verification|reset|confirmation|activation|login|magic)_?token|(?:api|routing|service|integration)_?key)$/i;
/** The first start of an installation, which has no accounts yet. */
const FIRST_START = /^(?:setup|bootstrap|install|first[-_]?run)$/i;
const SIGNATURE = /signature|hmac|x-hub|svix|x-(?:shopify|slack|github|gitlab|twilio)-|webhook-id/i;

export function isWrite({ method }: Operation): boolean {
  return WRITES.test(method);
}

/** A write by its method that reads by its meaning. */
export function isQuestion({ method, path, operationId }: Operation): boolean {
  if (method !== 'post') return false;
  return ASKS.test(path.segments.at(-1)?.split(/[.:]/).at(-1) ?? '') || SEARCH_ID.test(operationId ?? '');
}

/** An operation that is called by somebody else's service, which signs what it sends. */
export function isSigned({ parameters }: Operation): boolean {
  return parameters.some(one => one.in === 'header' && SIGNATURE.test(one.name.text));
}

/** An operation whose URL is the credential: an invitation, an upload link. */
export function hasSecretPath({ parameters }: Operation): boolean {
  return parameters.some(one => one.in === 'path' && SECRET.test(one.name.text));
}

/** An operation whose body carries the credentials. */
export const hasSecretBody = memoised(
  ({ requestBody }: Operation) =>
    requestBody?.content.some(one => one.schema?.properties.some(({ name }) => CREDENTIAL.test(name))) === true,
);

/** Operations of clients, which authenticate: not what machines ask, not the way in (O3), not the first start. */
export function isGuarded({ path, method }: Operation): boolean {
  if (path.isInfrastructure || path.isAuthentication || method === 'options') return false;
  return !FIRST_START.test(path.segments.at(-1) ?? '');
}

/** The security scheme that most operations of clients ask for, else the only one that is defined. */
export function usualScheme(api: Api): string | undefined {
  const uses = new Map<string, number>();
  for (const one of api.operations.filter(isGuarded))
    for (const scheme of one.security?.schemes ?? []) uses.set(scheme, (uses.get(scheme) ?? 0) + 1);
  const [most] = [...uses].sort((a, b) => b[1] - a[1]);
  if (api.securitySchemes.length === 1) return api.securitySchemes[0]!.name;
  // Of several, one operation's own is not yet what the others mean.
  return most && most[1] > 1 ? most[0] : undefined;
}

/** Names of the schemes that some requirement asks for. */
export function usedSchemes(api: Api): ReadonlySet<string> {
  return new Set([...(api.security?.schemes ?? []), ...api.operations.flatMap(one => one.security?.schemes ?? [])]);
}
