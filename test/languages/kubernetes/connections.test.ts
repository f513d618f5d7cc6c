import { describe, expect, it } from 'vitest';
import { arithmeticOf, connectionsIn, rateLimitsOf, serverOf } from '#languages/kubernetes';
import { read, readOne, unitOf, workload } from './support.ts';

const env = (...lines: string[]) =>
  workload(`- name: api\n  image: shop/api:1\n  env:\n${lines.map(line => `    - ${line}`).join('\n')}\n`);
const sumsOf = (...texts: string[]) =>
  connectionsIn(unitOf(...texts.map((text, index) => read(text, `deploy/${index}.yaml`))));

describe('the connections of a unit', () => {
  it.each([
    ['a host and a pool', ['{ name: PGHOST, value: db }', '{ name: PG_POOL_MAX, value: "7" }'], 'api 1 x 7 = 7'],
    ['a url', ['{ name: U, value: "postgres://a:$(P)@db/x?pool_size=5" }'], 'api 1 x 5 = 5'],
    ['a url of Java', ['{ name: U, value: "jdbc:postgresql://db/x?maxPoolSize=6" }'], 'api 1 x 6 = 6'],
    [
      'workers',
      ['{ name: U, value: "mysql://db/x?connection_limit=5" }', '{ name: GUNICORN_CMD_ARGS, value: "-b :80 -w 4" }'],
      'api 1 x 4 x 5 = 20',
    ],
  ])('are counted: %s', (_name, lines, expected) => {
    expect(sumsOf(env(...lines)).map(arithmeticOf)).toEqual([expected]);
  });

  it.each([
    ['no pool', ['{ name: PGHOST, value: db }']],
    ['a lifetime', ['{ name: PGHOST, value: db }', '{ name: DB_MAX_CONN_LIFETIME, value: "7" }']],
    [
      'two hosts',
      ['{ name: PGHOST, value: db }', '{ name: B_DB_HOST, value: c }', '{ name: DB_POOL_SIZE, value: "7" }'],
    ],
    ['the port of a pooler', ['{ name: U, value: "postgres://db:6432/x?pool_size=5" }']],
    [
      'unknown workers',
      ['{ name: U, value: "postgres://db/x?pool_size=5" }', '{ name: WEB_CONCURRENCY, value: auto }'],
    ],
    ['a template', ['{ name: PGHOST, value: "{{ .Values.host }}" }', '{ name: DB_POOL_SIZE, value: "7" }']],
  ])('are not known: %s', (_name, lines) => expect(sumsOf(env(...lines))).toEqual([]));

  it('take values from ConfigMaps by key and by prefix', () => {
    const text = `${env('{ name: DB_HOST, valueFrom: { configMapKeyRef: { name: a, key: host } } }')}          envFrom: [{ prefix: DB_, configMapRef: { name: b } }]\n`;
    const maps = `apiVersion: v1
kind: ConfigMap
metadata: { name: a }
data: { host: db.shop.svc }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: b }
data: { POOL_SIZE: "9" }
`;
    const [sum] = sumsOf(text, maps);
    expect(sum).toMatchObject({ host: 'db.shop.svc', namespace: 'shop', total: 9 });
    expect(sum!.uses[0]!.setting.object.facts.name).toBe('b');
  });

  it('end at a server that takes 100 where nothing is written', () => {
    const cluster = (spec: string) =>
      unitOf(read(`apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: { name: a }\nspec: ${spec}\n`));
    const host = { host: 'a-rw.shop.svc', namespace: 'shop' };
    expect(serverOf(cluster('{ instances: 1 }'), host)?.maximum).toBe(100);
    const limited = cluster('{ postgresql: { parameters: { max_connections: "50" } } }');
    expect(serverOf(limited, host)?.maximum).toBe(50);
    expect(serverOf(limited, { ...host, host: 'a-ro' })).toBeUndefined();
  });
});

describe('rate limits', () => {
  const kong = (config: string) =>
    rateLimitsOf(
      readOne(
        `apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: { name: a }\nplugin: rate-limiting\nconfig: ${config}\n`,
      ),
    ).map(({ perMinute, per }) => [perMinute, per]);

  it('are requests a minute, the tightest of several', () => {
    expect(kong('{ second: 5 }')).toEqual([[300, 'client']]);
    expect(kong('{ second: 5, hour: 600 }')).toEqual([[10, 'client']]);
    expect(kong('{ minute: 5, limit_by: service }')).toEqual([[5, 'everyone']]);
    expect(kong('{ minute: "{{ .Values.a }}", second: 5 }')).toEqual([]);
    expect(kong('{}')).toEqual([]);
  });
});
