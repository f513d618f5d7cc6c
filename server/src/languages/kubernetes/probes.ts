import type { Span } from '#text';
import { asMap, asScalar, asSeq, itemsOf, type MapNode, type Node, type ScalarNode, textAt } from '../yaml/index.ts';
import type { Container, ContainerPort, Handler, HttpHandler, PortReference, Probe, ProbeRole } from './model.ts';

type Ports = readonly ContainerPort[];

export function probeOf(container: Container, role: ProbeRole): Probe | undefined {
  const field = `${role}Probe`;
  const node = asMap(container.node.get(field));
  if (!node) return undefined;
  const own = container.node.entry(field);
  const key = own?.key ?? container.nameNode;
  if (!key) return undefined;
  return {
    role,
    key,
    owned: own !== undefined && own.value.type !== 'alias',
    node,
    handler: handlerOf(node, container.ports),
    periodSeconds: countOf(node, 'periodSeconds', 10),
    failureThreshold: countOf(node, 'failureThreshold', 3),
    successThreshold: countOf(node, 'successThreshold', 1),
    timeoutSeconds: countOf(node, 'timeoutSeconds', 1),
    initialDelaySeconds: countOf(node, 'initialDelaySeconds', 0),
  };
}

function countOf(probe: MapNode, field: string, fallback: number): number | undefined {
  const written = probe.get(field);
  if (written === undefined) return probe.open ? undefined : fallback;
  const value = asScalar(written)?.value;
  return typeof value === 'number' ? value : undefined;
}

function handlerOf(probe: MapNode, ports: Ports): Handler | undefined {
  const http = asMap(probe.get('httpGet'));
  if (http) return httpHandler(http, ports);
  const tcp = asMap(probe.get('tcpSocket'));
  if (tcp) return { type: 'tcpSocket', port: portReference(tcp, ports), rest: textOf(tcp, 'host', '') };
  const exec = asMap(probe.get('exec'));
  if (exec) return { type: 'exec', command: commandOf(exec) };
  const grpc = asMap(probe.get('grpc'));
  if (grpc) return { type: 'grpc', port: portReference(grpc, ports), service: textOf(grpc, 'service', '') };
  return undefined;
}

function httpHandler(node: MapNode, ports: Ports): HttpHandler {
  const scheme = textOf(node, 'scheme', 'HTTP');
  const host = textOf(node, 'host', '');
  const headers = headersOf(node.get('httpHeaders'));
  const whole = scheme !== undefined && host !== undefined && headers !== undefined;
  return {
    type: 'httpGet',
    node,
    path: textOf(node, 'path', '/'),
    pathNode: asScalar(node.get('path')),
    port: portReference(node, ports),
    rest: whole ? [scheme.toUpperCase(), host, ...headers].join('\n') : undefined,
  };
}

/** The text of a field, `fallback` where it is not written, undefined where it is not known. */
function textOf(node: MapNode, field: string, fallback: string): string | undefined {
  const written = node.get(field);
  if (written === undefined) return node.open ? undefined : fallback;
  return textAt(written);
}

function headersOf(node: Node | undefined): string[] | undefined {
  const headers = itemsOf(node).map(item => {
    const name = textAt(item, 'name');
    const value = textAt(item, 'value');
    return name === undefined || value === undefined ? undefined : `${name.toLowerCase()}: ${value}`;
  });
  const known = headers.filter(header => header !== undefined);
  return known.length < headers.length || asSeq(node)?.open ? undefined : known.sort();
}

function commandOf(exec: MapNode): string[] | undefined {
  const list = asSeq(exec.get('command'));
  if (!list || list.open || list.items.length === 0) return undefined;
  const words = itemsOf(list).map(item => asScalar(item));
  const known = words.flatMap(word => (word && !word.unknown ? word.text : []));
  return known.length === list.items.length ? known : undefined;
}

function portReference(handler: MapNode, ports: Ports): PortReference | undefined {
  const node = asScalar(handler.get('port'));
  if (!node || node.unknown || node.text === '') return undefined;
  // The kubelet takes a text of digits for a number after it has looked for a port of that name.
  const written = typeof node.value === 'number' ? node.value : node.text;
  const digits = /^\d+$/.test(node.text) ? Number(node.text) : undefined;
  const number = typeof written === 'number' ? written : (findPort(ports, written)?.number ?? digits);
  return {
    node,
    written: digits ?? written,
    number,
    get span(): Span {
      return (node as ScalarNode).span;
    },
  };
}

/** The declared port of that name or number. */
export function findPort(ports: Ports, nameOrNumber: string | number): ContainerPort | undefined {
  return ports.find(port => (typeof nameOrNumber === 'number' ? port.number : port.name) === nameOrNumber);
}

/** Whether two probes ask exactly the same thing; undefined where a template leaves it open. */
export function sameHandler(a: Handler, b: Handler): boolean | undefined {
  if (a.type === 'httpGet' && b.type === 'httpGet')
    return all(samePort(a.port, b.port), same(a.path, b.path), same(a.rest, b.rest));
  if (a.type === 'tcpSocket' && b.type === 'tcpSocket') return all(samePort(a.port, b.port), same(a.rest, b.rest));
  if (a.type === 'grpc' && b.type === 'grpc') return all(samePort(a.port, b.port), same(a.service, b.service));
  if (a.type === 'exec' && b.type === 'exec') return same(a.command?.join('\0'), b.command?.join('\0'));
  return false;
}

function samePort(a: PortReference | undefined, b: PortReference | undefined): boolean | undefined {
  if (!a || !b) return undefined;
  if (a.written === b.written) return true;
  return same(a.number, b.number);
}

function same<T>(a: T | undefined, b: T | undefined): boolean | undefined {
  return a === undefined || b === undefined ? undefined : a === b;
}

function all(...answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}
