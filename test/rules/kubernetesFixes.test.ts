import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AnyRule, Fix } from '#engine';
import { kindOf } from '#engine';
import { rules } from '#rules';
import { applyEdits } from '#text';
import { type Manifest, manifestsIn, schemaErrors } from '../support/kubernetesSchemas.ts';
import { type Example, examplesOf, openExample, uriOf } from './harness.ts';
import { type Block, readPage } from './page.ts';

/** What the pages show and no package on npm has the schema of, each with the reason. */
const WITHOUT_SCHEMA: Readonly<Record<string, string>> = {
  'acid.zalan.do/v1 postgresql': 'no package',
  'apiserver.config.k8s.io/v1 EncryptionConfiguration': 'a file of the API server, no object of the API',
  'apps/v1 PodDisruptionBudget': 'wrong on purpose',
  'apps/v1 Service': 'wrong on purpose',
  'barmancloud.cnpg.io/v1 ObjectStore': 'no package',
  'batch/v1 NetworkPolicy': 'wrong on purpose',
  'cloud.google.com/v1 BackendConfig': 'no package',
  'configuration.konghq.com/v1 KongPlugin': 'no package',
  'databases.spotahome.com/v1 RedisFailover': 'no package',
  'gateway.envoyproxy.io/v1alpha1 BackendTrafficPolicy': 'no package',
  'gateway.envoyproxy.io/v1alpha1 ClientTrafficPolicy': 'no package',
  'gateway.envoyproxy.io/v1alpha1 SecurityPolicy': 'no package',
  'kustomize.config.k8s.io/v1beta1 Kustomization': 'a file of Kustomize, no object of the API',
  'policy.linkerd.io/v1alpha1 HTTPLocalRateLimitPolicy': 'no package',
  'postgres-operator.crunchydata.com/v1beta1 PostgresCluster': 'no package',
  'postgresql.cnpg.io/v1 Cluster': 'no package',
  'postgresql.cnpg.io/v1 Pooler': 'no package',
  'postgresql.cnpg.io/v1 ScheduledBackup': 'no package',
  'redis.redis.opstreelabs.in/v1beta2 Redis': 'no package',
  'v1 Deployment': 'wrong on purpose',
  'v1 Ingress': 'wrong on purpose',
  'velero.io/v1 Schedule': 'no package',
};

/** Rules whose fixes touch nothing but kinds without a schema. */
const NOT_CHECKED = [
  'kubernetes/backup-schedule-fields',
  'kubernetes/backup-without-retention',
  'kubernetes/database-without-base-backup',
  'kubernetes/many-connections-without-pooler',
  'kubernetes/single-pooler',
];

/** Rules with examples that the API does not take as they stand, each with the reason. */
const FAULTY: Readonly<Record<string, string>> = {
  'kubernetes/autoscaled-with-replicas': 'a patch',
  'kubernetes/impossible-quantity': 'what it reports',
  'kubernetes/misspelled-circuit-breaker-field': 'what it reports',
  'kubernetes/monitor-unknown-port': 'a number in the place of a name is what it reports',
  'kubernetes/probe-timing': 'a patch',
};

const kubernetesRules = rules.filter(one => kindOf(one) === 'kubernetes');

for (const rule of kubernetesRules) {
  const bad = examplesOf(pageOf(rule)).filter(one => one.word === 'bad');
  it(`${rule.id}: what the API takes, it takes after every fix`, async () => {
    let checked = 0;
    for (const example of bad) checked += await checkExample(example, rule);
    // So that this cannot pass by looking at nothing.
    expect(checked > 0, `${checked} fixes made what the API takes`).toBe(
      rule.fixable !== 'no' && !NOT_CHECKED.includes(rule.id),
    );
  });
}

describe('the bad and fixed examples', () => {
  const shown = kubernetesRules.flatMap(rule =>
    pageOf(rule)
      .blocks.filter(one => (one.word === 'bad' || one.word === 'fixed') && isManifestFile(one))
      .map(block => ({ rule, block })),
  );

  it('are of kinds that have a schema, but for the listed ones', async () => {
    const without = new Set<string>();
    for (const { block } of shown)
      for (const one of manifestsIn(block.code)) if (!(await schemaErrors(one))) without.add(kindNameOf(one));
    expect([...without].sort()).toEqual(Object.keys(WITHOUT_SCHEMA));
  });

  it('are what the API takes, but for the listed ones', async () => {
    const faulty = new Map<string, string>();
    for (const { rule, block } of shown)
      for (const error of (await errorsIn(block.code)).errors) faulty.set(rule.id, `line ${block.line}: ${error}`);
    expect([...faulty].filter(([id]) => !(id in FAULTY))).toEqual([]);
    expect([...faulty.keys()].sort()).toEqual(Object.keys(FAULTY));
  });
});

describe('the schemas', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'orders', labels: { app: 'orders' } } };
  const container = { name: 'app', image: 'orders:1', resources: { limits: { memory: '1Gi', 'example.com/gpu': 1 } } };
  it.each([
    ['what is right', { ...pod, spec: { containers: [container] } }, []],
    ['a missing field', { ...pod, spec: {} }, ['/spec must have required property containers']],
    ['a wrong type', { ...pod, spec: { containers: 'app' } }, ['/spec/containers must be array']],
    ['an unknown field', { ...pod, spec: { containers: [container], conteners: [] } }, ['/spec/conteners is no field']],
    [
      'an unknown field in a list',
      { ...pod, spec: { containers: [{ ...container, ports: [{ containerPort: 80, port: 80 }] }] } },
      ['/spec/containers/0/ports/0/port is no field'],
    ],
  ])('say of %s', async (_, object, errors) => {
    expect(await schemaErrors(object)).toEqual(errors);
  });
});

/** Applies every fix of every finding alone; returns how many made a text that the API takes. */
async function checkExample(example: Example, rule: AnyRule): Promise<number> {
  const { engine } = openExample(example, rule, '\n');
  let checked = 0;
  for (const uri of example.blocks.filter(isManifestFile).map(block => uriOf(block, rule)))
    for (const fix of engine.findings(uri).flatMap(one => one.fixes))
      for (const [target, text] of textsAfter(fix, uri, one => engine.textOf(one) ?? '')) {
        const before = await errorsIn(engine.textOf(target) ?? '');
        const after = await errorsIn(text);
        expect(
          after.errors.filter(one => !before.errors.includes(one)),
          `${example.name}: ${fix.title}\n${text}`,
        ).toEqual([]);
        if (after.known > 0 && after.errors.length === 0) checked++;
      }
  return checked;
}

function textsAfter(fix: Fix, uri: string, textOf: (uri: string) => string): ReadonlyMap<string, string> {
  const targets = [...new Set(fix.edits.map(edit => edit.uri ?? uri))];
  return new Map([
    ...targets.map(target => {
      const edits = fix.edits.filter(edit => (edit.uri ?? uri) === target);
      return [target, applyEdits(textOf(target), edits)] as const;
    }),
    ...(fix.creates ?? []).map(file => [file.uri, file.text] as const),
  ]);
}

async function errorsIn(text: string): Promise<{ readonly known: number; readonly errors: readonly string[] }> {
  const errors: string[] = [];
  let known = 0;
  for (const one of manifestsIn(text)) {
    const found = await schemaErrors(one);
    if (found) known++;
    errors.push(...(found ?? []).map(error => `${kindNameOf(one)} ${String(one.metadata?.name)}: ${error}`));
  }
  return { known, errors };
}

const kindNameOf = ({ apiVersion, kind }: Manifest): string => `${apiVersion} ${kind}`;

/**
 * A template is no manifest before Helm has filled it in. A patch is checked like the rest: what it lacks, it lacks
 * before and after.
 */
function isManifestFile({ file }: Block): boolean {
  return !file?.includes('/templates/');
}

function pageOf(rule: AnyRule): ReturnType<typeof readPage> {
  return readPage(readFileSync(`rules/${rule.id}.md`, 'utf8'));
}
