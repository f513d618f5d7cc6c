import type { Span } from '#text';

/** An action of a template: what stands between `{{` and `}}`. Offsets are those of the text. */
export interface Action extends Span {
  /**
   * The column that the lines it writes start at, for an action that has its lines to itself and writes something
   * (`{{- include "x" . | nindent 4 }}`); undefined for every other one.
   */
  readonly writesAt: number | undefined;
}

export interface Masked {
  /** As long as the text, line for line; actions replaced by blanks or by one word. */
  readonly text: string;
  /** In order of position. */
  readonly actions: readonly Action[];
}

const CONTROL = /^\{\{[-~]?\s*(?:if|else|end|with|break|continue|\/\*|\$\w*(?:\s*,\s*\$\w+)?\s*:?=)/;
/** Writes nothing itself, but decides how often the lines below it are written. */
const REPEATING = /^\{\{[-~]?\s*(?:range|define|block|template)\b/;

/**
 * Puts blanks and words in place of the actions of Go templates and their like, so that what remains reads as YAML and
 * every offset stays true. Not rendered, and both branches of a condition stay.
 */
export function maskActions(text: string): Masked {
  if (!text.includes('{{')) return { text, actions: [] };
  const actions: Action[] = [];
  let masked = '';
  let at = 0;
  for (let start = text.indexOf('{{'); start >= 0; start = text.indexOf('{{', at)) {
    const end = actionEnd(text, start);
    const body = text.slice(start, end);
    const control = CONTROL.test(body);
    const repeating = REPEATING.test(body);
    const alone = standsAlone(text, start, end);
    masked += text.slice(at, start) + (control || repeating || alone ? blanks(body) : word(body));
    actions.push({ start, end, writesAt: alone && !control ? columnOf(text, start, body) : undefined });
    at = end;
  }
  return { text: masked + text.slice(at), actions };
}

/** An action that is not closed ends with its line: it is being typed. */
function actionEnd(text: string, start: number): number {
  if (/^\{\{[-~]?\s*\/\*/.test(text.slice(start, start + 12))) {
    const comment = text.indexOf('*/', start);
    const close = comment < 0 ? -1 : text.indexOf('}}', comment);
    return close < 0 ? lineEnd(text, start) : close + 2;
  }
  for (let at = start + 2; at < text.length; at++) {
    const char = text[at];
    if (char === '}' && text[at + 1] === '}') {
      const triple = text[start + 2] === '{' && text[at + 2] === '}';
      return at + (triple ? 3 : 2);
    }
    if (char === '{' && text[at + 1] === '{' && text[at - 1] !== '{') break;
    if (char === '"') at = stringEnd(text, at);
    else if (char === '`') {
      const close = text.indexOf('`', at + 1);
      if (close < 0) break;
      at = close;
    }
  }
  return lineEnd(text, start);
}

function stringEnd(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"' || text[at] === '\n') return at;
  }
  return text.length;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

/** True when its lines hold nothing but actions and a comment. */
function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const after = text.slice(end, lineEnd(text, end));
  const rest = after.replace(/\{\{.*?\}\}/g, '').trim();
  return before.replace(/\{\{.*?\}\}/g, '').trim() === '' && (rest === '' || /^\s*#/.test(after));
}

function columnOf(text: string, start: number, body: string): number {
  const nindent = /\bn?indent\s+(\d+)/.exec(body)?.[1];
  return nindent === undefined ? start - (text.lastIndexOf('\n', start - 1) + 1) : Number(nindent);
}

function blanks(body: string): string {
  return body.replace(/[^\r\n]/g, ' ');
}

/** `H___` on the first line, so that a plain scalar comes of it. */
function word(body: string): string {
  const lineBreak = body.search(/[\r\n]/);
  const first = lineBreak < 0 ? body : body.slice(0, lineBreak);
  return `H${'_'.repeat(first.length - 1)}${blanks(body.slice(first.length))}`;
}
