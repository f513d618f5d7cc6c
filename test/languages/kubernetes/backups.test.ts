import { describe, expect, it } from 'vitest';
import {
  combinedGapDays,
  dailyAt,
  firstDatabaseBackupIn,
  indexOf,
  isBackupText,
  kubernetesLanguage,
  mostEndpointsOf,
  parseCron,
  postgresClusterOf,
  walArchivingOf,
} from '#languages/kubernetes';
import { read, readOne, unitOf } from './support.ts';

describe('combinedGapDays', () => {
  const gap = (...schedules: string[]): number | undefined => combinedGapDays(schedules.map(parseCron));

  it('puts days of the week together', () => {
    expect(gap('0 1 * * 0', '0 1 * * 1-6')).toBe(1);
    expect(gap('0 1 * * 0', '0 1 * * 3')).toBe(4);
  });
  it('takes the most frequent one where that is daily', () => expect(gap('0 1 1 * *', '@daily')).toBe(1));
  it('knows nothing of days of the month that interleave', () =>
    expect(gap('0 1 1 * *', '0 1 15 * *')).toBeUndefined());
  it('knows nothing where one cannot be read', () => expect(gap('0 1 * * 0', 'nightly')).toBeUndefined());
  it('knows nothing of nothing', () => expect(gap()).toBeUndefined());
});

describe('dailyAt', () => {
  it.each([
    ['15 2 * * 1-5', '15 2 * * *'],
    ['0 15 2 1 * *', '0 15 2 * * *'],
    ['TZ=Asia/Tokyo 15 2 * * 0', 'TZ=Asia/Tokyo 15 2 * * *'],
    ['@monthly', '@daily'],
    ['@every 72h', '@every 24h'],
  ])('%s', (text, daily) => {
    const cron = parseCron(text);
    expect(cron && dailyAt(text, cron)).toBe(daily);
  });
});

describe('isBackupText', () => {
  it.each([
    ['dump postgres:17 pg_dump shop', true],
    ['backup restic/restic restic backup /data', true],
    ['prune restic/restic restic forget --prune', false],
    ['rehearsal sh -c pg_dump --version && pg_restore x', false],
    ['my-pg_dumper registry/report', false],
  ])('%s', (text, expected) => expect(isBackupText(text)).toBe(expected));
});

describe('walArchivingOf', () => {
  const archives = (spec: string): boolean | undefined => {
    const cluster = postgresClusterOf(
      readOne(`apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: { name: db }\nspec: ${spec}\n`),
    );
    return cluster && walArchivingOf(cluster);
  };

  it.each([
    ['{ instances: 1 }', false],
    ['{ plugins: [{ name: b, isWALArchiver: true }] }', true],
    ['{ plugins: [{ name: b, isWALArchiver: true, enabled: false }] }', false],
    ['{ plugins: [{ name: b, isWALArchiver: "${WAL}" }] }', undefined],
    ['{ backup: { barmanObjectStore: { destinationPath: s3://b/ } } }', true],
    ['{ backup: "${BACKUP}" }', undefined],
  ])('%s', (spec, expected) => expect(archives(spec)).toBe(expected));
});

describe('mostEndpointsOf', () => {
  const deployment = (replicas: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  ${replicas}
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec: { containers: [{ name: api, image: a }] }
---
apiVersion: v1
kind: Service
metadata: { name: api }
spec: { selector: { app: api } }
`;
  const most = (...texts: string[]): number | undefined => {
    const unit = unitOf(...texts.map((text, index) => read(text, `deploy/${index}.yaml`)));
    return mostEndpointsOf(unit, indexOf(unit), 'api', undefined);
  };
  const scaler = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: api }
spec: { scaleTargetRef: { kind: Deployment, name: api }, maxReplicas: 8 }
`;

  it('counts replicas', () => expect(most(deployment('replicas: 3'))).toBe(3));
  it('goes as far as the autoscaler', () => expect(most(deployment('replicas: 3'), scaler)).toBe(8));
  it('does not take the default for a decision', () => expect(most(deployment('paused: false'))).toBeUndefined());
  it('knows nothing of a Service that is not there', () => expect(most(scaler)).toBeUndefined());
  it('knows nothing where a patch may change it', () =>
    expect(
      most(
        deployment('replicas: 3'),
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec: { replicas: 20 }\n',
      ),
    ).toBeUndefined());
});

describe('firstDatabaseBackupIn', () => {
  const backup = 'apiVersion: postgresql.cnpg.io/v1\nkind: ScheduledBackup\nmetadata: { name: b }\nspec: {}\n';

  it('is the first file by name, and none of tests', () => {
    const texts = {
      'deploy/z.yaml': backup,
      'deploy/b.yaml': `apiVersion: v1\nkind: Namespace\nmetadata: { name: n }\n---\n${backup}`,
      'deploy/preview/a.yaml': backup,
      'testdata/a.yaml': backup,
    };
    const documents = Object.entries(texts).map(([path, text]) => read(text, path));
    const all = new Map(documents.map(one => [one.uri, kubernetesLanguage.facts(one)]));
    expect(firstDatabaseBackupIn(all)).toEqual({ uri: expect.stringMatching(/deploy\/b\.yaml$/), index: 1 });
  });
});
