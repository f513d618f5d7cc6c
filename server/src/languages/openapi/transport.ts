import { asScalar, at, itemsOf, type MapNode, type Node, type ScalarNode } from '../yaml/index.ts';
import { isPrivateHost } from './audience.ts';
import type { OpenApiDocument, Server } from './model.ts';
import { serversIn } from './servers.ts';

/** An address that is called without TLS, at a host that looks public. */
export interface PlaintextAddress {
  /** What says so: the URL, the item of `schemes`, AsyncAPI's `protocol`. */
  readonly at: ScalarNode;
  readonly host: string;
  readonly scheme: 'http' | 'ws';
  /** True where the same path is offered with TLS as well. */
  readonly hasSecureTwin: boolean;
  /** What would have to be written for TLS, and where; undefined where that is not certain (a port of its own). */
  readonly secure: readonly { readonly scalar: ScalarNode; readonly value: string }[] | undefined;
}

/**
 * Plaintext addresses that are written in this document: its servers, those of path items and operations, and Swagger's
 * schemes. Other protocols than http and ws stay out: `kafka` and `mqtt` say nothing certain about TLS.
 */
export function plaintextAddresses(document: OpenApiDocument): readonly PlaintextAddress[] {
  const { root, version } = document;
  if (!root) return [];
  // A file that two paths refer to is listed for both.
  const nodes = new Set([...document.paths, ...document.operations].map(one => one.node));
  const holders = [...(document.isFragment ? [] : [root]), ...nodes];
  if (version !== '2.0') return holders.flatMap(holder => (holder?.get('servers') ? ofServers(holder) : []));
  const host = document.api.servers[0]?.host;
  if (!host || !looksPublic(host)) return [];
  return holders.flatMap(holder => (holder ? ofSchemes(holder, host) : []));
}

function looksPublic(host: string): boolean {
  return host.includes('.') && !/[{}$<>%]/.test(host) && !isPrivateHost(host);
}

function ofSchemes(holder: MapNode, host: string): readonly PlaintextAddress[] {
  const schemes = itemsOf(holder.get('schemes')).flatMap(item => asScalar(item) ?? []);
  return schemes.flatMap(item => {
    const scheme = plain(item.text);
    if (!scheme) return [];
    const hasSecureTwin = schemes.some(other => other.text === `${scheme}s`);
    // Where the other one is listed already, this one would have to go.
    const secure = hasSecureTwin ? undefined : [{ scalar: item, value: `${scheme}s` }];
    return [{ at: item, host, scheme, hasSecureTwin, secure }];
  });
}

function ofServers(holder: MapNode): readonly PlaintextAddress[] {
  const servers = serversIn(holder.get('servers'));
  const list = at(holder, 'servers');
  const objects: readonly Node[] = list?.type === 'map' ? list.entries.map(entry => entry.value) : itemsOf(list);
  return servers.flatMap(server => {
    const { node, host } = server;
    const scheme = plain(server.schemes[0]);
    const object = objects.find(one => [at(one, 'url'), at(one, 'host')].includes(node));
    if (!scheme || !host || !looksPublic(host) || !object) return [];
    const isTwin = (other: Server): boolean => other.schemes.includes(`${scheme}s`) && other.path === server.path;
    return [{ host, scheme, ...written(object, node, scheme), hasSecureTwin: servers.some(isTwin) }].map(one => ({
      ...one,
      hasSecureTwin: one.hasSecureTwin || one.isChoice,
      // Two servers with one address would be left.
      secure: one.hasSecureTwin && servers.some(other => isTwin(other) && other.host === host) ? undefined : one.secure,
    }));
  });
}

interface Written extends Pick<PlaintextAddress, 'at' | 'secure'> {
  /** True where a variable lets the client choose TLS. */
  readonly isChoice: boolean;
}

/** Where a server says its scheme: in the URL, in a variable of it, or as AsyncAPI's protocol. */
function written(object: Node, node: ScalarNode, scheme: 'http' | 'ws'): Written {
  const variable = /^\{([^}]*)\}:/.exec(node.text)?.[1];
  if (variable !== undefined) {
    const value = asScalar(at(object, 'variables', variable, 'default'));
    const choices = itemsOf(at(object, 'variables', variable, 'enum')).map(item => asScalar(item)?.text);
    const isChoice = choices.includes(`${scheme}s`);
    const may = value && (isChoice || choices.length === 0);
    return { at: node, isChoice, secure: may ? [{ scalar: value, value: `${scheme}s` }] : undefined };
  }
  const protocol = asScalar(at(object, 'protocol'));
  const inUrl = node.text.startsWith(`${scheme}://`);
  const url = inUrl ? secured(node.text, scheme) : /:\d+/.test(node.text) ? undefined : node.text;
  const secure = [
    ...(inUrl && url !== undefined ? [{ scalar: node, value: url }] : []),
    ...(protocol ? [{ scalar: protocol, value: `${scheme}s` }] : []),
  ];
  return { at: inUrl ? node : (protocol ?? node), isChoice: false, secure: url === undefined ? undefined : secure };
}

/** Port 80 goes with its scheme; at any other port nobody knows what listens. */
function secured(url: string, scheme: string): string | undefined {
  const rest = url.slice(scheme.length).replace(/^(:\/\/[^/:?#]+):(?:80|443)(?=[/?#]|$)/, '$1');
  return /^:\/\/[^/?#]*:[\d{]/.test(rest) ? undefined : `${scheme}s${rest}`;
}

function plain(scheme: string | undefined): 'http' | 'ws' | undefined {
  return scheme === 'http' || scheme === 'ws' ? scheme : undefined;
}
