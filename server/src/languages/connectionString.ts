import { type Span, span } from '#text';

/** A piece of a connection string; offsets (UTF-16) are relative to the string's first character. */
export interface Part {
  readonly text: string;
  readonly span: Span;
}

/** `sslmode=require`; the span covers name and value. */
export interface ConnectionParameter {
  /** Lower-cased. */
  readonly name: string;
  readonly value: Part;
  readonly span: Span;
}

/** How a client reaches a database: a URL, or libpq's `host=a password=b` (PostgreSQL manual, 32.1.1). */
export interface ConnectionString {
  readonly form: 'url' | 'keyValue';
  /** Lower-cased: `postgresql`, `mysql`, `sqlserver`; undefined for key=value pairs. */
  readonly scheme: string | undefined;
  readonly user: Part | undefined;
  readonly password: Part | undefined;
  /** The first one where several are given. */
  readonly host: Part | undefined;
  readonly port: Part | undefined;
  readonly parameters: readonly ConnectionParameter[];
}

const URL = /^(?:jdbc:)?(?<scheme>[a-z][a-z0-9+.-]*):\/\//i;
const PAIR = /(?<name>[a-z_]+)\s*=\s*(?:'(?<quoted>(?:\\.|[^'\\])*)'|(?<plain>[^\s']*))/gi;
/** What makes key=value pairs a connection and not some other text. */
const CONNECTION_KEY = /^(?:host|hostaddr|port|dbname|user|password|sslmode|service)$/i;
const PASSWORD_KEY = /^(?:password|pwd)$/;
/** `api_key` is Prisma Accelerate's. */
const SECRET_KEY = /^(?:sslpassword|api_?key|access_?token)$/;

/** Reads a connection string; undefined for any other text. Never throws. */
export function readConnectionString(text: string): ConnectionString | undefined {
  const url = URL.exec(text);
  return url ? readUrl(text, url[0].length, url.groups!['scheme']!.toLowerCase()) : readPairs(text);
}

/** A parameter by name; the last one counts where it is written twice. */
export function parameterOf(connection: ConnectionString, name: string): ConnectionParameter | undefined {
  return connection.parameters.findLast(one => one.name === name);
}

/** Whether whoever reads a connection can use it: a password, or a key among the parameters. */
export function holdsSecret({ password, parameters }: ConnectionString): boolean {
  return password !== undefined || parameters.some(({ name, value }) => SECRET_KEY.test(name) && value.text !== '');
}

/** Whether a connection stays on its own machine, by name, address or Unix socket; true where no host is written. */
export function isLocal({ host, parameters }: ConnectionString): boolean {
  const socket = parameters.find(one => one.name === 'host' || one.name === 'hostaddr')?.value.text;
  const name = host?.text || socket || '';
  return name === '' || isLocalHost(name);
}

/** The same for a host alone. */
export function isLocalHost(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?|0\.0\.0\.0)$/i.test(host) || /^(?:\/|%2f|@)/i.test(host);
}

function readUrl(text: string, start: number, scheme: string): ConnectionString {
  const part = (from: number, to: number): Part => ({ text: text.slice(from, to), span: span(from, to) });
  // A password may hold a `/` or `#` that should have been escaped: the last `@` before the parameters ends it.
  const parametersAt = indexOrEnd(text, /[?;]/g, start);
  const at = text.lastIndexOf('@', parametersAt - 1);
  const hostStart = at < start ? start : at + 1;
  const colon = at < start ? -1 : text.slice(start, at).indexOf(':');
  const userEnd = colon < 0 ? at : start + colon;
  const hostEnd = indexOrEnd(text, text[hostStart] === '[' ? /\]|[/?;#]/g : /[:/?;,#]/g, hostStart);
  const closed = text[hostStart] === '[' && text[hostEnd] === ']' ? hostEnd + 1 : hostEnd;
  const portEnd = text[closed] === ':' ? indexOrEnd(text, /[/?;,#]/g, closed + 1) : closed;
  const parameters = readParameters(text, parametersAt);
  const inParameters = parameters.find(one => PASSWORD_KEY.test(one.name) && one.value.text !== '')?.value;
  return {
    form: 'url',
    scheme,
    user: at < start ? undefined : part(start, userEnd),
    password: colon >= 0 && at > userEnd + 1 ? part(userEnd + 1, at) : inParameters,
    host: closed > hostStart ? part(hostStart, closed) : undefined,
    port: portEnd > closed + 1 ? part(closed + 1, portEnd) : undefined,
    parameters,
  };
}

/** `?a=b&c=d`, and SQL Server's `;a=b;c=d`. */
function readParameters(text: string, from: number): readonly ConnectionParameter[] {
  const parameters: ConnectionParameter[] = [];
  let at = from + 1;
  while (at < text.length) {
    const end = indexOrEnd(text, /[&;#]/g, at);
    const equals = text.slice(at, end).indexOf('=');
    if (equals > 0) {
      const valueAt = at + equals + 1;
      parameters.push({
        name: text.slice(at, at + equals).toLowerCase(),
        value: { text: text.slice(valueAt, end), span: span(valueAt, end) },
        span: span(at, end),
      });
    }
    if (text[end] === '#') break;
    at = end + 1;
  }
  return parameters;
}

function readPairs(text: string): ConnectionString | undefined {
  const parameters: ConnectionParameter[] = [];
  let end = 0;
  for (const match of text.matchAll(PAIR)) {
    // Between two pairs stand blanks and nothing else, or this is no connection string.
    if (text.slice(end, match.index).trim() !== '') return undefined;
    end = match.index + match[0].length;
    const { name = '', quoted, plain = '' } = match.groups ?? {};
    const value = quoted ?? plain;
    const valueEnd = quoted === undefined ? end : end - 1;
    parameters.push({
      name: name.toLowerCase(),
      value: { text: value, span: span(valueEnd - value.length, valueEnd) },
      span: span(match.index, end),
    });
  }
  if (text.slice(end).trim() !== '' || !parameters.some(one => CONNECTION_KEY.test(one.name))) return undefined;
  const given = (name: string): Part | undefined =>
    parameters.findLast(one => one.name === name && one.value.text !== '')?.value;
  return {
    form: 'keyValue',
    scheme: undefined,
    user: given('user'),
    password: given('password'),
    host: given('host') ?? given('hostaddr'),
    port: given('port'),
    parameters,
  };
}

function indexOrEnd(text: string, pattern: RegExp, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}
