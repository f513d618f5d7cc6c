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
const OPENING = /^\{\{[-~]?\s*(?:if|with|range)\b/;
const CLOSING = /^\{\{[-~]?\s*end\b/;
/** Writes nothing itself, but decides how often the lines below it are written. */
const REPEATING = /^\{\{[-~]?\s*(?:range|define|block|template)\b/;

/**
 * Puts blanks and words in place of the actions of Go templates and their like, so that what remains reads as YAML and
 * every offset stays true. Not rendered, and both branches of a condition stay, unless they stand on one line.
 */
export function maskActions(text: string): Masked {
  if (!text.includes('{{')) return { text, actions: [] };
  const actions: Action[] = [];
  let masked = '';
  let at = 0;
  for (let start = text.indexOf('{{'); start >= 0; start = text.indexOf('{{', at)) {
    const first = actionEnd(text, start);
    const conditional = conditionalEnd(text, start, first);
    const end = conditional ?? first;
    const body = text.slice(start, end);
    const control = conditional === undefined && CONTROL.test(body);
    const silent = control || REPEATING.test(body);
    const alone = standsAlone(text, start, end);
    const column = silent || alone ? undefined : blockColumn(text, start, end);
    const blank = silent || alone || column !== undefined || followsBlockHeader(text, start);
    masked += text.slice(at, start) + (blank ? blanks(body) : word(body));
    actions.push({ start, end, writesAt: alone && !control ? columnOf(text, start, body) : column });
    at = end;
  }
  return { text: fillBlockHeads(masked + text.slice(at)), actions };
}

/**
 * The end of a condition that begins and ends on one line, `{{ if .x }}a{{ else }}b{{ end }}`: what is written there is
 * one unknown thing. Undefined for every other action.
 */
function conditionalEnd(text: string, start: number, end: number): number | undefined {
  if (!OPENING.test(text.slice(start, end))) return undefined;
  const limit = lineEnd(text, start);
  let depth = 1;
  let past = end;
  while (depth > 0) {
    const next = text.indexOf('{{', past);
    if (next < 0 || next >= limit) return undefined;
    past = actionEnd(text, next);
    const body = text.slice(next, past);
    if (CLOSING.test(body)) depth--;
    else if (OPENING.test(body)) depth++;
  }
  // Nothing between them, as in a line of actions alone, needs no joining.
  return past > limit || /^\s*$/.test(text.slice(start, past).replace(/\{\{.*?\}\}/g, '')) ? undefined : past;
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
    // In a YAML text in double quotes, those of the action are written `\"`.
    if (char === '\\') at++;
    else if (char === '"') at = stringEnd(text, at);
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

/** The column of the lines that a value writes below its key or dash: `labels: {{- include "x" . | nindent 4 }}`. */
function blockColumn(text: string, start: number, end: number): number | undefined {
  const nindent = /\bnindent\s+(\d+)/.exec(text.slice(start, end))?.[1];
  if (nindent === undefined) return undefined;
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const after = text.slice(end, lineEnd(text, end));
  return /(?::|^\s*-)\s*$/.test(before) && /^\s*(?:#.*|\{\{.*\}\}\s*)?$/.test(after) ? Number(nindent) : undefined;
}

const BLOCK_HEADER = /(?::|-|^)[ \t]+[|>][-+1-9]*[ \t]*$/;

/** `config: |- {{ include "x" . | nindent 4 }}` */
function followsBlockHeader(text: string, start: number): boolean {
  return BLOCK_HEADER.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start));
}

/**
 * A block scalar may not begin with blank lines that are longer than its indentation, and masked lines often are: they
 * get a word where its text begins.
 */
function fillBlockHeads(masked: string): string {
  if (!/[|>][-+1-9]*[ \t]*\r?\n[ \t]+\r?\n/.test(masked)) return masked;
  const lines = masked.split('\n');
  for (let index = 0; index < lines.length - 1; index++) {
    if (!BLOCK_HEADER.test(lines[index]!.trimEnd()) || lines[index + 1]!.trim() !== '') continue;
    let first = index + 1;
    while (first < lines.length && lines[first]!.trim() === '') first++;
    const column = /^ */.exec(lines[first] ?? '')![0].length;
    const parent = /^ */.exec(lines[index]!)![0].length;
    if (column <= parent) continue;
    for (let blank = index + 1; blank < first; blank++) lines[blank] = filled(lines[blank]!, column);
  }
  return lines.join('\n');
}

function filled(blank: string, column: number): string {
  const length = blank.endsWith('\r') ? blank.length - 1 : blank.length;
  return length <= column ? blank : `${' '.repeat(column)}H${'_'.repeat(length - column - 1)}${blank.slice(length)}`;
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
