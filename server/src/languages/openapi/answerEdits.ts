import { memoised } from '../memo.ts';
import { asMap, type Data, type Node, textAt } from '../yaml/index.ts';
import { limitHeaders } from './limits.ts';
import type { Api, Home, Operation } from './model.ts';
import { addResponse, type FileEdit, type Placed, together } from './operationEdits.ts';
import { besideUri, nameBeside } from './references.ts';
import { problemSchema, sharedPart } from './shared.ts';

/** A status that operations should document. */
export type AnswerCode = '400' | '401' | '403' | '422' | '429';

/** What a fix writes at a status. */
interface Answer {
  readonly code: AnswerCode;
  /** What a new shared response is called. */
  readonly name: string;
  /** Names of shared responses that are the same: lower case, without punctuation, the code and words like "error". */
  readonly alike: RegExp;
  readonly description: string;
}

const ANSWERS: Readonly<Record<AnswerCode, Answer>> = {
  '400': {
    code: '400',
    name: 'BadRequest',
    alike: /^(?:badrequest|invalid(?:request|input)?|validation(?:failed|failure)?)$/,
    description: 'The request is not valid',
  },
  '401': {
    code: '401',
    name: 'Unauthorized',
    alike: /^(?:unauthori[sz]ed|unauthenticated|authenticationrequired)$/,
    description: 'No credentials, or ones that are not valid',
  },
  '403': {
    code: '403',
    name: 'Forbidden',
    alike: /^(?:forbidden|accessdenied|permissiondenied)$/,
    description: 'These credentials do not allow this',
  },
  '422': {
    code: '422',
    name: 'UnprocessableContent',
    alike: /^(?:unprocessable(?:entity|content)?|invalid(?:request|input)?|validation(?:failed|failure)?)$/,
    description: 'The request is not valid',
  },
  '429': {
    code: '429',
    name: 'TooManyRequests',
    alike: /^(?:toomanyrequests|ratelimit(?:ed|exceeded|reached)?|throttled)$/,
    description: 'Too many requests',
  },
};

/**
 * Adds a response to operations: as the reference that the other operations have, or one to a shared response where the
 * description keeps such; else in place. Undefined where it cannot be written safely at one of them.
 */
export function addAnswers(
  api: Api,
  operations: readonly Operation[],
  code: AnswerCode,
): readonly FileEdit[] | undefined {
  const places: (Placed | undefined)[] = [];
  const parts = new Map<string, ReturnType<typeof partIn>>();
  const written = new Set<Node>();
  for (const operation of operations) {
    const { home, responsesEntry } = operation;
    const list = asMap(responsesEntry?.value);
    if (!list || written.has(list)) continue;
    written.add(list);
    const part = parts.get(home.uri) ?? partIn(api, home, ANSWERS[code]);
    parts.set(home.uri, part);
    const edit = addResponse(operation, code, part.data);
    places.push(edit && { own: [edit], shared: part.edits });
  }
  return together(places);
}

/** The same as a fix. */
export function answerFix(
  api: Api,
  operations: readonly Operation[],
  code: AnswerCode,
): { readonly title: string; readonly safety: 'safe'; readonly edits: readonly FileEdit[] } | undefined {
  const edits = addAnswers(api, operations, code);
  const what = operations.length === 1 ? '' : ` to all ${operations.length} of them`;
  return edits && { title: `Add a ${code} response${what}`, safety: 'safe', edits };
}

function partIn(api: Api, home: Home, answer: Answer): ReturnType<typeof sharedPart> {
  const reference = usualReference(api, home, answer);
  if (reference !== undefined) return { data: { $ref: reference }, edits: [] };
  const data = dataOf(api, answer, true);
  const fits = (_: unknown, name: string): boolean => isAlike(answer, name);
  const part = sharedPart(api, home, 'responses', answer.name, fits, data);
  // In place, in another file: what the root shares is not there.
  return part.data === data && home.uri !== api.root.uri ? { data: dataOf(api, answer, false), edits: [] } : part;
}

function dataOf(api: Api, { code, description }: Answer, isInRoot: boolean): Data {
  const schema = isInRoot ? problemSchema(api) : undefined;
  const body = api.version === '2.0' ? { schema } : { content: { 'application/problem+json': { schema } } };
  return {
    description,
    ...(code === '429' && { headers: limitHeaders(api, isInRoot) }),
    // RFC 9457.
    ...(schema && (body as Readonly<Record<string, Data>>)),
  };
}

function isAlike({ code, alike }: Answer, name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const words = plain.replace(/error|response|https?|status|default|standard/g, '').replace(code, '');
  return words === '' ? plain.includes(code) : alike.test(words);
}

/** What a reference leads to, over files. */
interface Use {
  readonly uri: string;
  /** As written, with the `#`. */
  readonly pointer: string;
  /** How it is written, by file. */
  readonly texts: Map<string, string>;
  count: number;
}

/** As many operations as say that this is the usual answer, where its name does not. */
const HABIT = 3;

/** The reference that most operations have at that status, as it is written in this file. */
function usualReference(api: Api, home: Home, answer: Answer): string | undefined {
  const uses = usesAt(api).get(answer.code) ?? [];
  const isUsual = ({ count, uri, pointer }: Use): boolean =>
    count >= HABIT || isAlike(answer, /([^/#]*?)(?:\.\w+)?$/.exec(pointer === '' ? uri : pointer)![1]!);
  const [best] = uses.filter(isUsual).sort((a, b) => b.count - a.count);
  if (!best) return undefined;
  const written = best.texts.get(home.uri);
  if (written !== undefined) return written;
  if (best.uri === home.uri) return best.pointer;
  const name = nameBeside(home.uri, best.uri);
  return name === undefined ? undefined : `${name}${best.pointer}`;
}

const usesAt = memoised((api: Api): ReadonlyMap<string, readonly Use[]> => {
  const found = new Map<string, Map<string, Use>>();
  for (const { home, responsesEntry } of api.operations)
    for (const { key, value } of asMap(responsesEntry?.value)?.entries ?? []) {
      const text = textAt(asMap(value)?.entry('$ref')?.value);
      const [file, fragment] = text?.split('#') ?? [];
      const uri = file === undefined ? undefined : file === '' ? home.uri : besideUri(home.uri, file);
      if (text === undefined || uri === undefined) continue;
      const pointer = fragment === undefined ? '' : `#${fragment}`;
      const uses = found.get(key.text) ?? new Map<string, Use>();
      const use = uses.get(uri + pointer) ?? { uri, pointer, texts: new Map<string, string>(), count: 0 };
      use.count++;
      use.texts.set(home.uri, text);
      uses.set(uri + pointer, use);
      found.set(key.text, uses);
    }
  return new Map([...found].map(([code, uses]) => [code, [...uses.values()]]));
});
