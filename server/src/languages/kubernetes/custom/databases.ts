import type { Located, Span } from '#text';
import { asMap, at, type MapNode } from '../../yaml/index.ts';
import type { Cron } from '../cron.ts';
import type { Duration } from '../durations.ts';
import {
  booleanField,
  cronField,
  durationField,
  type Field,
  mapsIn,
  numberField,
  type TextItem,
  textField,
  textItems,
} from '../fields.ts';
import type { KubernetesObject } from '../model.ts';
import { countField } from './cloudNativePg.ts';
import { specOf } from './spec.ts';

/** `postgresql` of Zalando: https://postgres-operator.readthedocs.io/en/latest/reference/cluster_manifest/ */
export interface ZalandoCluster {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly instances: Field<number> | undefined;
  readonly env: readonly {
    readonly node: MapNode;
    readonly name: string | undefined;
    readonly value: Field<string> | undefined;
  }[];
  readonly logicalBackup: Field<boolean> | undefined;
  readonly logicalBackupSchedule: Field<Cron> | undefined;
  readonly connectionPooler: Field<boolean> | undefined;
  readonly poolerInstances: Field<number> | undefined;
  readonly maxConnections: Field<number> | undefined;
}

export function zalandoClusterOf(object: KubernetesObject): ZalandoCluster | undefined {
  const spec = specOf(object, 'acid.zalan.do', 'postgresql');
  if (!spec) return undefined;
  return {
    object,
    spec,
    instances: numberField(spec, 'numberOfInstances'),
    env: mapsIn(spec.get('env')).map(node => ({
      node,
      name: textField(node, 'name')?.value,
      value: textField(node, 'value'),
    })),
    logicalBackup: booleanField(spec, 'enableLogicalBackup'),
    logicalBackupSchedule: cronField(spec, 'logicalBackupSchedule'),
    connectionPooler: booleanField(spec, 'enableConnectionPooler'),
    poolerInstances: numberField(asMap(spec.get('connectionPooler')), 'numberOfInstances'),
    maxConnections: countField(asMap(at(spec, 'postgresql', 'parameters')), 'max_connections'),
  };
}

/** `PostgresCluster` of Crunchy: https://access.crunchydata.com/documentation/postgres-operator/latest/references/crd */
export interface CrunchyCluster {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly repos: readonly CrunchyRepo[];
  /** False where a template may add repos. */
  readonly reposKnown: boolean;
  /** `proxy.pgBouncer`; undefined where there is none. */
  readonly bouncer: MapNode | undefined;
  readonly bouncerReplicas: Field<number> | undefined;
  readonly maxConnections: Field<number> | undefined;
}

export interface CrunchyRepo extends Located {
  readonly node: MapNode;
  readonly name: Field<string> | undefined;
  /** `full`, `differential`, `incremental`, as far as they are written. Five fields. */
  readonly schedules: readonly Field<Cron>[];
}

export function crunchyClusterOf(object: KubernetesObject): CrunchyCluster | undefined {
  const spec = specOf(object, 'postgres-operator.crunchydata.com', 'PostgresCluster');
  if (!spec) return undefined;
  const repos = at(spec, 'backups', 'pgbackrest', 'repos');
  const bouncer = asMap(at(spec, 'proxy', 'pgBouncer'));
  return {
    object,
    spec,
    repos: mapsIn(repos).map(repoOf),
    reposKnown: repos?.type === 'seq' && !repos.open && !spec.open,
    bouncer,
    bouncerReplicas: numberField(bouncer, 'replicas'),
    maxConnections: countField(
      asMap(at(spec, 'patroni', 'dynamicConfiguration', 'postgresql', 'parameters')),
      'max_connections',
    ),
  };
}

function repoOf(node: MapNode): CrunchyRepo {
  const schedules = asMap(node.get('schedules'));
  return {
    node,
    name: textField(node, 'name'),
    schedules: ['full', 'differential', 'incremental'].flatMap(key => cronField(schedules, key) ?? []),
    get span(): Span {
      return node.span;
    },
  };
}

/** A Schedule of Velero: https://velero.io/docs/main/api-types/schedule/ */
export interface VeleroSchedule {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly schedule: Field<Cron> | undefined;
  readonly paused: Field<boolean> | undefined;
  /** How long backups are kept; 30 days where it is not written. */
  readonly ttl: Field<Duration> | undefined;
  /** Empty, or with `*`: every namespace. */
  readonly includedNamespaces: readonly TextItem[];
  readonly excludedNamespaces: readonly TextItem[];
}

export function veleroScheduleOf(object: KubernetesObject): VeleroSchedule | undefined {
  const spec = specOf(object, 'velero.io', 'Schedule');
  if (!spec) return undefined;
  const template = asMap(spec.get('template'));
  return {
    object,
    spec,
    schedule: cronField(spec, 'schedule'),
    paused: booleanField(spec, 'paused'),
    ttl: durationField(template, 'ttl'),
    includedNamespaces: textItems(template?.get('includedNamespaces')),
    excludedNamespaces: textItems(template?.get('excludedNamespaces')),
  };
}
