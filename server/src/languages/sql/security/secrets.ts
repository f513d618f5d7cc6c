import type { Span } from '#text';
import {
  type ConnectionString,
  isLocal,
  isLocalHost,
  parameterOf,
  readConnectionString,
} from '../../connectionString.ts';
import { namesPassword } from '../../credentialWords.ts';
import { wordsOf } from '../../words.ts';
import type { Expression, ForeignAccess, Statement } from '../model.ts';
import { insertedValues } from './insertedValues.ts';
import { literalsOf } from './literals.ts';

/** A secret that stands in the text. */
export interface Secret {
  readonly at: Expression;
  readonly kind: 'password' | 'connection' | 'user' | 'key';
  /** Whose it is, or what it opens. */
  readonly of: string;
  /** Everybody's first guess: a placeholder that somebody forgot, at worst. */
  readonly placeholder: boolean;
}

/** Keys that say what they are; the names are those of their issuers. */
const KEYS: readonly (readonly [string, RegExp])[] = [
  ['AWS', /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/],
  ['Stripe', /\b(?:sk|rk)_live_[0-9a-zA-Z]{16,}/],
  ['GitHub', /\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_\w{22,})\b/],
  ['Slack', /\bxox[abprs]-[0-9A-Za-z-]{10,}/],
  ['Google', /\bAIza[0-9A-Za-z_-]{35}\b/],
  ['private', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
];
const ANY_KEY = new RegExp(KEYS.map(([, pattern]) => pattern.source).join('|'));
const ANY_CONNECTION = /:\/\/|\bpassword\s*=|\bsslmode\s*=/i;

/** What PostgreSQL keeps instead of a password, and what other systems make of one. */
const HASH =
  /^(?:SCRAM-SHA-256\$|md5[0-9a-f]{32}$|\$(?:2[abxy]?|argon2\w*|scrypt|pbkdf2[\w-]*|[156])\$|\{?(?:SSHA|bcrypt|noop)\}|pbkdf2|[0-9a-f]{32,}$)/i;
const PLACEHOLDER =
  /^(?:change[-_ ]?(?:me|it|this)\w*|changeit|password|passwd|secret|example|placeholder|todo|postgres|root|admin|test\w*|dummy|redacted|x{3,}|\*{3,}|your[-_ ].*|<.*>|%\w+%|__\w+__|\.\.\.)$/i;
const FILLED_IN = /\$\{|\{\{|\$\(|^[:$@%]\w|^<.*>$|^%\w+%$|^__\w+__$/;

/** Every secret in a statement, in order of position. The same array for the same statement. */
export function secretsIn(statement: Statement): readonly Secret[] {
  const found = [...ownSecrets(statement)];
  const known = (at: Expression): boolean => found.some(one => one.at.span.start === at.span.start);
  if (ANY_KEY.test(statement.text))
    for (const literal of literalsOf(statement)) {
      const issuer = KEYS.find(([, pattern]) => pattern.test(literal.text))?.[0];
      if (issuer && !known(literal))
        found.push({ at: literal, kind: 'key', of: issuer, placeholder: /EXAMPLE/.test(literal.text) });
    }
  for (const { literal, connection } of connectionsIn(statement))
    if (connection.password && !known(literal))
      add(found, literal, 'connection', connection.host?.text ?? 'the database', connection.password.text);
  return found.sort((a, b) => a.at.span.start - b.at.span.start);
}

function ownSecrets(statement: Statement): readonly Secret[] {
  const found: Secret[] = [];
  switch (statement.type) {
    case 'createRole':
    case 'alterRole':
      for (const { name, value } of statement.options)
        if (name === 'PASSWORD' && isQuoted(statement, value))
          add(found, value, 'password', statement.name?.text ?? '');
      break;
    case 'createServer':
    case 'alterServer':
    case 'createUserMapping':
    case 'alterUserMapping':
      for (const { name, value } of statement.options)
        if (value && /^(?:password|passwd|pwd|secret|passcode)$/.test(name))
          add(found, value, 'password', statement.name?.text ?? '');
      break;
    case 'insert':
      for (const { column, value } of insertedValues(statement))
        if (
          namesPassword(wordsOf(column)) &&
          /(?:^|\s)(?:users?|accounts?|admins?|logins?|members?|employees?|customers?)(?:\s|$)/.test(
            wordsOf(statement.table?.name.text ?? ''),
          )
        )
          add(found, value, 'user', statement.table?.name.text ?? '');
  }
  return found;
}

function add(found: Secret[], at: Expression, kind: Secret['kind'], of: string, password = at.text): void {
  if (password === '' || HASH.test(password) || FILLED_IN.test(password)) return;
  found.push({ at, kind, of, placeholder: PLACEHOLDER.test(password) });
}

function isQuoted({ span, text }: Statement, value: Expression | undefined): value is Expression {
  return value !== undefined && /['$]/.test(text[value.span.start - span.start - 1] ?? '');
}

/** A string of a statement that says how a database is reached. */
export interface FoundConnection {
  readonly literal: Expression;
  readonly connection: ConnectionString;
}

/** The connection strings of a statement, those in function bodies included. */
export function connectionsIn(statement: Statement): readonly FoundConnection[] {
  if (!ANY_CONNECTION.test(statement.text)) return [];
  return literalsOf(statement).flatMap(literal => {
    const connection = ANY_CONNECTION.test(literal.text) ? readConnectionString(literal.text) : undefined;
    return connection && isDatabase(connection) ? { literal, connection } : [];
  });
}

function isDatabase({ scheme, parameters }: ConnectionString): boolean {
  if (scheme === undefined) return parameters.some(one => /^(?:host|hostaddr|dbname|sslmode)$/.test(one.name));
  return /^(?:postgres(?:ql)?|mysql|mariadb|mysqlx|sqlserver|mongodb(?:\+srv)?|rediss?|amqps?|cockroachdb)$/.test(
    scheme,
  );
}

/** A connection that may go over the network in the clear. */
export interface PlaintextConnection {
  /** The whole `sslmode=disable`, UTF-16 offsets. */
  readonly at: Span;
  /** `disable`, `allow` or `prefer`. */
  readonly mode: string;
  readonly modeAt: Span;
  readonly host: string | undefined;
}

const PLAINTEXT = /^(?:disable|allow|prefer)$/;

/** Connections of a statement that do without TLS, or fall back to doing so (PostgreSQL manual, table 32.1). */
export function plaintextConnections(statement: Statement): readonly PlaintextConnection[] {
  const inStrings = connectionsIn(statement).flatMap(({ literal, connection }): PlaintextConnection[] => {
    const mode = parameterOf(connection, 'sslmode');
    if (!mode || !PLAINTEXT.test(mode.value.text) || isLocal(connection)) return [];
    const place = ({ start, end }: Span): Span => ({
      start: literal.span.start + start,
      end: literal.span.start + end,
    });
    return [
      { at: place(mode.span), mode: mode.value.text, modeAt: place(mode.value.span), host: connection.host?.text },
    ];
  });
  return statement.type === 'createServer' || statement.type === 'alterServer'
    ? [...inStrings, ...inOptions(statement)]
    : inStrings;
}

function inOptions({ options }: ForeignAccess): readonly PlaintextConnection[] {
  const host = options.find(one => one.name === 'host')?.value?.text;
  if (host !== undefined && isLocalHost(host)) return [];
  return options.flatMap(({ name, value, span }) =>
    name === 'sslmode' && value && PLAINTEXT.test(value.text)
      ? { at: span, mode: value.text, modeAt: value.span, host }
      : [],
  );
}
