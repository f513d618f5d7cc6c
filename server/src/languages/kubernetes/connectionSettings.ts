import type { Span } from '#text';
import { asMap, type ScalarNode } from '../yaml/index.ts';
import { configDataOf } from './configData.ts';
import { envFromOf, envOf } from './env.ts';
import { relativeTo } from './factParts.ts';
import { isInfrastructure, isWellKnownSidecar } from './images.ts';
import type { Container, KubernetesObject } from './model.ts';

/** A setting of a database connection, in a container's environment or a ConfigMap. */
export interface Setting {
  readonly name: string;
  /** Undefined where it stands elsewhere or is not known. */
  readonly value: string | undefined;
  /** A key of a ConfigMap that has the value. */
  readonly from?: { readonly name: string | undefined; readonly key: string | undefined };
  /** Relative to the object; on one line. */
  readonly place: Span;
}

/** What the containers of a workload say of the databases that they connect to. */
export interface ConnectionFacts {
  readonly containers: readonly ContainerSettings[];
}

export interface ContainerSettings {
  readonly settings: readonly Setting[];
  /** ConfigMaps all of whose keys are variables, with the prefix they get. */
  readonly configMaps: readonly { readonly name: string | undefined; readonly prefix: string }[];
}

const POOL =
  /(DB|DATABASE|PG|POSTGRES|SQL|HIKARI)\w*(POOL_(SIZE|MAX)|MAX_POOL_SIZE|MAXIMUM_?POOL_?SIZE|MAX_(OPEN_)?CONN\w*)$/i;
const HOST = /(^|_)(DB|DATABASE|PG|POSTGRES(QL)?|SQL)\w*HOST(NAME)?$|^PGHOST$/i;
const PORT = /(^|_)(DB|DATABASE|PG|POSTGRES(QL)?|SQL)\w*PORT$|^PGPORT$/i;
const WORKERS = /^(WEB_CONCURRENCY|UVICORN_WORKERS|GUNICORN_CMD_ARGS)$/;
const URL = /^(?:jdbc:)?(?:postgres(?:ql)?|mysql|mariadb)(?:\+\w+)?:\/\/|(?:^|;)\s*(?:host|server)\s*=/i;
/** Lifetimes and the like are no numbers of connections. */
const OTHER_LIMIT = /(LIFE|TIME|IDLE|AGE|DURATION)/i;

function isSetting(name: string, value: string | undefined): boolean {
  return [POOL, HOST, PORT, WORKERS].some(one => one.test(name)) || (value !== undefined && URL.test(value));
}

/** Undefined for what makes no pods, and for what names no database. */
export function connectionFacts(object: KubernetesObject): ConnectionFacts | undefined {
  const pods = object.podSpec();
  if (!pods || object.group === 'batch') return undefined;
  const containers = pods.containers.filter(isApplication).map(container => settingsIn(object, container));
  const found = containers.filter(({ settings, configMaps }) => settings.length + configMaps.length > 0);
  return found.length > 0 ? { containers: found } : undefined;
}

function isApplication({ image, name }: Container): boolean {
  const known = image ?? name ?? '';
  return !isInfrastructure(known) && !isWellKnownSidecar(known);
}

function settingsIn(object: KubernetesObject, container: Container): ContainerSettings {
  const settings = envOf(container).flatMap(({ name, value, source, node }) => {
    if (name.value === undefined) return [];
    // What other variables fill in (`$(PASSWORD)`) is seldom the host.
    const written = value && (value.value ?? value.node.text);
    const isReference = source?.type === 'configMap';
    if (!isReference && (written === undefined || node.open))
      return isSetting(name.value, undefined) ? [unknown(name.value)] : [];
    if (!isReference && !isSetting(name.value, written)) return [];
    const place = relativeTo(object, isReference ? name : onOneLine(value!.node, name.node));
    return isReference
      ? { name: name.value, value: undefined, from: { name: source.name?.value, key: source.key?.value }, place }
      : { name: name.value, value: written, place };
  });
  const configMaps = envFromOf(container).flatMap(({ type, name, prefix }) =>
    type === 'configMap' ? { name: name?.value, prefix: prefix ?? '' } : [],
  );
  return { settings, configMaps };
}

function unknown(name: string): Setting {
  return { name, value: undefined, place: { start: 0, end: 0 } };
}

function onOneLine(value: ScalarNode, name: ScalarNode): ScalarNode {
  return value.style === 'literal' || value.style === 'folded' ? name : value;
}

/** No host, number or url is longer. */
const LONGEST = 300;

/** The keys of a ConfigMap that may be settings, under the name of the key or of a variable. */
export function settingFacts(object: KubernetesObject): readonly Setting[] | undefined {
  const data = object.kind === 'ConfigMap' ? configDataOf(object) : undefined;
  const settings = (data?.entries ?? []).flatMap(({ key, node, text }) =>
    node && text !== undefined && text.length < LONGEST && !text.trim().includes('\n')
      ? { name: key.text, value: text, place: relativeTo(object, onOneLine(node, key)) }
      : [],
  );
  return settings.length > 0 && asMap(object.node.get('data')) ? settings : undefined;
}

/** How many connections a setting says one process keeps; undefined for other settings. */
export function poolSizeIn({ name, value }: Setting): number | undefined {
  if (value === undefined) return undefined;
  if (POOL.test(name) && !OTHER_LIMIT.test(name)) return countIn(/^\s*(\d+)\s*$/.exec(value));
  if (!URL.test(value)) return undefined;
  return countIn(
    /(?:[?&;]|^)\s*(?:connection_limit|pool_size|maxPoolSize|pool_max_conns|Max(?:imum)? Pool Size)\s*=\s*(\d+)/i.exec(
      value,
    ),
  );
}

function countIn(match: RegExpExecArray | null): number | undefined {
  const count = match ? Number(match[1]) : 0;
  return count > 0 ? count : undefined;
}

/** Whether a setting names a pool or host without saying which: what is not known must not be counted. */
export function isUnknownPool({ name, value }: Setting): boolean {
  return value === undefined && POOL.test(name) && !OTHER_LIMIT.test(name);
}

export interface DatabaseHost {
  readonly host: string;
  readonly port: number | undefined;
}

/** The host that a setting names, and its port where it stands there, too. */
export function databaseHostIn({ name, value }: Setting): DatabaseHost | undefined {
  if (value === undefined) return undefined;
  const match = HOST.test(name)
    ? /^\s*([a-z0-9][a-z0-9.-]*)(?::(\d+))?\s*$/i.exec(value)
    : URL.test(value)
      ? (/:\/\/(?:[^@/\s]*@)?([a-z0-9][a-z0-9.-]*)(?::(\d+))?(?:[/?]|$)/i.exec(value) ??
        /(?:^|;)\s*(?:host|server)\s*=\s*([a-z0-9][a-z0-9.-]*)(?:[,:](\d+))?/i.exec(value))
      : null;
  if (!match) return undefined;
  const port = match[2] ?? /;\s*port\s*=\s*(\d+)/i.exec(value)?.[1];
  return { host: match[1]!.toLowerCase(), port: port === undefined ? undefined : Number(port) };
}

export function databasePortIn({ name, value }: Setting): number | undefined {
  return value !== undefined && PORT.test(name) ? countIn(/^\s*(\d+)\s*$/.exec(value)) : undefined;
}

/** How many processes a container runs; undefined for other settings. */
export function workersIn({ name, value }: Setting): number | 'unknown' | undefined {
  if (!WORKERS.test(name)) return undefined;
  const pattern = name === 'GUNICORN_CMD_ARGS' ? /(?:-w|--workers)[\s=]*(\d+)/ : /^\s*(\d+)\s*$/;
  if (value !== undefined && name === 'GUNICORN_CMD_ARGS' && !/-w|--workers/.test(value)) return undefined;
  return countIn(pattern.exec(value ?? '')) ?? 'unknown';
}
