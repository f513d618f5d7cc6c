import type { Source } from '../contract.ts';
import type { SqlDialect } from './model.ts';

/** The beginning of a text, which tells what it is; looking at the rest would cost time on every keystroke. */
export function headOf(text: string): string {
  return text.slice(0, 16_384);
}

/** What one dialect writes and the others do not (or hardly ever do). */
const SIGNS: Readonly<Record<'postgresql' | 'mysql' | 'mariadb' | 'sqlite', readonly RegExp[]>> = {
  postgresql: [
    /\$\w*\$/,
    /\w::\w/,
    /\bJSONB\b|\bTIMESTAMPTZ\b|\bBYTEA\b|\b(?:BIG|SMALL)?SERIAL\b/i,
    /\bGENERATED\s+(?:ALWAYS|BY\s+DEFAULT)\s+AS\s+IDENTITY\b/i,
    /\bCREATE\s+(?:EXTENSION|SEQUENCE|DOMAIN|MATERIALIZED|TYPE)\b/i,
    /\bCONCURRENTLY\b|\bplpgsql\b|\bNOT\s+VALID\b/i,
    /\bUSING\s+(?:gin|gist|brin|btree|hnsw|ivfflat)\b/i,
    /\bALTER\s+COLUMN\s+\S+\s+(?:SET\s+DATA\s+TYPE|TYPE|SET\s+NOT\s+NULL|DROP\s+NOT\s+NULL)\b/i,
    /"\s+TIMESTAMP\(3\)|\bDOUBLE\s+PRECISION\b/i,
  ],
  mysql: [
    /`/,
    /\bAUTO_INCREMENT\b/i,
    /\bENGINE\s*=\s*(?:InnoDB|MyISAM|Memory)\b/i,
    /\bUNSIGNED\b|\b(?:TINY|MEDIUM)INT\b|\b(?:TINY|MEDIUM|LONG)(?:TEXT|BLOB)\b/i,
    /\bON\s+UPDATE\s+CURRENT_TIMESTAMP\b/i,
    /\bCHARACTER\s+SET\b|\bCHARSET\b/i,
    /\b(?:MODIFY|CHANGE)\s+COLUMN\b|^[ \t]*DELIMITER\s/im,
  ],
  mariadb: [/\bENGINE\s*=\s*Aria\b/i, /\bSYSTEM\s+VERSIONING\b/i],
  sqlite: [
    /\bAUTOINCREMENT\b/i,
    /^[ \t]*PRAGMA\s+\w/im,
    /\bWITHOUT\s+ROWID\b|\)\s*STRICT\b/i,
    /\bINTEGER\s+(?:NOT\s+NULL\s+)?PRIMARY\s+KEY\b/i,
    /["`]\s+DATETIME\b/i,
    /\bCREATE\s+VIRTUAL\s+TABLE\b/i,
  ],
};

/** `INTEGER PRIMARY KEY` is plain SQL as well; what is sure weighs more. */
const SURE = /\bAUTOINCREMENT\b|^[ \t]*PRAGMA\s+\w|\bWITHOUT\s+ROWID\b|\bCREATE\s+VIRTUAL\s+TABLE\b/im;

/** The dialect that a text shows; undefined where it could be of several. */
export function shownDialect(text: string): SqlDialect | undefined {
  const code = withoutComments(headOf(text));
  const count = (dialect: SqlDialect): number => SIGNS[dialect].filter(sign => sign.test(code)).length;
  const scores: [SqlDialect, number][] = [
    ['postgresql', count('postgresql')],
    ['mysql', count('mysql')],
    ['sqlite', count('sqlite') + (SURE.test(code) ? 3 : 0)],
  ];
  const [best, second] = scores.sort((a, b) => b[1] - a[1]);
  if (!best || !second || best[1] === 0 || best[1] === second[1]) return undefined;
  // One sign that plain SQL shares is none.
  if (best[0] === 'sqlite' && best[1] === 1 && !SURE.test(code) && !/["`]\s+DATETIME\b/i.test(code)) return undefined;
  return best[0] === 'mysql' && count('mariadb') > 0 ? 'mariadb' : best[0];
}

/** Names of databases in paths: `migrations/postgres/1_a.sql`, `1_a.mysql.up.sql`. */
const NAMED: readonly (readonly [RegExp, SqlDialect])[] = [
  [/^(?:pg|pgsql|postgres|postgresql)$/i, 'postgresql'],
  [/^mysql$/i, 'mysql'],
  [/^mariadb$/i, 'mariadb'],
  [/^sqlite3?$/i, 'sqlite'],
];

/** The dialect that a file is named after, or one of the two folders around it. */
export function namedDialect(uri: string): SqlDialect | undefined {
  return dialectInName(uri) ?? firstNamed(uri.split('/').slice(-3, -1).reverse());
}

/** The dialect in the name of a file alone: `1_a.mysql.up.sql`. */
export function dialectInName(uri: string): SqlDialect | undefined {
  return firstNamed(
    uri
      .slice(uri.lastIndexOf('/') + 1)
      .split('.')
      .slice(1),
  );
}

/** The same file for all databases: `1_a.up.sql`. */
export function withoutDialect(uri: string): string {
  const at = uri.lastIndexOf('/') + 1;
  const [first, ...rest] = uri.slice(at).split('.');
  return uri.slice(0, at) + [first, ...rest.filter(one => firstNamed([one]) === undefined)].join('.');
}

function firstNamed(parts: readonly string[]): SqlDialect | undefined {
  for (const part of parts) for (const [name, dialect] of NAMED) if (name.test(part)) return dialect;
  return undefined;
}

/** The dialect that config, companions, path or text name, in that order; undefined where it could be of several. */
export function knownDialect({ uri, text, hints }: Source): SqlDialect | undefined {
  return hints?.sqlDialect ?? namedDialect(uri) ?? shownDialect(text);
}

/** Roughly: signs in strings are rare enough, and this runs on every keystroke. */
export function withoutComments(text: string): string {
  if (!text.includes('--') && !text.includes('/*')) return text;
  return text.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/--[^\r\n]*/g, ' ');
}
