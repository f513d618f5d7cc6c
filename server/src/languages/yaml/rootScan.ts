/**
 * The keys at the root of each document of a YAML stream or JSON text, without a parse: enough to say what a file is,
 * and cheap enough to be asked at every keystroke.
 */

/** What is written behind a root key. */
export interface RootValue {
  /** The scalar, unquoted; undefined for a collection, a block scalar, a tag, and for what a template fills in. */
  readonly text: string | undefined;
  /** True where a mapping or sequence (or a template that may write one) stands. */
  readonly nested: boolean;
}

export type RootKeys = ReadonlyMap<string, RootValue>;

/** Called after each key and at the end of each document; true ends the scan. */
export type RootVisitor = (keys: RootKeys, complete: boolean) => boolean;

export function scanRoots(text: string, visit: RootVisitor): void {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  if (looksLikeJson(text)) scanJson(text, start, visit);
  else scanYaml(text, start, visit);
}

/** True for a text that starts with an object, comments aside; `{{` and `{%` are templates. */
export function looksLikeJson(text: string): boolean {
  return /^\ufeff?(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*(?:\{(?![{%])|\[)/.test(text.slice(0, 4000));
}

const KEY_LINE = /^[ \t]*(?:"([^"\\]*)"|'([^']*)'|([A-Za-z_$][\w.$/-]*))[ \t]*:(?:[ \t]+(.*))?$/;

function scanYaml(text: string, start: number, visit: RootVisitor): void {
  let keys = new Map<string, RootValue>();
  let rootIndent = -1;
  let documentStart = start;
  for (let from = start; from < text.length; ) {
    // A text that has shown no key for so long is no YAML: a binary, a log, somebody's data.
    if (rootIndent < 0 && from - documentStart > 100_000) return;
    const next = lineAfter(text, from);
    const first = text.charCodeAt(from);
    // Most lines of a manifest are indented below a root at column 0: one look tells.
    if (rootIndent === 0 && (first === SPACE || first === HASH || first === LF || first === DASH || first === BRACE)) {
      if (first !== DASH || !isMarker(text, from, '---')) {
        from = next;
        continue;
      }
    }
    if (isMarker(text, from, '---')) {
      if (keys.size > 0 && visit(keys, true)) return;
      keys = new Map();
      rootIndent = -1;
      // A mapping may not start on the line of the marker, so what else stands there is no key.
      from = documentStart = next;
      continue;
    }
    const line = text.slice(from, next).trimEnd();
    const indent = line.length - line.trimStart().length;
    const match = rootIndent < 0 || indent === rootIndent ? KEY_LINE.exec(line) : null;
    if (match) {
      rootIndent = indent;
      keys.set(match[1] ?? match[2] ?? match[3]!, readValue(match[4] ?? '', text, next, indent));
      if (visit(keys, false)) return;
    }
    from = next;
  }
  if (keys.size > 0) visit(keys, true);
}

const LF = 10;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const DASH = 45;
const BRACE = 123;

function lineAfter(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}

function isMarker(text: string, from: number, marker: string): boolean {
  return text.startsWith(marker, from) && /^\s?$/.test(text.slice(from + 3, from + 4));
}

/** Reads the rest of a key's line, and the line below where that is empty. `next`: where the line below starts. */
function readValue(rest: string, text: string, next: number, indent: number): RootValue {
  const written = withoutComment(rest.replace(/^&\S+\s*/, ''));
  if (written === '') return below(text, next, indent);
  if (isTemplate(written)) return { text: undefined, nested: true };
  if (/^[{[*]/.test(written)) return { text: undefined, nested: true };
  if (/^[!|>]/.test(written)) return { text: undefined, nested: false };
  return { text: unquoted(written), nested: false };
}

/** The value of a key with nothing on its line: a scalar on the next one, or a collection. */
function below(text: string, next: number, indent: number): RootValue {
  for (let from = next; from < text.length; from = lineAfter(text, from)) {
    const line = text.slice(from, lineAfter(text, from)).trimEnd();
    const content = line.trimStart();
    if (content === '' || content.startsWith('#')) continue;
    if (content.startsWith('{{')) return { text: undefined, nested: true };
    if (/^-(\s|$)/.test(content) && !isMarker(text, from, '---')) return { text: undefined, nested: true };
    if (line.length - content.length <= indent) break;
    if (KEY_LINE.test(line) || /^[{[&!*?]/.test(content)) return { text: undefined, nested: true };
    return { text: unquoted(withoutComment(content)), nested: false };
  }
  return { text: undefined, nested: false };
}

/** `{{ }}`, `${ }` and the like: whoever renders the file decides. */
function isTemplate(text: string): boolean {
  return /\{\{|\}\}|\$\{|\$\(|<%/.test(text);
}

function withoutComment(text: string): string {
  if (/^["']/.test(text)) return text.trim();
  return text.replace(/(^|\s)#.*$/, '').trim();
}

function unquoted(text: string): string {
  const match = /^"([^"\\]*)"|^'([^']*)'/.exec(text);
  return match ? (match[1] ?? match[2] ?? '') : text;
}

/** Keys of the outermost object; comments and trailing commas are tolerated. */
function scanJson(text: string, start: number, visit: RootVisitor): void {
  const keys = new Map<string, RootValue>();
  const token = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|\/\/.*|\/\*[\s\S]*?(?:\*\/|$)|[{}[\]:,]|[^\s"{}[\]:,/]+|\//g;
  token.lastIndex = start;
  let depth = 0;
  let key: string | undefined;
  let inValue = false;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [one] = found;
    if (one.startsWith('//') || one.startsWith('/*')) continue;
    if (one === '{' || one === '[') {
      if (depth === 1 && inValue && key !== undefined) {
        keys.set(key, { text: undefined, nested: true });
        if (visit(keys, false)) return;
      }
      depth++;
    } else if (one === '}' || one === ']') {
      depth--;
      if (depth <= 0) break;
    } else if (depth !== 1) continue;
    else if (one === ':') inValue = true;
    else if (one === ',') inValue = false;
    else if (inValue && key !== undefined) {
      keys.set(key, { text: isTemplate(one) ? undefined : one.replace(/^"|"$/g, ''), nested: false });
      if (visit(keys, false)) return;
    } else if (one.charCodeAt(0) === QUOTE) key = one.replace(/^"|"$/g, '');
  }
  visit(keys, true);
}
