import type { Located, Span } from '#text';
import { asMap, at, type MapNode } from '../../yaml/index.ts';
import type { Cron } from '../cron.ts';
import { booleanField, cronField, type Field, fieldOf, flagOf, mapsIn, numberField, textField } from '../fields.ts';
import type { KubernetesObject } from '../model.ts';
import { specOf } from './spec.ts';

const GROUP = 'postgresql.cnpg.io';

/** A PostgreSQL cluster of CloudNativePG: https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/ */
export interface PostgresCluster {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly instances: Field<number> | undefined;
  readonly plugins: readonly ClusterPlugin[];
  /** The mapping `backup`; undefined where there is none. */
  readonly backup: MapNode | undefined;
  readonly barmanObjectStore: MapNode | undefined;
  readonly volumeSnapshot: MapNode | undefined;
  readonly retentionPolicy: Field<string> | undefined;
  /** True where it follows another cluster; undefined where a template decides. */
  readonly isReplica: boolean | undefined;
  readonly maxConnections: Field<number> | undefined;
  /** Server parameters by name. */
  readonly parameters: MapNode | undefined;
}

export interface ClusterPlugin extends Located {
  readonly node: MapNode;
  readonly name: Field<string> | undefined;
  /** False, as long as nothing else is written. */
  readonly isWalArchiver: boolean | undefined;
  readonly enabled: boolean | undefined;
  readonly objectStore: Field<string> | undefined;
}

export function postgresClusterOf(object: KubernetesObject): PostgresCluster | undefined {
  const spec = specOf(object, GROUP, 'Cluster');
  if (!spec) return undefined;
  const backup = asMap(spec.get('backup'));
  const parameters = asMap(at(spec, 'postgresql', 'parameters'));
  return {
    object,
    spec,
    instances: numberField(spec, 'instances'),
    plugins: mapsIn(spec.get('plugins')).map(pluginOf),
    backup,
    barmanObjectStore: asMap(backup?.get('barmanObjectStore')),
    volumeSnapshot: asMap(backup?.get('volumeSnapshot')),
    retentionPolicy: textField(backup, 'retentionPolicy'),
    isReplica: flagOf(asMap(spec.get('replica')), 'enabled', false),
    maxConnections: countField(parameters, 'max_connections'),
    parameters,
  };
}

function pluginOf(node: MapNode): ClusterPlugin {
  return {
    node,
    name: textField(node, 'name'),
    isWalArchiver: flagOf(node, 'isWALArchiver', false),
    enabled: flagOf(node, 'enabled', true),
    objectStore: textField(asMap(node.get('parameters')), 'barmanObjectName'),
    get span(): Span {
      return node.span;
    },
  };
}

/** Parameters of servers are texts: `max_connections: "300"`. */
export function countField(map: MapNode | undefined, name: string): Field<number> | undefined {
  return fieldOf(map, name, ({ text }) => (/^\d+$/.test(text) ? Number(text) : undefined));
}

export interface ScheduledBackup {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  /** Six fields, seconds first; see `readAsSixFields` for what becomes of five. */
  readonly schedule: Field<Cron> | undefined;
  readonly suspend: Field<boolean> | undefined;
  readonly cluster: Field<string> | undefined;
  /** `barmanObjectStore` where it is not written. */
  readonly method: Field<string> | undefined;
  readonly plugin: Field<string> | undefined;
}

export function scheduledBackupOf(object: KubernetesObject): ScheduledBackup | undefined {
  const spec = specOf(object, GROUP, 'ScheduledBackup');
  if (!spec) return undefined;
  return {
    object,
    spec,
    schedule: cronField(spec, 'schedule'),
    suspend: booleanField(spec, 'suspend'),
    cluster: textField(asMap(spec.get('cluster')), 'name'),
    method: textField(spec, 'method'),
    plugin: textField(asMap(spec.get('pluginConfiguration')), 'name'),
  };
}

/** PgBouncer in front of a cluster. */
export interface Pooler {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly cluster: Field<string> | undefined;
  /** 1 where it is not written. */
  readonly instances: Field<number> | undefined;
  /** `rw` or `ro`. */
  readonly type: Field<string> | undefined;
  /** `session` where it is not written. */
  readonly poolMode: Field<string> | undefined;
  readonly parameters: MapNode | undefined;
  readonly defaultPoolSize: Field<number> | undefined;
  readonly maxClientConnections: Field<number> | undefined;
}

export function poolerOf(object: KubernetesObject): Pooler | undefined {
  const spec = specOf(object, GROUP, 'Pooler');
  if (!spec) return undefined;
  const bouncer = asMap(spec.get('pgbouncer'));
  const parameters = asMap(bouncer?.get('parameters'));
  return {
    object,
    spec,
    cluster: textField(asMap(spec.get('cluster')), 'name'),
    instances: numberField(spec, 'instances'),
    type: textField(spec, 'type'),
    poolMode: textField(bouncer, 'poolMode'),
    parameters,
    defaultPoolSize: countField(parameters, 'default_pool_size'),
    maxClientConnections: countField(parameters, 'max_client_conn'),
  };
}

/** Where the barman plugin keeps backups. */
export interface ObjectStore {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly retentionPolicy: Field<string> | undefined;
}

export function objectStoreOf(object: KubernetesObject): ObjectStore | undefined {
  const spec = specOf(object, 'barmancloud.cnpg.io', 'ObjectStore');
  return spec && { object, spec, retentionPolicy: textField(spec, 'retentionPolicy') };
}
