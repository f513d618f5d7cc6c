import { coreValue } from './scalars.ts';
import type { Data } from './tree.ts';

/** How a file writes things. */
export interface Style {
  readonly json: boolean;
  readonly lineBreak: '\n' | '\r\n';
  /** One step of indentation. */
  readonly step: string;
  /** Whether the dashes of a sequence stand to the right of the key that they belong to. */
  readonly indentsSequences: boolean;
  /** Between a key and its value in flow style: `: `, `:`. */
  readonly colon: string;
  /** Between the parts of a collection on one line: `, `, `,`. */
  readonly comma: string;
  /** For texts that need no quotes. */
  readonly quote: Quote;
  /** For texts that need them. */
  readonly needed: 'single' | 'double';
}

/** `bare`: as it is, though it is read as a number. */
export type Quote = 'plain' | 'single' | 'double' | 'bare';

/** Texts that some reader of YAML, 1.1 or 1.2, takes for something else than a string. */
const READ_AS_OTHER =
  /^(?:y|n|yes|no|on|off|true|false|null|~|=|<<|\.nan|[-+]?\.inf|[-+]?[\d][\d_,.:]*(?:e[-+]?\d+)?|[-+]?\.\d+|0[xob][\da-f_]+|\d{4}-\d\d?-\d\d?.*)$/i;
const STARTS_OTHERWISE = /^(?:[\s#&*!|>'"%@`{}[\],]|[-?:](?:\s|$)|---|\.\.\.|\ufeff)/;
const ENDS_OTHERWISE = /[\s:]$/;
const HOLDS_OTHER = /: |\s#|[\x00-\x08\x0a-\x1f\x7f-\x9f\ufeff\u2028\u2029]|\t/;

/** True for texts that YAML would not read back as this string without quotes. */
export function needsQuotes(text: string, inFlow: boolean): boolean {
  if (text === '' || typeof coreValue(text) !== 'string' || READ_AS_OTHER.test(text)) return true;
  if (STARTS_OTHERWISE.test(text) || ENDS_OTHERWISE.test(text) || HOLDS_OTHER.test(text)) return true;
  return inFlow && /[,[\]{}]|:$/.test(text);
}

export function writeString(text: string, style: Style, inFlow: boolean, quote: Quote = style.quote): string {
  if (style.json) return JSON.stringify(text);
  if (quote === 'bare' || (quote === 'plain' && !needsQuotes(text, inFlow))) return text;
  const fitsSingle = !/[\x00-\x1f\x7f-\x9f\ufeff\u2028\u2029]/.test(text);
  if ((quote === 'plain' ? style.needed : quote) === 'single' && fitsSingle) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text);
}

export function writeScalar(
  value: string | number | boolean | null,
  style: Style,
  inFlow: boolean,
  quote?: Quote,
): string {
  if (typeof value === 'string') return writeString(value, style, inFlow, quote ?? style.quote);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    if (style.json) return 'null';
    return Number.isNaN(value) ? '.nan' : value < 0 ? '-.inf' : '.inf';
  }
  return String(value);
}

export function writeKey(key: string, style: Style, inFlow: boolean, quote: Quote = 'plain'): string {
  return writeString(key, style, inFlow, quote);
}

/** On one line. */
export function writeFlow(data: Data, style: Style): string {
  if (isList(data)) return `[${data.map(item => writeFlow(item, style)).join(style.comma)}]`;
  if (!isRecord(data)) return writeScalar(data, style, true);
  const pad = style.json || Object.keys(data).length === 0 || style.comma === ',' ? '' : ' ';
  const parts = Object.entries(data).map(
    ([key, value]) => writeKey(key, style, true) + style.colon + writeFlow(value, style),
  );
  return `{${pad}${parts.join(style.comma)}${pad}}`;
}

/** In brackets, one part a line; `indent` is that of the line that the opening bracket stands on. */
export function writeLines(data: Data, style: Style, indent: string): string {
  const inner = indent + style.step;
  const { lineBreak } = style;
  if (isList(data)) {
    if (data.length === 0) return '[]';
    return `[${lineBreak}${data.map(item => inner + writeLines(item, style, inner)).join(`,${lineBreak}`)}${lineBreak}${indent}]`;
  }
  if (!isRecord(data)) return writeScalar(data, style, true);
  const members = Object.entries(data);
  if (members.length === 0) return '{}';
  const parts = members.map(
    ([key, value]) => inner + writeKey(key, style, true) + style.colon + writeLines(value, style, inner),
  );
  return `{${lineBreak}${parts.join(`,${lineBreak}`)}${lineBreak}${indent}}`;
}

/** `key: value` in block style, without the indentation of its first line and without a break at its end. */
export function writeBlockEntry(
  key: string,
  value: Data,
  style: Style,
  indent: string,
  keyQuote: Quote = 'plain',
): string {
  const name = `${writeKey(key, style, false, keyQuote)}:`;
  const { lineBreak } = style;
  if (isList(value) && value.length > 0) {
    const inner = style.indentsSequences ? indent + style.step : indent;
    return `${name}${lineBreak}${inner}${writeBlock(value, style, inner)}`;
  }
  if (isRecord(value) && Object.keys(value).length > 0) {
    const inner = indent + style.step;
    return `${name}${lineBreak}${inner}${writeBlock(value, style, inner)}`;
  }
  return `${name} ${writeBlock(value, style, indent)}`;
}

/** In block style at `indent`, without the indentation of its first line and without a break at its end. */
export function writeBlock(data: Data, style: Style, indent: string): string {
  const { lineBreak } = style;
  if (isList(data)) {
    if (data.length === 0) return '[]';
    const inner = `${indent}  `;
    return data.map(item => `- ${writeBlock(item, style, inner)}`).join(lineBreak + indent);
  }
  if (isRecord(data)) {
    const entries = Object.entries(data);
    if (entries.length === 0) return '{}';
    return entries.map(([key, value]) => writeBlockEntry(key, value, style, indent)).join(lineBreak + indent);
  }
  return writeScalar(data, style, false);
}

function isList(data: Data): data is readonly Data[] {
  return Array.isArray(data);
}

function isRecord(data: Data): data is { readonly [key: string]: Data } {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
