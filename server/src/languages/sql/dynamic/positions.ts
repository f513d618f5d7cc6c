/** What a piece of a command is there for, by the text before it and behind it. */
export interface Position {
  readonly kind: 'identifier' | 'value' | 'unknown';
  /** The quotes that stand around it. */
  readonly quotes: "'" | '"' | '';
}

const BEFORE_NAME =
  /(?:(?:\b(?:from|into|table|update|join|on|column|by|schema|index|sequence|view|trigger|function|procedure|exists|only|constraint|role|user|database|type|policy|to|references|extension|publication|partition|inherits)\s+|\(\s*like\s+|inherits\s*\(\s*)|\.)$/i;
const BEFORE_COLUMN = /\b(?:where|and|or|set)\s+$/i;
const BEFORE_VALUE = /(?:[=<>]|\b(?:like|ilike|limit|offset|between|in\s*\()|\b(?:values)\s*\(|~\*?)\s*$/i;

/** @param before the command up to the piece, quotes as the server sees them */
export function positionOf(before: string, after: string): Position {
  const last = before.at(-1);
  if (last === "'" && after.startsWith("'")) return { kind: 'value', quotes: "'" };
  if (last === '"' && after.startsWith('"')) return { kind: 'identifier', quotes: '"' };
  // A part of a name: `log_` || name.
  if (/^\w/.test(after) || /\w$/.test(before)) return { kind: 'unknown', quotes: '' };
  if (BEFORE_NAME.test(before)) return { kind: 'identifier', quotes: '' };
  // `WHERE x = ...`: a column as long as it is compared.
  if (BEFORE_COLUMN.test(before) && /^\s*(?:[=<>!]|is\b|in\b|like\b|ilike\b)/i.test(after))
    return { kind: 'identifier', quotes: '' };
  return { kind: BEFORE_VALUE.test(before) ? 'value' : 'unknown', quotes: '' };
}

/** Whether a command takes parameters; what defines things does not. */
export function takesParameters(command: string): boolean {
  return /^\s*(?:select|insert|update|delete|merge|with|values)\b/i.test(command);
}
