import type { Container, ContainerPort, ObjectFacts, PodSpec } from './model.ts';

/** A port that requests come in at, and what is spoken there as far as its name and number tell. */
export interface TrafficPort {
  readonly name: string | undefined;
  readonly number: number | undefined;
  readonly protocol: 'http' | 'https' | 'grpc' | 'other';
}

type NamedPort = Pick<ContainerPort, 'name' | 'number'>;

/** Ports for people and machines that watch, not for clients. */
const OBSERVED =
  /(^|-)(metrics?|prom(etheus)?|monitor(ing)?|telemetry|debug(ger)?|pprof|jmx|health[a-z]*|probes?|admin)(-|$)/i;

/** The port of `container` that a Service sends to, else the first one that it declares. */
export function trafficPortOf(
  container: Container,
  pods: PodSpec,
  services: readonly ObjectFacts[],
): TrafficPort | undefined {
  const targeted = services
    .flatMap(service => service.targetPorts)
    .filter(port => !isObserved(port.name))
    .flatMap(({ target }) => container.port(target) ?? undeclared(target, pods));
  const declared = container.ports.filter(port => port.protocol === 'TCP');
  const found: NamedPort | undefined = [...targeted, ...declared].find(port => !isObserved(port.name));
  return found && { name: found.name, number: found.number, protocol: protocolOf(found) };
}

/** Containers need not declare their ports: a number that none of the pod declares may be anyone's. */
function undeclared(target: string | number, pods: PodSpec): NamedPort | [] {
  if (typeof target === 'string' || pods.containers.some(container => container.port(target))) return [];
  return { name: undefined, number: target };
}

function isObserved(name: string | undefined): boolean {
  return name !== undefined && OBSERVED.test(name);
}

/** Numbers that exporters, Istio's agent, probes and webhooks of controllers have by habit. */
const OBSERVED_NUMBERS = new Set([8081, 9090, 9091, 9100, 9102, 9113, 9187, 9443, 15014, 15020, 15021, 15090]);

/** Whether a port is there for probes and metrics only: by the name that one of `ports` gives it, else by its number. */
export function isObservedPort(number: number, ports: readonly NamedPort[]): boolean {
  const named = ports.find(port => port.number === number && port.name !== undefined);
  return named ? isObserved(named.name) : OBSERVED_NUMBERS.has(number);
}

/** Servers that do not speak HTTP, by the names and numbers of their ports. */
const OTHER_NAMES =
  /^(tcp|udp|tls|ssh|s?ftp|smtps?|imap|ldaps?|dns|redis|mysql|mariadb|postgres(ql)?|pg|mongo(db)?|amqps?|kafka|nats|mqtts?|stomp|thrift|client|cluster|peer|gossip|raft|cql|h2c?|http2)(-|$)/i;
const OTHER_NUMBERS = new Set([
  22, 25, 53, 389, 465, 587, 636, 1433, 1521, 1883, 2181, 3306, 4222, 5432, 5672, 6379, 6432, 8883, 9042, 9092, 11211,
  27017,
]);

/** What is spoken at a port, as far as its name and number tell. */
export function protocolOf({ name, number }: NamedPort): TrafficPort['protocol'] {
  if (name !== undefined) {
    if (/(^|-)grpc(-|$)/i.test(name)) return 'grpc';
    if (/^https(-|$)/i.test(name)) return 'https';
    if (OTHER_NAMES.test(name)) return 'other';
    if (/^http(-|$)/i.test(name)) return 'http';
  }
  if (number === 443 || number === 8443) return 'https';
  return number !== undefined && OTHER_NUMBERS.has(number) ? 'other' : 'http';
}
