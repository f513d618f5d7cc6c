import type { Api, Parameter, PathItem, Server } from './model.ts';

/** A version in a URL. */
export interface UrlVersion {
  /** The segment (or host label) as written: `v2`, `2010-04-01`, `1.0`, `{version}`. */
  readonly text: string;
  /** `prefix` is what the guide asks for (`v1`); dates and bare numbers say the same in another way. */
  readonly form: 'prefix' | 'date' | 'number';
  /** Undefined where the client fills it in, and for dates. */
  readonly major: number | undefined;
  /** Which segment of the path it is, from 0; -1 in a host's name. */
  readonly index: number;
}

/** What the URLs of an API say about its version. */
export interface ApiVersions {
  /** The paths that clients build on, with a version of their own or that of all servers. */
  readonly versioned: readonly PathItem[];
  readonly unversioned: readonly PathItem[];
  /** The versions in the servers' URLs; empty where none has one. */
  readonly ofServers: readonly UrlVersion[];
  /** The versions in path keys. */
  readonly ofPaths: readonly UrlVersion[];
  /** False where a template or a variable without default may carry the version: absence must not be claimed. */
  readonly isKnown: boolean;
}

const PREFIX = /^(?:(?:rest|public|open)?[-_]?api[-_.]?)?v(\d{1,3})(?!\d)[\w.-]*(?::.*)?$/i;
/** `/{version}/users`, `/api/v{api-version}/users`: the client chooses. */
const CHOSEN = /^v?\{(?:api[-_.]?)?version\}$/i;
const DATE = /^v?\d{4}-\d{2}(?:-\d{2})?$/i;
const NUMBER = /^(\d{1,2})(?:\.\d{1,3}){0,2}$/;
/** The version behind it is that of a standard (RFC 7644), or there is none on purpose. */
const PROTOCOL = /^(?:graphql|scim|mcp)$/i;
/** What may stand before a version that is meant for the whole API. */
const BEFORE = /^(?:api|apis|rest|public|open|web|services?)$/i;

/** The version in a list of URL segments; of a server's path, where numbers mean nothing else, at any place. */
export function versionIn(segments: readonly string[], isServer = false): UrlVersion | undefined {
  for (const [index, text] of segments.entries()) {
    const major = PREFIX.exec(text)?.[1];
    if (major !== undefined) return { text, form: 'prefix', major: Number(major), index };
    if (DATE.test(text)) return { text, form: 'date', major: undefined, index };
    if (!isServer && !isLeading(segments, index)) continue;
    if (CHOSEN.test(text)) return { text, form: 'prefix', major: undefined, index };
    const number = NUMBER.exec(text)?.[1];
    if (number !== undefined) return { text, form: 'number', major: Number(number), index };
  }
  return undefined;
}

/** True where only words such as `api` stand before it, so that it is the version of all, not that of one resource. */
export function isLeading(segments: readonly string[], index: number): boolean {
  return segments.slice(0, index).every(segment => BEFORE.test(segment));
}

export function versionOfPath(item: PathItem): UrlVersion | undefined {
  return versionIn(item.segments);
}

/** In its path, else in its host's name (`v2.api.example.com`). */
export function versionOfServer(server: Server): UrlVersion | undefined {
  const segments = segmentsOf(server);
  const label = server.host?.split('.').find(one => PREFIX.test(one));
  const found = versionIn(segments, true) ?? (label && { ...versionIn([label])!, index: -1 });
  if (!found) return undefined;
  // What stands in a variable, the client chooses; a standard's version is not the API's.
  const isOwn = server.node.text.includes(found.text) && !segments.some(segment => PROTOCOL.test(segment));
  return isOwn ? found : { ...found, major: undefined };
}

/** The segments of a server's path: `['api', 'v1']`. */
export function segmentsOf(server: Server): readonly string[] {
  return server.path.split('/').filter(segment => segment !== '');
}

/**
 * True for paths that clients build on, so that a version matters: not what machines ask, not the sign-in (O3), no
 * index, not GraphQL, SCIM and MCP, which regulate that in their own way, no placeholder (`/<upload_url>`), and nothing
 * that is on its way out or internal (O7).
 */
export function isBusinessPath(item: PathItem): boolean {
  if (item.isInfrastructure || item.isAuthentication || item.segments.every(segment => segment === '')) return false;
  if (item.segments.some(segment => PROTOCOL.test(segment) || /[<>]/.test(segment))) return false;
  return item.operations.length === 0 || item.operations.some(one => !one.deprecated && !one.internal);
}

export function versionsOf(api: Api): ApiVersions {
  const ofServers = api.servers.flatMap(server => versionOfServer(server) ?? []);
  const versioned: PathItem[] = [];
  const unversioned: PathItem[] = [];
  const ofPaths: UrlVersion[] = [];
  for (const item of api.paths) {
    if (!isBusinessPath(item)) continue;
    const version = versionOfPath(item);
    if (version) ofPaths.push(version);
    if (version || ofServers.length > 0) versioned.push(item);
    // Servers of its own are another API's: whether that one has a version is not said here.
    else if (!hasOwnServers(item)) unversioned.push(item);
  }
  const isKnown = api.serversAreKnown && api.servers.every(server => !/[{}]/.test(server.url));
  return { versioned, unversioned, ofServers, ofPaths, isKnown };
}

function hasOwnServers(item: PathItem): boolean {
  return [item.node, ...item.operations.map(one => one.node)].some(node => node?.get('servers') !== undefined);
}

/** `X-API-Version`, `Stripe-Version`, but not the version of an app, a client, a row. */
const VERSION_HEADER = /^(?:x-)?(?:(?!app|client|sdk|browser|os|schema|event|content|if|row|entity)\w+-)*version$/i;
const VERSION_QUERY = /^api[-_.]?version$/i;
const VERSION_MEDIA_TYPE = /^application\/vnd\.[\w.+-]*\bv\d/i;

/** True for a parameter by which a client names the version of the API: a header, a query parameter, an `Accept`. */
export function isVersionParameter(parameter: Parameter): boolean {
  const name = parameter.name.text;
  if (parameter.in === 'query') return VERSION_QUERY.test(name);
  if (parameter.in !== 'header') return false;
  if (!/^accept$/i.test(name)) return VERSION_HEADER.test(name);
  const value = parameter.schema?.text('default') ?? parameter.schema?.text('example') ?? '';
  return VERSION_MEDIA_TYPE.test(value) || /^application\/vnd\..*;\s*version=/i.test(value);
}

/** True where clients say the version beside the URL: by a parameter, or by a vendor's media type. */
export function isVersionedByParameter(api: Api): boolean {
  return api.operations.some(
    one =>
      one.parameters.some(isVersionParameter) ||
      one.responses.some(response => response.content.some(media => VERSION_MEDIA_TYPE.test(media.type))),
  );
}

/** A URL, base path or path template without one of its segments: `/v1/users` is `/users`; `/v1` alone is `/`. */
export function withoutSegment(url: string, segment: string): string {
  const at = `${url}/`.indexOf(`/${segment}/`);
  if (at < 0) return url;
  const rest = url.slice(0, at) + url.slice(at + 1 + segment.length);
  return rest === '' ? '/' : rest;
}
