import type { Located } from '#text';
import { asMap, type MapNode } from '../yaml/index.ts';
import { databaseHostIn, type Setting } from './connectionSettings.ts';
import { poolerOf, postgresClusterOf } from './custom/cloudNativePg.ts';
import { crunchyClusterOf, zalandoClusterOf } from './custom/databases.ts';
import { serviceOfHost } from './custom/istio.ts';
import type { Field } from './fields.ts';
import type { KubernetesObject } from './model.ts';
import { isScalable } from './scaling.ts';
import { indexOf, sharesNamespace, type UnitObject } from './unitIndex.ts';
import type { Unit } from './workloads.ts';

/** How many connections a database server takes, where that is written. */
export interface WrittenMaximum {
  readonly system: 'CloudNativePG' | 'Zalando' | 'Crunchy';
  readonly maximum: Field<number>;
  readonly spec: MapNode;
  /** True where its own object puts a pooler in front of it, or may. */
  readonly hasPooler: boolean;
}

export function writtenMaximumOf(object: KubernetesObject): WrittenMaximum | undefined {
  const cnpg = postgresClusterOf(object);
  if (cnpg?.maxConnections)
    return { system: 'CloudNativePG', maximum: cnpg.maxConnections, spec: cnpg.spec, hasPooler: false };
  const zalando = zalandoClusterOf(object);
  if (zalando?.maxConnections) {
    const { connectionPooler, maxConnections, spec } = zalando;
    // `false` is a decision that nobody has to take again; `connectionPooler` alone switches it on, too.
    const hasPooler = connectionPooler !== undefined || spec.get('connectionPooler') !== undefined;
    return { system: 'Zalando', maximum: maxConnections, spec, hasPooler };
  }
  const crunchy = crunchyClusterOf(object);
  if (!crunchy?.maxConnections) return undefined;
  const hasPooler = crunchy.bouncer !== undefined;
  return { system: 'Crunchy', maximum: crunchy.maxConnections, spec: crunchy.spec, hasPooler };
}

/** Whether a Pooler anywhere stands in front of a cluster of CloudNativePG, or may. */
export function isPooled({ name, namespace }: KubernetesObject, everywhere: Unit): boolean {
  return indexOf(everywhere)
    .having('pooler')
    .some(
      ({ facts }) =>
        sharesNamespace(facts.namespace, namespace) &&
        (facts.pooler.cluster === undefined || name === undefined || facts.pooler.cluster === name),
    );
}

/** How many copies of PgBouncer an object runs: the field, and where it would stand. */
export interface PoolerInstances {
  /** Undefined where nothing is written, which is one. */
  readonly instances: Field<number> | undefined;
  readonly map: MapNode;
  readonly key: string;
  readonly at: Located;
}

/** Of a Pooler, and of the poolers that clusters of Zalando and Crunchy bring; undefined where there is none. */
export function poolerInstancesOf(object: KubernetesObject): PoolerInstances | undefined {
  const pooler = poolerOf(object);
  if (pooler && object.nameNode)
    return {
      instances: pooler.instances,
      map: pooler.spec,
      key: 'instances',
      at: pooler.instances ?? object.nameNode,
    };
  const zalando = zalandoClusterOf(object);
  const own = asMap(zalando?.spec.get('connectionPooler'));
  if (own && zalando?.poolerInstances)
    return { instances: zalando.poolerInstances, map: own, key: 'numberOfInstances', at: zalando.poolerInstances };
  const crunchy = crunchyClusterOf(object);
  if (crunchy?.bouncer && crunchy.bouncerReplicas)
    return {
      instances: crunchy.bouncerReplicas,
      map: crunchy.bouncer,
      key: 'replicas',
      at: crunchy.bouncerReplicas,
    };
  return undefined;
}

/** A setting of a workload that names the database itself where a pooler stands beside it. */
export interface Bypass {
  readonly setting: Setting;
  /** The host as written. */
  readonly host: string;
  readonly pooler: UnitObject;
}

/** `-rw` and `-ro` of CloudNativePG, by the type of the Pooler. */
const SUFFIX = /-(rw|ro)$/;
const MIGRATION = /migrat|flyway|liquibase|schema|backup|dump/i;

/** The hosts in the environment of a workload that pass a Pooler by; migrations and backups need the server itself. */
export function bypassesOf(object: KubernetesObject, unit: Unit): readonly Bypass[] {
  const facts = object.facts();
  const poolers = indexOf(unit).having('pooler');
  if (poolers.length === 0 || !facts.connections || !isScalable(facts) || MIGRATION.test(object.name ?? '')) return [];
  return facts.connections.containers
    .flatMap(({ settings }) => settings)
    .flatMap(setting => {
      const written = databaseHostIn(setting)?.host;
      const service = written === undefined ? undefined : serviceOfHost(written);
      const type = service && SUFFIX.exec(service.name)?.[1];
      if (!written || !service || !type || MIGRATION.test(setting.name) || /DIRECT|ADMIN|LISTEN/i.test(setting.name))
        return [];
      const cluster = service.name.replace(SUFFIX, '');
      const pooler = poolers.find(
        ({ facts: one }) =>
          one.pooler.cluster === cluster &&
          (one.pooler.type ?? 'rw') === type &&
          sharesNamespace(one.namespace, service.namespace ?? object.namespace),
      );
      return pooler ? [{ setting, host: written, pooler }] : [];
    });
}
