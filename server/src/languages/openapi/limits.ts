import { memoised } from '../memo.ts';
import { asMap, type Data, textAt } from '../yaml/index.ts';
import { hasSecretBody } from './access.ts';
import { answeringOperations } from './answers.ts';
import type { Api, MediaType, Operation, Response } from './model.ts';

/** Headers that say when to come back, or how much is left. */
const LIMITS = /^(?:retry-?after|(?:x-)?rate-?limit.*)$/i;
/** The same in a body. */
const LIMITS_IN_BODY = /retry_?after|rate_?limit|reset/i;

/** Whether a response says when to come back; true as well where its body cannot be read. */
export function tellsWhen({ headers, content }: Response): boolean {
  if (headers.some(one => LIMITS.test(one.name))) return true;
  return content.some(
    ({ schema, hasSchema }) =>
      (hasSchema && (!schema || schema.isUnknown)) || schema?.properties.some(one => LIMITS_IN_BODY.test(one.name)),
  );
}

/** The 429s of a description: each once, however many operations refer to it; those of operations that stay (O7). */
export const refusals = memoised((api: Api): readonly Response[] => {
  const found = new Map<object, Response>();
  for (const operation of api.operations.filter(one => !one.deprecated && !one.internal))
    for (const response of operation.responses)
      if (response.code === '429' && !found.has(response.node)) found.set(response.node, response);
  return [...found.values()].filter(one => !one.node.open);
});

/**
 * What a response needs to say when to come back: the shared headers where the root keeps such, else Retry-After
 * (RFC 9110) and the fields of the IETF's draft in their first form.
 */
export function limitHeaders(api: Api, isInRoot: boolean): Readonly<Record<string, Data>> {
  const { root } = api.root;
  const shared = isInRoot ? asMap(asMap(root?.get('components'))?.get('headers')) : undefined;
  const kept = (shared?.entries ?? []).filter(one => LIMITS.test(one.key.text));
  if (kept.length > 0 && api.version !== '2.0')
    return Object.fromEntries(kept.map(({ key }) => [key.text, { $ref: `#/components/headers/${key.text}` }]));
  const header = (bounds: Readonly<Record<string, Data>>): Data =>
    api.version === '2.0' ? bounds : { schema: bounds };
  return {
    'Retry-After': header({ type: 'integer', minimum: 0 }),
    'RateLimit-Limit': header({ type: 'integer' }),
    'RateLimit-Remaining': header({ type: 'integer' }),
    'RateLimit-Reset': header({ type: 'integer' }),
  };
}

/** By GET or POST. */
const EXPENSIVE = /^(?:export|report|search|render|generate)$/;
/** What says how something is done. */
const SETTINGS = /^(?:settings?|config(?:uration)?|preferences)$/i;
/** By POST alone: a GET of them reads a list. */
const EXPENSIVE_TO_MAKE = /^(?:exports|reports|generations?|embeddings?)$/;
/** Many things in one body: the word alone or with what is done, not with what it is about (`batch-payments`). */
const MANY =
  /^(?:imports?|bulk|batch)$|^(?:bulk|batch)-(?:create|get|retrieve|read|update|upsert|delete|change|insert|add|remove)|-(?:bulk|batch)$/;
/** What is tried by guessing. */
const GUESSED =
  /^(?:token|otp|password|(?:access|auth|refresh|oauth)-token|(?:reset|forgot|recover)-password|password-(?:reset|recovery|login)|verify-(?:otp|code|email|phone|token|pin|totp|mfa)|(?:otp|code|email|totp|mfa|password)-verify)$/;
/** The same, by GET as well. */
const GUESSED_ANYHOW = /^(?:log-?in|sign-?in|verify)$/;

/** What an operation has a special need of a limit for. */
export const needOfLimit = memoised((operation: Operation): 'guessed' | 'expensive' | undefined => {
  const { method, path } = operation;
  const last = path.segments.at(-1) ?? '';
  if ((method !== 'post' && method !== 'get') || /[{}]/.test(last)) return undefined;
  // How a search is done is not the search.
  if (path.segments.some(one => SETTINGS.test(one))) return undefined;
  const words = last
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_.:]/);
  const name = words.join('-');
  if (GUESSED_ANYHOW.test(name) || (method === 'post' && GUESSED.test(name)))
    return isTried(operation, name) ? 'guessed' : undefined;
  // What a GET asks for its last word says: `search-history` is no search.
  const telling = method === 'get' ? words.slice(-1) : words;
  const isExpensive = telling.some(one => EXPENSIVE.test(one)) && !isComplaint(operation);
  return isExpensive || (method === 'post' && takesMuch(operation, words)) ? 'expensive' : undefined;
});

/** `POST /comments/{id}/report` complains of one. */
function isComplaint({ method, path }: Operation): boolean {
  return method === 'post' && path.segments.at(-1) === 'report' && path.segments.at(-2)?.startsWith('{') === true;
}

function takesMuch({ path, requestBody }: Operation, words: readonly string[]): boolean {
  if (words.some(one => EXPENSIVE_TO_MAKE.test(one)) || path.path.endsWith('/chat/completions')) return true;
  if (words.some(one => /^uploads?$/.test(one))) return requestBody?.content.some(isFile) === true;
  return requestBody !== undefined && MANY.test(words.join('-'));
}

function isFile({ type }: MediaType): boolean {
  return /^(?:multipart\/|image\/|video\/|audio\/|text\/csv|application\/(?:octet-stream|zip|pdf)|\*\/\*)/.test(type);
}

/** Whoever is signed in already has nothing to guess, unless it is a second secret; a password he sets. */
function isTried(operation: Operation, name: string): boolean {
  return operation.effectiveSecurity?.isOptional !== false || (name !== 'password' && hasSecretBody(operation));
}

/**
 * Operations with a special need of a limit in an API that documents none, in no response and in no words. Of these
 * another rule speaks than of the rest.
 */
export const unlimitedOperations = memoised((api: Api): readonly Operation[] => {
  const needing = answeringOperations(api).filter(one => needOfLimit(one) !== undefined && !one.answers(429));
  if (needing.length === 0 || saysLimit(textAt(api.root.root, 'info', 'description'))) return [];
  if (api.operations.some(isLimited)) return [];
  return needing.filter(one => !saysLimit(textAt(one.node, 'description')));
});

function isLimited({ responses, node }: Operation): boolean {
  return (
    responses.some(one => /^4(?:29|XX)$/i.test(one.code)) ||
    node.entries.some(({ key }) => /^x-.*(?:rate-?limit|throttl)/i.test(key.text))
  );
}

function saysLimit(text: string | undefined): boolean {
  return text !== undefined && /rate[- ]?limit|throttl|too many requests|\b429\b/i.test(text);
}
