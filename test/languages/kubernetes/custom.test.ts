import { describe, expect, it } from 'vitest';
import {
  authorizationPolicyOf,
  backendTrafficPolicyOf,
  certificateOf,
  clientTrafficPolicyOf,
  crunchyClusterOf,
  destinationRuleOf,
  failureAccrualOf,
  ingressRouteOf,
  istioGatewayOf,
  kongPluginOf,
  linkerdRateLimitOf,
  middlewareOf,
  monitorOf,
  peerAuthenticationOf,
  poolerOf,
  postgresClusterOf,
  prometheusRuleOf,
  requestAuthenticationOf,
  scheduledBackupOf,
  securityPolicyOf,
  serviceOfHost,
  tlsOptionOf,
  veleroScheduleOf,
  virtualServiceOf,
  zalandoClusterOf,
} from '#languages/kubernetes';
import { objectOf, readOne } from './support.ts';

describe('Istio', () => {
  it('DestinationRule', () => {
    const rule = destinationRuleOf(
      objectOf(
        'networking.istio.io/v1',
        'DestinationRule',
        'host: api\ntrafficPolicy:\n  tls: { mode: DISABLE }\n  outlierDetection: { consecutive5xxErrors: 7, baseEjectionTime: 1m }\n  portLevelSettings: [{ port: { number: 80 } }]\nsubsets:\n- name: v1\n  labels: { version: v1 }\n  trafficPolicy: { outlierDetection: {} }\n',
      ),
    );
    expect(
      rule?.policies.map(one => [
        one.level,
        one.outlierDetection?.failures?.value,
        one.outlierDetection?.openTime?.value?.milliseconds,
      ]),
    ).toEqual([
      ['host', 7, 60_000],
      ['port', undefined, undefined],
      ['subset', undefined, undefined],
    ]);
    expect(rule?.policies[2]?.outlierDetection).toBeDefined();
    expect(rule?.policies[0]?.tlsMode?.value).toBe('DISABLE');
    expect(rule?.subsets[0]?.labels.values.get('version')).toBe('v1');
  });

  it('VirtualService, Gateway', () => {
    expect(
      virtualServiceOf(
        objectOf(
          'networking.istio.io/v1',
          'VirtualService',
          'hosts: [a]\nhttp:\n- route: [{ destination: { host: api, subset: v1 } }]\ntcp:\n- route: [{ destination: { host: db } }]\n',
        ),
      )?.routes.map(one => [one.protocol, one.destinations[0]?.subset?.value]),
    ).toEqual([
      ['http', 'v1'],
      ['tcp', undefined],
    ]);
    expect(
      istioGatewayOf(
        objectOf(
          'networking.istio.io/v1',
          'Gateway',
          'servers:\n- port: { number: 80, protocol: HTTP }\n  tls: { httpsRedirect: true, minProtocolVersion: TLSV1_1 }\n',
        ),
      )?.servers[0],
    ).toMatchObject({ protocol: { value: 'HTTP' }, httpsRedirect: { value: true }, minimumTls: { value: 'TLSV1_1' } });
    expect(istioGatewayOf(objectOf('gateway.networking.k8s.io/v1', 'Gateway', 'listeners: []\n'))).toBeUndefined();
  });

  it.each([
    ['api', { name: 'api', namespace: undefined }],
    ['api.shop', { name: 'api', namespace: 'shop' }],
    ['api.shop.svc', { name: 'api', namespace: 'shop' }],
    ['api.shop.svc.cluster.local', { name: 'api', namespace: 'shop' }],
    ['api.example.com', undefined],
    ['*.example.com', undefined],
  ])('host %s', (host, service) => expect(serviceOfHost(host)).toEqual(service));

  it('policies', () => {
    expect(
      peerAuthenticationOf(
        objectOf(
          'security.istio.io/v1',
          'PeerAuthentication',
          'mtls: { mode: STRICT }\nportLevelMtls:\n  9090: { mode: DISABLE }\n',
        ),
      ),
    ).toMatchObject({
      mode: { value: 'STRICT' },
      selector: undefined,
      ports: [{ port: 9090, mode: { value: 'DISABLE' } }],
    });
    expect(
      requestAuthenticationOf(
        objectOf(
          'security.istio.io/v1',
          'RequestAuthentication',
          'selector: { matchLabels: { app: a } }\njwtRules: [{ issuer: i, jwksUri: "http://x" }]\n',
        ),
      ),
    ).toMatchObject({ rules: [{ jwksUri: { value: 'http://x' } }] });
    const policy = authorizationPolicyOf(
      objectOf(
        'security.istio.io/v1',
        'AuthorizationPolicy',
        'rules:\n- {}\n- from: [{ source: { requestPrincipals: ["*"] } }]\n  to: [{ operation: { paths: [/a] } }]\n',
      ),
    );
    expect(policy?.action).toBe('ALLOW');
    expect(
      policy?.rules.map(rule => [
        rule.node.entries.length,
        rule.sources[0]?.requestPrincipals[0]?.text,
        rule.operations[0]?.paths[0]?.text,
      ]),
    ).toEqual([
      [0, undefined, undefined],
      [2, '*', '/a'],
    ]);
    expect(
      authorizationPolicyOf(
        readOne('apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata:\n  name: deny\n'),
      ),
    ).toMatchObject({ rules: [], action: 'ALLOW', rulesKnown: true });
  });
});

describe('gateways and meshes', () => {
  it('Envoy Gateway', () => {
    const policy = backendTrafficPolicyOf(
      objectOf(
        'gateway.envoyproxy.io/v1alpha1',
        'BackendTrafficPolicy',
        'targetRefs: [{ kind: HTTPRoute, name: api }]\nhealthCheck: { passive: { consecutive5XxErrors: 3 } }\nrateLimit:\n  global: { rules: [{ limit: { requests: 100, unit: Minute } }] }\n',
      ),
    );
    expect(policy).toMatchObject({
      targets: [{ kind: 'HTTPRoute', name: 'api' }],
      passive: { failures: { value: 3 } },
      rateLimits: [{ scope: 'global', requests: { value: 100 }, clientSelectors: [] }],
    });
    expect(
      securityPolicyOf(
        objectOf(
          'gateway.envoyproxy.io/v1alpha1',
          'SecurityPolicy',
          'jwt: { providers: [{ name: a, remoteJWKS: { uri: "http://x" } }] }\n',
        ),
      )?.providers[0]?.jwksUri?.value,
    ).toBe('http://x');
    expect(
      clientTrafficPolicyOf(
        objectOf('gateway.envoyproxy.io/v1alpha1', 'ClientTrafficPolicy', 'tls: { minVersion: "1.0" }\n'),
      )?.minimumTls?.value,
    ).toBe('1.0');
  });

  it('Linkerd', () => {
    const service = objectOf(
      'v1',
      'Service',
      'ports: []\n',
      '  annotations:\n    balancer.linkerd.io/failure-accrual: consecutive\n    balancer.linkerd.io/failure-accrual-consecutive-max-failures: "9"\n',
    );
    expect(failureAccrualOf(service)).toMatchObject({ maxFailures: { value: 9 }, minPenalty: undefined });
    expect(
      linkerdRateLimitOf(
        objectOf('policy.linkerd.io/v1alpha1', 'HTTPLocalRateLimitPolicy', 'identity: { requestsPerSecond: 2 }\n'),
      )?.identityPerSecond?.value,
    ).toBe(2);
  });

  it('Traefik and Kong', () => {
    expect(
      ingressRouteOf(
        objectOf(
          'traefik.containo.us/v1alpha1',
          'IngressRoute',
          'routes:\n- match: Host(`a`)\n  services: [{ name: api, port: 80, sticky: { cookie: {} } }]\n',
        ),
      )?.routes[0]?.services[0],
    ).toMatchObject({ isService: true, port: { value: 80 } });
    expect(
      middlewareOf(objectOf('traefik.io/v1alpha1', 'Middleware', 'rateLimit: { average: 100, period: 1m }\n')),
    ).toMatchObject({ average: { value: 100 }, period: { value: { milliseconds: 60_000 } } });
    expect(
      tlsOptionOf(objectOf('traefik.io/v1alpha1', 'TLSOption', 'minVersion: VersionTLS10\n'))?.minimumTls?.value,
    ).toBe('VersionTLS10');
    expect(
      kongPluginOf(
        readOne(
          'apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata:\n  name: x\nplugin: rate-limiting\nconfig: { minute: 5 }\n',
        ),
      )?.perMinute?.value,
    ).toBe(5);
  });

  it('cert-manager', () =>
    expect(
      certificateOf(
        objectOf('cert-manager.io/v1', 'Certificate', 'dnsNames: [a.example.com]\nsecretName: tls\n'),
      )?.dnsNames.map(({ text }) => text),
    ).toEqual(['a.example.com']));
});

describe('databases', () => {
  it('CloudNativePG', () => {
    const cluster = postgresClusterOf(
      objectOf(
        'postgresql.cnpg.io/v1',
        'Cluster',
        'instances: 3\nplugins: [{ name: barman, isWALArchiver: true }]\npostgresql: { parameters: { max_connections: "300" } }\n',
      ),
    );
    expect(cluster).toMatchObject({
      isReplica: false,
      maxConnections: { value: 300 },
      plugins: [{ isWalArchiver: true, enabled: true }],
      barmanObjectStore: undefined,
    });
    expect(postgresClusterOf(objectOf('cluster.x-k8s.io/v1', 'Cluster', 'instances: 3\n'))).toBeUndefined();
    expect(
      scheduledBackupOf(
        objectOf('postgresql.cnpg.io/v1', 'ScheduledBackup', 'schedule: "0 0 2 * * *"\ncluster: { name: db }\n'),
      ),
    ).toMatchObject({ cluster: { value: 'db' }, schedule: { value: { runsPerDay: 1 } } });
    expect(
      poolerOf(
        objectOf(
          'postgresql.cnpg.io/v1',
          'Pooler',
          'cluster: { name: db }\npgbouncer: { poolMode: transaction, parameters: { default_pool_size: "20" } }\n',
        ),
      ),
    ).toMatchObject({ instances: undefined, poolMode: { value: 'transaction' }, defaultPoolSize: { value: 20 } });
  });

  it('Zalando, Crunchy and Velero', () => {
    expect(
      zalandoClusterOf(
        objectOf(
          'acid.zalan.do/v1',
          'postgresql',
          'enableLogicalBackup: false\nenv: [{ name: USE_WALG_BACKUP, value: "false" }]\n',
        ),
      ),
    ).toMatchObject({ logicalBackup: { value: false }, env: [{ name: 'USE_WALG_BACKUP', value: { value: 'false' } }] });
    const crunchy = crunchyClusterOf(
      objectOf(
        'postgres-operator.crunchydata.com/v1beta1',
        'PostgresCluster',
        'backups:\n  pgbackrest:\n    repos:\n    - name: repo1\n      schedules: { full: "0 1 * * 0", incremental: "0 1 * * 1-6" }\n    - name: repo2\n',
      ),
    );
    expect(crunchy?.repos.map(repo => repo.schedules.map(one => one.key.text))).toEqual([['full', 'incremental'], []]);
    expect(
      veleroScheduleOf(
        objectOf(
          'velero.io/v1',
          'Schedule',
          'schedule: "@weekly"\npaused: true\ntemplate: { ttl: 12h0m0s, includedNamespaces: [shop] }\n',
        ),
      ),
    ).toMatchObject({
      paused: { value: true },
      schedule: { value: { longestGapDays: 7 } },
      ttl: { value: { milliseconds: 43_200_000 } },
    });
  });
});

describe('Prometheus', () => {
  it('monitors', () => {
    expect(
      monitorOf(
        objectOf(
          'monitoring.coreos.com/v1',
          'ServiceMonitor',
          'selector: { matchLabels: { app: a } }\nnamespaceSelector: { any: true }\nendpoints: [{ port: metrics }, { port: 8080 }]\n',
        ),
      ),
    ).toMatchObject({
      of: 'services',
      namespaces: 'any',
      endpoints: [{ port: { value: 'metrics' } }, { port: { value: 8080 } }],
    });
    expect(
      monitorOf(objectOf('monitoring.coreos.com/v1', 'PodMonitor', 'podMetricsEndpoints: [{ port: m }]\n')),
    ).toMatchObject({ of: 'pods', namespaces: undefined, endpoints: [{}] });
  });

  it('rules', () => {
    const rule = prometheusRuleOf(
      objectOf(
        'monitoring.coreos.com/v1',
        'PrometheusRule',
        'groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up == 0\n    for: 5m\n  - record: r\n    expr: "{{ x }}"\n',
      ),
    );
    expect(
      rule?.groups[0]?.rules.map(one => [one.alert?.value, one.expr?.value, one.duration?.value?.milliseconds]),
    ).toEqual([
      ['A', 'up == 0', 300_000],
      [undefined, undefined, undefined],
    ]);
  });
});

describe('half-typed objects', () => {
  it.each([
    ['networking.istio.io/v1', 'DestinationRule'],
    ['networking.istio.io/v1', 'VirtualService'],
    ['postgresql.cnpg.io/v1', 'Cluster'],
    ['gateway.envoyproxy.io/v1alpha1', 'BackendTrafficPolicy'],
    ['autoscaling/v2', 'HorizontalPodAutoscaler'],
    ['v1', 'Service'],
    ['apps/v1', 'Deployment'],
  ])('%s %s of every shape is read without trouble', (apiVersion, kind) => {
    for (const spec of [
      '',
      '[]',
      'x',
      '{a: }',
      '{hosts: x, trafficPolicy: [], metrics: {}, ports: 3, template: {spec: {containers: {}}}}',
      '{http: [x, [], {route: 3}]}',
    ])
      expect(() =>
        readOne(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {}\nspec: ${spec}\n`).facts(),
      ).not.toThrow();
  });
});
