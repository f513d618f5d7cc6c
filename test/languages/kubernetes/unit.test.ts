import { describe, expect, it } from 'vitest';
import type { Severity } from '#languages';
import {
  isInfrastructure,
  isPatch,
  isWellKnownSidecar,
  kubernetesLanguage,
  serviceWorkloads,
} from '#languages/kubernetes';
import { read, unitOf, workload } from './support.ts';

const SERVICE = (target: string, extra = '') =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: api\n${extra}spec:\n  selector: {app: api}\n  ports: [{port: 80${target}}]\n`;

describe('service workloads', () => {
  const plain = workload('- {name: api, image: "api:1"}');
  const main = (...texts: readonly (readonly [text: string, path: string])[]) => {
    const documents = texts.map(([text, path]) => read(text, path));
    return serviceWorkloads(documents[0]!, unitOf(...documents)).map(({ main, port }) => [
      main.name,
      port?.name ?? port?.number,
    ]);
  };

  it('declare a port or are selected by a Service of their unit', () => {
    expect(main([plain, 'deploy/app.yaml'])).toEqual([]);
    expect(main([workload('- {name: api, image: a, ports: [{containerPort: 80}]}'), 'deploy/app.yaml'])).toEqual([
      ['api', 80],
    ]);
    expect(main([plain, 'deploy/app.yaml'], [SERVICE(', targetPort: 8080'), 'deploy/service.yaml'])).toEqual([
      ['api', 8080],
    ]);
    expect(main([plain, 'deploy/app.yaml'], [SERVICE(''), 'deploy/net/service.yaml'])).toEqual([['api', 80]]);
    expect(main([plain, 'deploy/app.yaml'], [SERVICE(''), 'other/service.yaml'])).toEqual([]);
    expect(main([plain, 'deploy/app.yaml'], [SERVICE('', '  namespace: other\n'), 'deploy/service.yaml'])).toEqual([
      ['api', 80],
    ]);
    const placed = plain.replace('  name: api\n', '  name: api\n  namespace: shop\n');
    expect(main([placed, 'deploy/app.yaml'], [SERVICE('', '  namespace: other\n'), 'deploy/service.yaml'])).toEqual([]);
  });

  it('have the container that owns the target port as the main one', () => {
    const text = workload('- {name: log, image: l}\n- {name: api, image: a, ports: [{name: http, containerPort: 80}]}');
    expect(main([text, 'deploy/app.yaml'])).toEqual([['log', undefined]]);
    expect(main([text, 'deploy/app.yaml'], [SERVICE(', targetPort: http'), 'deploy/s.yaml'])).toEqual([
      ['api', 'http'],
    ]);
    const proxied = workload(
      '- {name: istio-proxy, image: "istio/proxyv2:1.24", ports: [{containerPort: 80}]}\n- {name: api, image: a}',
    );
    expect(main([proxied, 'deploy/app.yaml'])).toEqual([['api', undefined]]);
  });

  it('take no port that only people and machines watch', () => {
    const text = workload(
      '- {name: api, image: a, ports: [{name: http-metrics, containerPort: 9}, {name: web, containerPort: 8}]}',
    );
    expect(main([text, 'deploy/app.yaml'])).toEqual([['api', 'web']]);
  });

  it('leave out jobs, daemons and hooks', () => {
    const ports = '- {name: api, image: a, ports: [{containerPort: 80}]}';
    expect(main([workload(ports, 'apiVersion: apps/v1\nkind: DaemonSet'), 'deploy/app.yaml'])).toEqual([]);
    expect(main([workload(ports, 'apiVersion: batch/v1\nkind: Job'), 'deploy/app.yaml'])).toEqual([]);
    const hook = workload(ports).replace('  name: api\n', '  name: api\n  annotations: {helm.sh/hook: post-install}\n');
    expect(main([hook, 'deploy/app.yaml'])).toEqual([]);
  });
});

describe('deployment units', () => {
  const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n';
  const members = (...files: readonly (readonly [path: string, text: string])[]) =>
    [...unitOf(...files.map(([path, text]) => read(text, path))).keys()]
      .map(uri => uri.replace('file:///shop/', ''))
      .sort();

  it('are a chart', () => {
    expect(
      members(
        ['c/templates/a.yaml', POD],
        ['c/templates/deep/b.yaml', POD],
        ['c/charts/d/templates/x.yaml', POD],
        ['z/templates/a.yaml', POD],
      ),
    ).toEqual(['c/charts/d/templates/x.yaml', 'c/templates/a.yaml', 'c/templates/deep/b.yaml']);
    expect(members(['charts/a/templates/a.yaml', POD], ['charts/b/templates/b.yaml', POD])).toEqual([
      'charts/a/templates/a.yaml',
    ]);
  });

  it('are what a kustomization reaches', () => {
    expect(
      members(
        ['base/a.yaml', POD],
        ['base/unlisted.yaml', POD],
        ['base/kustomization.yaml', 'resources: [a.yaml]\n'],
        ['over/prod/kustomization.yaml', 'resources: [../../base, ./b.yaml, "https://x.org/y"]\n'],
        ['over/prod/b.yaml', POD],
      ),
    ).toEqual(['base/a.yaml', 'base/kustomization.yaml', 'over/prod/b.yaml', 'over/prod/kustomization.yaml']);
  });

  it('are else the directory and what is below, without inner units', () => {
    expect(
      members(
        ['d/a.yaml', POD],
        ['d/sub/b.yaml', POD],
        ['d/inner/kustomization.yaml', 'resources: [c.yaml]\n'],
        ['d/inner/c.yaml', POD],
        ['d/chart/templates/e.yaml', POD],
        ['up.yaml', POD],
      ),
    ).toEqual(['d/a.yaml', 'd/sub/b.yaml']);
  });

  it('tell what is a patch', () => {
    const kustomization = read(
      'resources: [x.yaml]\npatches: [{path: p.yaml}, {patch: "a: b"}]\npatchesStrategicMerge: [q.yaml]\n',
      'deploy/kustomization.yaml',
    );
    for (const [path, expected] of [
      ['p.yaml', true],
      ['q.yaml', true],
      ['x.yaml', false],
    ] as const) {
      const document = read(workload('- {name: api, image: a}'), `deploy/${path}`);
      expect(isPatch(document, unitOf(document, kustomization)), path).toBe(expected);
    }
  });

  it('survive a kustomization that names itself', () => {
    expect(members(['k/a.yaml', POD], ['k/kustomization.yaml', 'resources: [../k, a.yaml]\n'])).toHaveLength(2);
  });
});

describe('images', () => {
  it.each([
    'docker.io/istio/proxyv2:1.2',
    'envoyproxy/envoy:v1',
    'cr.l5d.io/linkerd/proxy:x',
    'gcr.io/cloudsql-docker/gce-proxy:1',
    'fluent/fluent-bit',
    'otel/opentelemetry-collector-contrib:0.1',
    'quay.io/oauth2-proxy/oauth2-proxy',
    'bitnami/redis-exporter',
    'oliver006/redis_exporter@sha256:a',
    'registry.k8s.io/git-sync/git-sync:v4',
  ])('%s is a sidecar', image => expect(isWellKnownSidecar(image)).toBe(true));
  it.each([
    'postgres',
    'postgres:17',
    'localhost:5000/bitnami/postgresql:16',
    'redis:7-alpine',
    'docker.elastic.co/elasticsearch/elasticsearch:8',
    'quay.io/x/foo-operator:1',
    'ghcr.io/fluxcd/source-controller:v1',
    'mongodb/mongodb-community-server:7',
    'grafana/grafana-oss',
  ])('%s is infrastructure', image => expect(isInfrastructure(image)).toBe(true));
  it.each(['shop/redis-api:1', 'postgres.shop.io/api', 'kafka/consumer', 'mongo-express', 'shop/controllers'])(
    '%s is neither',
    image => {
      expect(isInfrastructure(image) || isWellKnownSidecar(image)).toBe(false);
    },
  );
});

describe('temper', () => {
  const tempered = (severity: Severity, path: string, extra = '') => {
    const document = read(workload('- {name: api, image: a}').replace('  name: api\n', `  name: api\n${extra}`), path);
    const { span } = document.objects[0]!.nameNode!;
    return kubernetesLanguage.temper!(document, severity, span);
  };

  it.each([
    ['deploy/app.yaml', 'warning'],
    ['deploy/overlays/dev/app.yaml', 'info'],
    ['deploy/overlays/eu-dev/app.yaml', 'info'],
    ['k8s/docker-desktop/app.yaml', 'info'],
    ['deploy/api.local.yaml', 'info'],
    ['deploy/api-e2e.yaml', 'info'],
    ['dev/app.yaml', 'info'],
    // Whole words, below the manifests, and only the end of a file's name.
    ['deploy/developers/app.yaml', 'warning'],
    ['deploy/reviews/app.yaml', 'warning'],
    ['deploy/review-api.yaml', 'warning'],
    ['home/dev/deploy/app.yaml', 'warning'],
    ['test/workspaces/shop/k8s/app.yaml', 'warning'],
  ])('%s: %s', (path, expected) => expect(tempered('warning', path)).toBe(expected));

  it.each([
    ['  namespace: shop-dev\n', 'info'],
    ['  namespace: devices\n', 'warning'],
    ['  labels: {env: sandbox}\n', 'info'],
    ['  labels: {environment: production}\n', 'warning'],
  ])('%j: %s', (extra, expected) => expect(tempered('warning', 'deploy/app.yaml', extra)).toBe(expected));

  it('takes every severity one level down', () => {
    expect((['error', 'warning', 'info', 'hint'] as const).map(one => tempered(one, 'k8s/test/a.yaml'))).toEqual([
      'warning',
      'info',
      'hint',
      undefined,
    ]);
  });

  it('leaves only errors in a release bundle', () => {
    const crd = 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: x\n---\n';
    const document = read(crd.repeat(3) + workload('- {name: api, image: a}'));
    const span = { start: 0, end: 1 };
    expect(kubernetesLanguage.temper!(document, 'warning', span)).toBeUndefined();
    expect(kubernetesLanguage.temper!(document, 'error', span)).toBe('error');
  });
});

describe('units of a workspace', () => {
  const uri = (path: string): string => `file:///shop/${path}`;
  const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n';
  const all = (...files: readonly (readonly [path: string, text: string])[]) =>
    new Map(files.map(([path, text]) => [uri(path), kubernetesLanguage.facts(read(text, path))]));
  const members = (path: string, facts: ReturnType<typeof all>) =>
    [...kubernetesLanguage.related!(uri(path), facts).keys()].map(one => one.slice(uri('').length)).sort();

  it('a chart: templates, values and subcharts, and nothing else of its folder', () => {
    const facts = all(
      ['c/templates/a.yaml', pod],
      ['c/templates/deep/b.yaml', pod],
      ['c/charts/sub/templates/c.yaml', pod],
      ['c/docs/d.yaml', pod],
      ['e.yaml', pod],
    );
    const chart = ['c/charts/sub/templates/c.yaml', 'c/templates/a.yaml', 'c/templates/deep/b.yaml'];
    expect(members('c/templates/a.yaml', facts)).toEqual(chart);
    expect(members('e.yaml', facts)).toEqual(['c/docs/d.yaml', 'e.yaml']);
  });

  it('kustomizations: what all that reach a file reach', () => {
    const facts = all(
      ['base/kustomization.yaml', 'resources: [app.yaml]\n'],
      ['base/app.yaml', pod],
      ['base/other.yaml', pod],
      [
        'overlays/prod/kustomization.yaml',
        'resources: [../../base, extra.yaml]\ncomponents: [../../part]\npatches: [{ path: p.yaml }]\n',
      ],
      ['overlays/prod/extra.yaml', pod],
      ['overlays/prod/p.yaml', pod],
      ['part/kustomization.yaml', 'kind: Component\nresources: [c.yaml]\n'],
      ['part/c.yaml', pod],
    );
    const unit = [...facts.keys()]
      .map(one => one.slice(uri('').length))
      .filter(one => one !== 'base/other.yaml')
      .sort();
    expect(members('base/app.yaml', facts)).toEqual(unit);
    expect(members('overlays/prod/p.yaml', facts)).toEqual(unit);
    expect(members('base/other.yaml', facts)).toContain('base/other.yaml');
  });

  it('are the same map for documents of one unit, and new ones once a fact changes', () => {
    const facts = all(['d/a.yaml', pod], ['d/b.yaml', pod], ['c/templates/a.yaml', pod], ['c/templates/b.yaml', pod]);
    const unit = (path: string, of = facts) => kubernetesLanguage.related!(uri(path), of);
    expect(unit('d/a.yaml')).toBe(unit('d/b.yaml'));
    expect(unit('c/templates/a.yaml')).toBe(unit('c/templates/b.yaml'));
    expect(unit('d/a.yaml', new Map(facts))).not.toBe(unit('d/a.yaml'));
  });

  it('kustomizations that include each other end', () =>
    expect(
      members(
        'a/x.yaml',
        all(
          ['a/kustomization.yaml', 'resources: [../b, x.yaml]\n'],
          ['b/kustomization.yaml', 'resources: [../a]\n'],
          ['a/x.yaml', pod],
        ),
      ),
    ).toEqual(['a/kustomization.yaml', 'a/x.yaml', 'b/kustomization.yaml']));
});
