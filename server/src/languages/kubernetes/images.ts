/** `library/name` of an image: without registry, tag and digest, in lower case. */
export function repositoryOf(image: string): string {
  const untagged = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const parts = untagged.toLowerCase().split('/');
  const hasRegistry = parts.length > 1 && /[.:]|^localhost$/.test(parts[0]!);
  return (hasRegistry ? parts.slice(1) : parts).join('/');
}

const SIDECARS =
  /(^|\/)(proxyv2|envoy(-\w+)*|linkerd[^/]*|linkerd\/proxy|(gce-proxy|cloud-?sql-?(auth-)?proxy)|vault-(agent|k8s)|fluent[^/]*|otel[^/]*|opentelemetry-collector[^/]*|filebeat|metricbeat|promtail|datadog(-agent)?|(datadog|datadoghq)\/(cluster-)?agent|oauth2-proxy|kube-rbac-proxy|[^/]*[-_]exporter|git-sync|configmap-reload|[^/]*config-reloader)$/;

/** Containers that stand beside the application: proxies, agents, exporters. Their probes are their makers' matter. */
export function isWellKnownSidecar(image: string): boolean {
  return SIDECARS.test(repositoryOf(image));
}

const SERVERS = [
  'postgres',
  'postgresql',
  'postgis',
  'timescaledb',
  'pgvector',
  'pgbouncer',
  'mysql',
  'mariadb',
  'mongo',
  'mongodb',
  'cassandra',
  'clickhouse',
  'influxdb',
  'redis',
  'redis-stack',
  'valkey',
  'memcached',
  'kafka',
  'cp-kafka',
  'rabbitmq',
  'nats',
  'elasticsearch',
  'opensearch',
  'minio',
  'vault',
  'consul',
  'cloudnative-pg',
  'etcd',
  'zookeeper',
  'cp-zookeeper',
  'prometheus',
  'alertmanager',
  'grafana',
  'loki',
].join('|');

const INFRASTRUCTURE = new RegExp(
  `(^|/)((${SERVERS})(-(community|enterprise|oss|server|native|cluster|sentinel|ha|alpine|debian|\\d[\\w-]*))*|([^/]*-)?(operator|controller))$`,
);

/** Servers that somebody else wrote: what the guide asks of an application's endpoints does not apply to them. */
export function isInfrastructure(image: string): boolean {
  return INFRASTRUCTURE.test(repositoryOf(image));
}

/** Servers of files: they answer at the paths of what they serve. */
export function isWebServer(image: string): boolean {
  return /(^|\/)(nginx(-unprivileged)?|httpd|caddy)$/.test(repositoryOf(image));
}

/** An image as it is written, in its parts. */
export interface ImageReference {
  /** With the registry, without tag and digest. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

export function imageReference(image: string): ImageReference {
  const [named = '', digest] = image.split('@', 2);
  const tag = /:([^/:]*)$/.exec(named)?.[1];
  return { name: tag === undefined ? named : named.slice(0, -tag.length - 1), tag, digest };
}
