import type { ScalarNode } from './node.ts';

export type ScalarStyle = ScalarNode['style'];
export type ScalarValue = string | number | boolean | null;

/** Placeholders of the template languages that people put into manifests: Helm, Jinja, envsubst, ERB, Concourse. */
const PLACEHOLDER = /\{\{|\$\{|\$\(|<%|\(\([\w./:-]+\)\)/;

export function hasPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}

const INTEGER = /^[-+]?[0-9]+$/;
const OCTAL = /^0o[0-7]+$/;
const HEXADECIMAL = /^0x[0-9a-fA-F]+$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const INFINITE = /^[-+]?\.(inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(nan|NaN|NAN)$/;

/** A plain scalar by the YAML 1.2 core schema (https://yaml.org/spec/1.2.2/#1032-tag-resolution). */
export function coreValue(text: string): ScalarValue {
  switch (text) {
    case '':
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null;
    case 'true':
    case 'True':
    case 'TRUE':
      return true;
    case 'false':
    case 'False':
    case 'FALSE':
      return false;
  }
  return coreNumber(text) ?? text;
}

function coreNumber(text: string): number | undefined {
  const first = text.charCodeAt(0);
  const mayBeNumber = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (!mayBeNumber) return undefined;
  if (INTEGER.test(text)) return Number.parseInt(text, 10);
  if (OCTAL.test(text)) return Number.parseInt(text.slice(2), 8);
  if (HEXADECIMAL.test(text)) return Number.parseInt(text.slice(2), 16);
  if (FLOAT.test(text)) return Number.parseFloat(text);
  if (INFINITE.test(text)) return first === 45 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return NOT_A_NUMBER.test(text) ? Number.NaN : undefined;
}

const CORE_TAG =
  /^(?:!!|!<tag:yaml\.org,2002:)(str|int|float|bool|null|binary|timestamp|merge|map|seq|set|omap|pairs)>?$/;

/** True for a tag that some application gives its meaning (`!Ref`, `!vault`): what it yields is not in the text. */
export function isCustomTag(tag: string | undefined): boolean {
  return tag !== undefined && tag !== '!' && !CORE_TAG.test(tag);
}

/** The value of a scalar as its style and tag say. Not to be asked for custom tags. */
export function scalarValue(text: string, style: ScalarStyle, tag: string | undefined): ScalarValue {
  const core = tag === undefined ? undefined : CORE_TAG.exec(tag)?.[1];
  if (tag === '!' || (core !== undefined && !/^(int|float|bool|null)$/.test(core))) return text;
  if (core !== undefined) return coreValue(text);
  return style === 'plain' || style === 'missing' ? coreValue(text) : text;
}
