/**
 * Which documents concern Plumbline, by their path and, where the path says too little, by their beginning. It errs on
 * the side of yes: the server decides what a document is. What it keeps away is every package.json and CI workflow.
 * Nothing here knows VS Code, so that stage 1 stays small and the tests need no editor.
 */
export interface Candidate {
  readonly scheme: string;
  /** With `/` between the parts. */
  readonly path: string;
  readonly languageId: string;
  /** Called only when the path does not decide. */
  readonly head: () => string;
}

/** Never `git`, `output`, `chat-editing-…`: what those show is a copy of something else. */
export const schemes = ['file', 'untitled', 'vscode-vfs', 'vscode-remote'] as const;

export const configPattern = '**/.plumbline.{json,jsonc,yaml,yml}';

/** UTF-16 units of a document that are looked at. */
export const headLength = 64 * 1024;

const configName = /(?:^|\/)\.plumbline\.(?:jsonc?|ya?ml)$/;
const decidedByPath = /\.(?:prisma|sql)$/i;
const decidedByContent = /\.(?:ya?ml|json)$/i;
/** The ids of the editor and of the extensions that claim these files; a hint for documents without a name only. */
const languageIds = new Set(['prisma', 'sql', 'postgres']);
const contentLanguageIds = new Set(['yaml', 'helm', 'json', 'jsonc']);

/** What OpenAPI, AsyncAPI and Kubernetes documents have at their root, in YAML or in JSON. */
const telltaleKey =
  /(?:^|[\n{,])[ \t]*["']?(?:apiVersion["']?[ \t]*:|(?:openapi|swagger|asyncapi)["']?[ \t]*:[ \t]*["']?[2-9])/;

/** What a part of an API description has somewhere: a file without a version, to which a `$ref` of another one leads. */
const partKey =
  /(?:^|[\n{,[])[ \t]*(?:- )?["']?(?:\$ref|operationId|requestBody|responses|allOf|oneOf|anyOf|payload)["']?[ \t]*:/;
const schemaKey = /(?:^|[\n{,])[ \t]*["']?properties["']?[ \t]*:/;
const schemaType = /\btype["']?[ \t]*:[ \t]*["']?(?:object|string|integer|number|boolean|array)\b/;
const parameterPlace = /(?:^|[\n{,])[ \t]*["']?in["']?[ \t]*:[ \t]*["']?(?:query|path|header|cookie)\b/;

/** Files of tools that have such keys as well, and are no part of anything. */
const toolFile = /(?:^|\/)(?:package|package-lock|composer|[jt]sconfig[^/]*)\.json$/i;

export function isRelevant(candidate: Candidate): boolean {
  if (!(schemes as readonly string[]).includes(candidate.scheme)) return false;
  if (candidate.scheme === 'untitled') {
    return (
      languageIds.has(candidate.languageId) ||
      (contentLanguageIds.has(candidate.languageId) && looksRelevant(candidate))
    );
  }
  if (configName.test(candidate.path) || decidedByPath.test(candidate.path)) return true;
  return decidedByContent.test(candidate.path) && looksRelevant(candidate);
}

function looksRelevant({ path, head }: Candidate): boolean {
  const text = head();
  if (telltaleKey.test(text)) return true;
  return !toolFile.test(path) && looksLikePart(text);
}

function looksLikePart(text: string): boolean {
  return partKey.test(text) || parameterPlace.test(text) || (schemaKey.test(text) && schemaType.test(text));
}
