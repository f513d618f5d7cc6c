import { edit, type Span, type TextEdit } from '#text';
import {
  type ConnectionParameter,
  type ConnectionString,
  isLocal,
  parameterOf,
  readConnectionString,
} from '../connectionString.ts';
import type { PrismaFacts } from './facts.ts';
import type { Property } from './fields.ts';
import type { PrismaDocument } from './model.ts';
import { prismaConfig } from './schema.ts';

/** A connection that is written out, in the datasource or in `prisma.config.ts`. */
export interface WrittenConnection {
  readonly name: 'url' | 'directUrl' | 'shadowDatabaseUrl';
  readonly connection: ConnectionString;
  /** Of the whole text without its quotes, UTF-16 offsets in the file that holds it. */
  readonly span: Span;
  /** The property in the schema; undefined where the config holds it. */
  readonly property: Property | undefined;
  /** The config that holds it; undefined where the schema does. */
  readonly uri: string | undefined;
}

const NAMES: readonly string[] = ['url', 'directUrl', 'shadowDatabaseUrl'];
const FILLED_IN = /\$\{|\{\{|<\w[\w -]*>|%\w+%/;

/** The connections of a schema that are literals, without those that a template fills in. */
export function writtenConnections(
  document: PrismaDocument,
  files: ReadonlyMap<string, PrismaFacts>,
): readonly WrittenConnection[] {
  const { datasource, text } = document;
  if (!datasource) return [];
  const found: WrittenConnection[] = [];
  const add = (name: string, raw: string, start: number, from: Pick<WrittenConnection, 'property' | 'uri'>): void => {
    const connection = FILLED_IN.test(raw) || !NAMES.includes(name) ? undefined : readConnectionString(raw);
    const span = { start, end: start + raw.length };
    if (connection) found.push({ name: name as WrittenConnection['name'], connection, span, ...from });
  };
  const config = prismaConfig(files);
  for (const { property, value, origin, span } of config?.config.urls ?? [])
    if (config && origin === 'literal') add(property, value, span.start + 1, { property: undefined, uri: config.uri });
  for (const property of datasource.properties) {
    const { value, broken, name } = property;
    if (broken || value?.kind !== 'string') continue;
    const { start, end } = value.span;
    add(name.text, text.slice(start + 1, end - 1), start + 1, { property, uri: undefined });
  }
  return found;
}

/** Where a part of a connection stands. */
export function placeIn({ span }: WrittenConnection, part: { readonly span: Span }): Span {
  return { start: span.start + part.span.start, end: span.start + part.span.end };
}

/** Adds a parameter as the last one. */
export function addParameter({ connection, span }: WrittenConnection, parameter: string): TextEdit {
  return edit.insert(span.end, `${connection.parameters.length > 0 ? '&' : '?'}${parameter}`);
}

/** What lets a connection go without TLS. */
export interface PlaintextParameter {
  /** `sslmode=disable`, in the connection. */
  readonly span: Span;
  readonly written: string;
  /**
   * `never`: it does without. `fallback`: it does without when the server says so. `unknown`: Prisma does not know the
   * word and falls back as well.
   */
  readonly risk: 'never' | 'fallback' | 'unknown';
  readonly edits: readonly TextEdit[];
}

/** `verify-ca` and `verify-full` are libpq's: Prisma's engines know `disable`, `prefer` and `require`. */
const RISKS: Readonly<Record<string, PlaintextParameter['risk']>> = {
  disable: 'never',
  prefer: 'fallback',
  allow: 'unknown',
  'verify-ca': 'unknown',
  'verify-full': 'unknown',
};

/** The parameter by which a connection to another machine may go in the clear; undefined where there is none. */
export function plaintextParameter(written: WrittenConnection): PlaintextParameter | undefined {
  const { connection } = written;
  if (isLocal(connection)) return undefined;
  const { scheme = '' } = connection;
  if (/^(?:postgres(?:ql)?|cockroachdb)$/.test(scheme)) {
    const mode = parameterOf(connection, 'sslmode');
    const risk = mode && RISKS[mode.value.text];
    if (!mode || !risk) return undefined;
    const accept = parameterOf(connection, 'sslaccept');
    const edits = accept
      ? [edit.replace(placeIn(written, mode.value), 'require'), edit.replace(placeIn(written, accept.value), 'strict')]
      : [edit.replace(placeIn(written, mode), 'sslmode=require&sslaccept=strict')];
    return { span: placeIn(written, mode), written: writtenText(mode), risk, edits };
  }
  const encrypt = scheme === 'sqlserver' ? parameterOf(connection, 'encrypt') : undefined;
  if (!encrypt || !/^(?:false|danger_plaintext)$/i.test(encrypt.value.text)) return undefined;
  const edits = [edit.replace(placeIn(written, encrypt.value), 'true')];
  return { span: placeIn(written, encrypt), written: writtenText(encrypt), risk: 'never', edits };
}

function writtenText({ name, value }: { readonly name: string; readonly value: { readonly text: string } }): string {
  return `${name}=${value.text}`;
}

/** How a connection reaches a pooler that gives a server connection to another client after each transaction. */
export function poolerOf({ connection }: WrittenConnection): 'port' | 'host' | undefined {
  if (!/^postgres(?:ql)?$/.test(connection.scheme ?? '') || isLocal(connection)) return undefined;
  if (/^(?:6432|6543)$/.test(connection.port?.text ?? '')) return 'port';
  return /-pooler\./i.test(connection.host?.text ?? '') ? 'host' : undefined;
}

/** How long a request may wait for a connection, where that is too long. */
export interface PoolTimeout {
  /** Undefined: it is not written, and the default holds. */
  readonly parameter: ConnectionParameter | undefined;
  /** 0: for ever. */
  readonly seconds: number;
}

/** Prisma 6's default for `pool_timeout`; that for `connect_timeout` is 5. */
const POOL_TIMEOUT = 10;
const LONGEST = 5;

/** The timeouts of a connection that let a request wait for more than 5 seconds, of Prisma's own pool. */
export function poolTimeouts({ connection }: WrittenConnection): readonly PoolTimeout[] {
  if (!/^(?:postgres(?:ql)?|mysql|cockroachdb)$/.test(connection.scheme ?? '')) return [];
  const written = ['pool_timeout', 'connect_timeout'].flatMap(name => parameterOf(connection, name) ?? []);
  const long = written
    .map(parameter => ({ parameter, seconds: Number(parameter.value.text) }))
    .filter(({ seconds }) => seconds === 0 || seconds > LONGEST);
  const isMissing = !written.some(one => one.name === 'pool_timeout');
  return isMissing ? [{ parameter: undefined, seconds: POOL_TIMEOUT }, ...long] : long;
}

/** Whether the pool is that of a driver, which the program sets up. */
export function usesDriverAdapters({ generators }: PrismaDocument): boolean {
  return generators.some(({ properties }) =>
    properties.some(
      ({ name, value }) =>
        name.text === 'previewFeatures' &&
        value?.kind === 'list' &&
        value.items.some(item => item.kind === 'string' && item.text === 'driverAdapters'),
    ),
  );
}
