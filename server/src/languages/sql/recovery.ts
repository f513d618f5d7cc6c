import type { BlockTracker } from './blocks.ts';
import type { Token } from './lex.ts';
import type { SqlDialect } from './model.ts';

const object =
  'table|index|unique|type|view|function|procedure|trigger|extension|schema|sequence|database|policy|materialized|domain|temp|temporary|unlogged|role|user|rule|event|aggregate|cast|operator|publication|subscription|server|foreign|fulltext|spatial|virtual';
/** CREATE, ALTER or DROP with the kind of object: nothing else of SQL looks like it at the start of a line. */
const definition = new RegExp(
  `(?:create[ \\t]+(?:or[ \\t]+replace[ \\t]+)?|(?:alter|drop)[ \\t]+)(?:${object})\\b`,
  'iy',
);
/** The action of an ALTER TABLE on a column that is called like a kind of object: `DROP type,`, `ALTER type SET NOT NULL`. */
const actionOnColumn = /\w+[ \t]+\w+[ \t]*(?:[,;\n\r]|$|(?:cascade|restrict|set|type|drop|add)\b)/iy;
const routine = /create[ \t]+(?:or[ \t]+replace[ \t]+)?(?:definer|procedure|function|trigger|event)\b/iy;
const definitionInSqlite = /(?:create|drop|alter)[ \t]+(?:table|index|unique|trigger|view|virtual)\b/iy;
/** Statements that cannot be a part of a definition. */
const otherStatement =
  /(?:insert[ \t]+(?:or[ \t]+\w+[ \t]+)?into|delete[ \t]+from|update[ \t]+\S+[ \t]+set|comment[ \t]+on|truncate|grant|revoke|commit|begin|rollback)\b/iy;

const definitions = new Set(['CREATE', 'ALTER', 'DROP', 'COMMENT']);
/** What CREATE makes without a query or other statement in it. */
const withoutStatements = new Set(['TABLE', 'INDEX', 'TYPE', 'EXTENSION', 'SEQUENCE', 'DOMAIN', 'UNIQUE', 'DATABASE']);

/**
 * True where `token`, the first one of its line, starts a new statement although the one before has no terminator:
 * a `;` was forgotten, or a parenthesis is open, or the text is half-typed.
 */
export function startsStatement(
  text: string,
  token: Token,
  before: readonly Token[],
  dialect: SqlDialect,
  blocks: BlockTracker,
): boolean {
  const matches = (pattern: RegExp): boolean => {
    pattern.lastIndex = token.start;
    return pattern.test(text);
  };
  const [verb = '', kind = ''] = blocks.head;
  if (blocks.inside(false) || blocks.body === 'compound')
    return matches(dialect === 'sqlite' ? definitionInSqlite : routine);
  if (matches(definition)) return !continues(text, token, before, dialect, verb, kind);
  if (!definitions.has(verb) || !matches(otherStatement)) return false;
  // ALTER DEFAULT PRIVILEGES ... GRANT, CREATE SCHEMA ... GRANT, and bodies hold statements.
  if (verb === 'ALTER') return kind === 'TABLE' || kind === 'TYPE' || kind === 'INDEX';
  return verb !== 'CREATE' || withoutStatements.has(kind);
}

/** Definitions inside of statements: CREATE SCHEMA has elements, MySQL's ALTER TABLE has the action DROP INDEX. */
function continues(
  text: string,
  token: Token,
  before: readonly Token[],
  dialect: SqlDialect,
  verb: string,
  kind: string,
): boolean {
  if (verb === 'CREATE' && kind === 'SCHEMA') return true;
  if (/create/iy.test(text.slice(token.start, token.start + 6))) return false;
  if (verb !== 'ALTER') return false;
  if (dialect !== 'postgresql') return true;
  const last = before.at(-1);
  actionOnColumn.lastIndex = token.start;
  return actionOnColumn.test(text) || (last !== undefined && text[last.start] === ',');
}
