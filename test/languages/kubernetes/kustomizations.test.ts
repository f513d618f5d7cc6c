import { describe, expect, it } from 'vitest';
import { generatorsOf, indexOf, kubernetesLanguage } from '#languages/kubernetes';
import { objectOf, read, unitOf } from './support.ts';

const TEXT = `resources: [app.yaml, ../base]
components:
  - ../part
namespace: shop
namePrefix: prod-
commonLabels:
  team: a
labels:
  - pairs: { env: prod }
  - includeSelectors: true
    pairs: { app: api }
patches:
  - path: replicas.yaml
  - target: { kind: Deployment }
    patch: |-
      - op: remove
        path: /spec/replicas
patchesStrategicMerge:
  - limits.yaml
  - |-
    apiVersion: v1
    kind: X
patchesJson6902:
  - path: ops.yaml
images:
  - name: shop/api
    newTag: 1.2.3
  - name: shop/web
    newName: registry/web
    digest: sha256:abc
replicas:
  - { name: api, count: 3 }
  - { name: web, count: "{{ x }}" }
configMapGenerator:
  - name: settings
    literals: [LOG_LEVEL=info, "URL=http://x?a=b"]
    files: [app.properties, conf=dir/nginx.conf]
  - name: open
    envs: [prod.env]
secretGenerator:
  - name: token
    literals: [TOKEN=abc]
  - name: more
    behavior: merge
    literals: [A=b]
`;

describe('kustomizations', () => {
  const document = read(TEXT, 'k/kustomization.yaml');
  const found = document.kustomization!;

  it('what they reach, and what is a patch of it', () => {
    expect(found.resources).toEqual(['app.yaml', '../base', '../part']);
    expect(found.patches).toEqual(['replicas.yaml', 'limits.yaml', 'ops.yaml']);
    expect(found.inlinePatches).toHaveLength(2);
    expect(found.component).toBe(false);
  });

  it('what they change', () => {
    expect(found).toMatchObject({ namespace: 'shop', namePrefix: 'prod-', nameSuffix: '' });
    expect([...found.commonLabels]).toEqual([
      ['team', 'a'],
      ['app', 'api'],
    ]);
    expect(found.images).toEqual([
      { name: 'shop/api', newName: undefined, newTag: '1.2.3', digest: undefined },
      { name: 'shop/web', newName: 'registry/web', newTag: undefined, digest: 'sha256:abc' },
    ]);
    expect([...found.replicas]).toEqual([
      ['api', 3],
      ['web', undefined],
    ]);
  });

  it('the ConfigMaps and Secrets that they make', () => {
    expect(found.generated.map(({ type, name, keys }) => [type, name, keys?.map(({ key }) => key)])).toEqual([
      ['configMap', 'settings', ['LOG_LEVEL', 'URL', 'app.properties', 'conf']],
      ['configMap', 'open', undefined],
      ['secret', 'token', ['TOKEN']],
      ['secret', 'more', undefined],
    ]);
    const { start, end } = found.generated[0]!.keys![1]!.place;
    expect(TEXT.slice(start, end)).toBe('"URL=http://x?a=b"');
    expect(generatorsOf(document).map(one => one.literals.map(({ text }) => text))).toEqual([
      ['LOG_LEVEL=info', 'URL=http://x?a=b'],
      [],
      ['TOKEN=abc'],
      ['A=b'],
    ]);
  });

  it.each(['', 'resources: x\nimages: {}\nconfigMapGenerator: [x, {literals: x}]\nreplicas: [1]\nlabels: x\n'])(
    '%j is no trouble',
    text => expect(() => kubernetesLanguage.facts(read(`namespace: x\n${text}`, 'k/kustomization.yaml'))).not.toThrow(),
  );
});

describe('facts about databases and jobs', () => {
  const facts = (...args: Parameters<typeof objectOf>) => objectOf(...args).facts();

  it('schedules as their operators read them', () => {
    const backup = (schedule: string) =>
      facts('postgresql.cnpg.io/v1', 'ScheduledBackup', `schedule: "${schedule}"\ncluster: { name: db }\n`).backup;
    expect(backup('0 0 2 * * *')).toMatchObject({ by: 'CloudNativePG', cluster: 'db', longestGapDays: 1 });
    expect(backup('0 0 2 * * 0')?.longestGapDays).toBe(7);
    expect(backup('0 2 * * 0')?.longestGapDays).toBeUndefined();
    expect(
      facts('velero.io/v1', 'Schedule', 'schedule: "0 2 * * 0"\ntemplate: { includedNamespaces: ["*"] }\n').backup,
    ).toMatchObject({ longestGapDays: 7, namespaces: [], suspended: false });
  });

  it('clusters and poolers', () => {
    expect(facts('acid.zalan.do/v1', 'postgresql', 'enableConnectionPooler: true\n').database).toMatchObject({
      system: 'Zalando',
      hasPooler: true,
      maxConnections: undefined,
    });
    expect(facts('postgresql.cnpg.io/v1', 'Pooler', 'instances: 2\ncluster: { name: db }\n').pooler).toEqual({
      cluster: 'db',
      instances: 2,
    });
  });

  it('what a CronJob runs', () => {
    const { job } = facts(
      'batch/v1',
      'CronJob',
      'schedule: "@daily"\njobTemplate:\n  spec:\n    template:\n      spec:\n        containers:\n        - { name: a, image: "Postgres:16", args: [pg_dump, -Fc] }\n',
    );
    expect(job).toEqual({ longestGapDays: 1, suspended: false, text: 'x postgres:16 pg_dump -fc' });
  });

  it('are found by part', () => {
    const unit = unitOf(read('apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: db\nspec: {}\n'));
    expect(
      indexOf(unit)
        .having('database')
        .map(({ facts }) => facts.name),
    ).toEqual(['db']);
    expect(indexOf(unit).having('backup')).toEqual([]);
  });
});
