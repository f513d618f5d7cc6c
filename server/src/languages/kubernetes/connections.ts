import { memoised } from '../memo.ts';
import {
  type ContainerSettings,
  databaseHostIn,
  databasePortIn,
  isUnknownPool,
  poolSizeIn,
  type Setting,
  workersIn,
} from './connectionSettings.ts';
import { serviceOfHost } from './custom/istio.ts';
import { isScalable, scaleOf } from './scaling.ts';
import { indexOf, sharesNamespace, type UnitObject } from './unitIndex.ts';
import type { Unit } from './workloads.ts';

/** A setting with the object in which it stands. */
interface PlacedSetting extends Setting {
  readonly object: UnitObject;
}

/** The connections that all pods of one workload keep to a database at full scale. */
export interface ConnectionUse {
  readonly workload: UnitObject;
  readonly pods: number;
  /** Processes in each pod. */
  readonly workers: number;
  readonly pool: number;
  readonly total: number;
  /** Where the size of the pool stands: a variable, or a key of a ConfigMap. */
  readonly setting: PlacedSetting;
}

/** All that is known to connect to one host. Workloads whose pool or scale is not known are left out: it is a lower bound. */
export interface ConnectionSum {
  readonly host: string;
  readonly namespace: string | undefined;
  /** The largest first. */
  readonly uses: readonly ConnectionUse[];
  readonly total: number;
}

const POOLER_NAME = /pool|bouncer|pgcat|odyssey|supavisor/;
const POOLER_PORT = 6432;

/** The hosts of databases that workloads of a unit connect to with pools of known size, poolers left out. */
export const connectionsIn: (unit: Unit) => readonly ConnectionSum[] = memoised(unit => {
  const sums = new Map<string, { host: string; namespace: string | undefined; uses: ConnectionUse[] }>();
  for (const workload of indexOf(unit).having('connections')) {
    const { facts } = workload;
    if (facts.partial || !isScalable(facts)) continue;
    for (const container of facts.connections.containers) {
      const found = useOf(unit, workload, container);
      if (!found) continue;
      const { name, namespace } = serviceOfHost(found.host) ?? { name: found.host, namespace: undefined };
      const there = namespace ?? facts.namespace;
      const key = `${name}/${there}`;
      const sum = sums.get(key) ?? { host: found.host, namespace: there, uses: [] };
      sum.uses.push(found.use);
      sums.set(key, sum);
    }
  }
  return [...sums.values()].map(({ host, namespace, uses }) => ({
    host,
    namespace,
    uses: uses.sort((a, b) => b.total - a.total),
    total: uses.reduce((sum, { total }) => sum + total, 0),
  }));
});

function useOf(
  unit: Unit,
  workload: UnitObject,
  container: ContainerSettings,
): { readonly host: string; readonly use: ConnectionUse } | undefined {
  const settings = resolved(unit, workload, container);
  const hosts = new Set(settings.flatMap(one => databaseHostIn(one)?.host ?? []));
  const pools = settings.filter(one => poolSizeIn(one) !== undefined);
  const [host] = hosts;
  const [setting] = pools;
  // Two databases, or two pools: which goes where is not in the text.
  if (!host || hosts.size > 1 || !setting || pools.length > 1 || settings.some(isUnknownPool)) return undefined;
  if (isPoolerHost(unit, host, settings)) return undefined;
  const workers = settings.flatMap(one => workersIn(one) ?? []);
  const pods = scaleOf(unit, workload).maximum;
  if (pods === undefined || workers.includes('unknown') || workers.length > 1) return undefined;
  const processes = typeof workers[0] === 'number' ? workers[0] : 1;
  const pool = poolSizeIn(setting)!;
  return { host, use: { workload, pods, workers: processes, pool, total: pods * processes * pool, setting } };
}

/** The settings of a container, with what ConfigMaps of the unit say. */
function resolved(unit: Unit, workload: UnitObject, container: ContainerSettings): readonly PlacedSetting[] {
  const ofConfigMap = (name: string | undefined): readonly PlacedSetting[] => {
    if (name === undefined) return [];
    const found = indexOf(unit).named('', 'ConfigMap', name, workload.facts.namespace);
    const [object] = found;
    return found.length === 1 && object ? (object.facts.settings ?? []).map(one => ({ ...one, object })) : [];
  };
  const own = container.settings.map((setting): PlacedSetting => {
    const { from } = setting;
    const there = from && ofConfigMap(from.name).find(({ name }) => name === from.key);
    return there ? { ...there, name: setting.name } : { ...setting, object: workload };
  });
  const named = new Set(own.map(({ name }) => name));
  const brought = container.configMaps.flatMap(({ name, prefix }) =>
    ofConfigMap(name).map(one => ({ ...one, name: `${prefix}${one.name}` })),
  );
  return [...own, ...brought.filter(({ name }) => !named.has(name))];
}

function isPoolerHost(unit: Unit, host: string, settings: readonly Setting[]): boolean {
  const name = serviceOfHost(host)?.name ?? host;
  const port = settings.flatMap(one => databaseHostIn(one)?.port ?? databasePortIn(one) ?? [])[0];
  if (POOLER_NAME.test(host) || port === POOLER_PORT) return true;
  return indexOf(unit)
    .having('pooler')
    .some(({ facts }) => facts.name === name);
}

/** True where something in the unit pools connections, or may. */
export function hasPooler(unit: Unit): boolean {
  const index = indexOf(unit);
  return (
    index.having('pooler').length > 0 ||
    index.having('database').some(({ facts }) => facts.database.hasPooler) ||
    index.having('service').some(({ facts }) => facts.name !== undefined && POOLER_NAME.test(facts.name))
  );
}

/** What PostgreSQL keeps for its own: superuser_reserved_connections. */
export const reservedConnections = 3;
const DEFAULT_MAXIMUM = 100;

/** The cluster behind a host, and how many connections it takes; undefined where that is not known. */
export function serverOf(
  unit: Unit,
  { host, namespace }: Pick<ConnectionSum, 'host' | 'namespace'>,
): { readonly cluster: UnitObject; readonly maximum: number } | undefined {
  const name = serviceOfHost(host)?.name;
  const found = indexOf(unit)
    .having('database')
    .filter(
      ({ facts }) => !facts.partial && sharesNamespace(facts.namespace, namespace) && isWriter(name, facts.name, facts),
    );
  const [cluster] = found;
  if (found.length !== 1 || !cluster || cluster.uri.includes('/templates/')) return undefined;
  const { maxConnections, maxConnectionsWritten } = cluster.facts.database;
  const maximum = maxConnectionsWritten ? maxConnections : DEFAULT_MAXIMUM;
  return maximum === undefined ? undefined : { cluster, maximum };
}

function isWriter(host: string | undefined, name: string | undefined, { database }: UnitObject['facts']): boolean {
  if (host === undefined || name === undefined || !database) return false;
  const suffixes = { CloudNativePG: ['-rw'], Crunchy: ['-primary', '-ha'], Zalando: [''] }[database.system];
  return suffixes.some(suffix => host === `${name}${suffix}`);
}

/** `orders 10 x 20 + billing 4 x 10 = 240`, as far as it fits into a message. */
export function arithmeticOf({ uses, total }: ConnectionSum): string {
  const terms = uses.map(({ workload, pods, workers, pool }) =>
    [workload.facts.name ?? '(unnamed)', workers > 1 ? `${pods} x ${workers} x ${pool}` : `${pods} x ${pool}`].join(
      ' ',
    ),
  );
  const shown = terms.slice(0, 2).join(' + ');
  return `${shown}${terms.length > 2 ? ` + ${terms.length - 2} more` : ''} = ${total}`;
}
