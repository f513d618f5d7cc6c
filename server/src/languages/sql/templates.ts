import type { Span } from '#text';

/** A place that a template fills in. */
export interface Template extends Span {
  /** A control action (`{{ if }}`, `{% for %}`): stands between statements or lines and is no part of a name. */
  readonly control: boolean;
}

const controlAction =
  /^\{\{-?\s*(?:if|else|end|range|with|define|block|template|include|break|continue|\/\*|\$\w+\s*:?=)/;

/** Go templates, Jinja and Handlebars; a half-typed one takes its line. */
const braces = /\{\{(?:[^\n]*?\}\}|[^\n]*)|\{%(?:[^\n]*?%\}|[^\n]*)/y;
/** Flyway, shells and JavaScript. */
const dollarBrace = /\$\{[^{}\n]*\}/y;
/** psql and bind parameters: `:name`, `:'name'`, `:"name"`. */
const colon = /:(?:[A-Za-z_]\w*|'\w+'|"\w+")/y;
/** Maven and Ant: `@schema@`. */
const atSigns = /@[A-Za-z_][\w.-]*@/y;
/** Python: `%(name)s`. */
const percent = /%\(\w+\)s/y;

/** Inside quotes only what cannot be data: an array literal (`'{{1,2},{3,4}}'`) and JSON are. */
const bracesInQuotes = /\{\{-?[ \t]*[A-Za-z_.$][^{},\n]*\}\}/y;

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** The template that starts at `at`, outside of quotes. */
export function templateAt(text: string, at: number): Template | undefined {
  const end = endOfTemplate(text, at);
  if (end < 0) return undefined;
  const control =
    text.startsWith('{%', at) || (text.startsWith('{{', at) && controlAction.test(text.slice(at, at + 40)));
  return { start: at, end, control };
}

function endOfTemplate(text: string, at: number): number {
  const next = text[at + 1];
  switch (text[at]) {
    case '{':
      return next === '{' || next === '%' ? matchAt(braces, text, at) : -1;
    case '$':
      return next === '{' ? matchAt(dollarBrace, text, at) : -1;
    case ':':
      return /[\w\]:[]/.test(text[at - 1] ?? '') ? -1 : matchAt(colon, text, at);
    case '@':
      return matchAt(atSigns, text, at);
    case '%':
      return next === '(' ? matchAt(percent, text, at) : -1;
    default:
      return -1;
  }
}

/** The end of the template that starts at `at`, inside of quotes; -1 where none does. */
export function endOfTemplateInQuotes(text: string, at: number): number {
  if (text[at] === '{') return text[at + 1] === '{' ? matchAt(bracesInQuotes, text, at) : -1;
  return text[at + 1] === '{' ? matchAt(dollarBrace, text, at) : -1;
}
