import { describe, expect, it } from 'vitest';
import { heapsOf, oddSizesOf, overfullHeaps, redisSettingsOf } from '#languages/kubernetes';
import { read, readOne, workload } from './support.ts';

function container(lines: string): { container: Parameters<typeof oddSizesOf>[0]; text: string } {
  const document = read(workload(`- name: api\n  image: api\n${lines}`));
  return { container: document.objects[0]!.podSpec()!.containers[0]!, text: document.text };
}

describe('sizes that cannot be', () => {
  const odd = (requests: string, limits = '{}'): unknown[] =>
    oddSizesOf(container(`  resources: { requests: ${requests}, limits: ${limits} }`).container).map(
      ({ type, resource, meant }) => [type, resource, meant],
    );

  it.each([
    ['{ memory: 512m }', ['fraction', 'memory', '512Mi']],
    ['{ memory: 512 }', ['tiny', 'memory', '512Mi']],
    ['{ memory: 512MB }', ['unreadable', 'memory', '512Mi']],
    ['{ memory: "1 gb" }', ['unreadable', 'memory', '1Gi']],
    ['{ memory: much }', ['unreadable', 'memory', undefined]],
    ['{ ephemeral-storage: 1m }', ['fraction', 'ephemeral-storage', '1Mi']],
    ['{ cpu: 100M }', ['huge', 'cpu', '100m']],
    ['{ cpu: 250 }', ['huge', 'cpu', '250m']],
    ['{ cpu: "0,5" }', ['unreadable', 'cpu', '0.5']],
  ])('%s', (requests, expected) => expect(odd(requests)).toEqual([expected]));

  it.each(['{ cpu: 128, memory: 1e9 }', '{ memory: 4Mi }', '{ cpu: 0, memory: 0 }', '{ nvidia.com/gpu: 8 }'])(
    'leaves %s alone',
    requests => expect(odd(requests)).toEqual([]),
  );

  it('compares exactly', () => {
    expect(odd('{ memory: 1Gi }', '{ memory: 1073741824 }')).toEqual([]);
    expect(odd('{ memory: 1Gi }', '{ memory: 1073741823 }')).toEqual([['inverted', 'memory', '1Gi']]);
    expect(odd('{ memory: "{{ x }}" }', '{ memory: 1Gi }')).toEqual([]);
  });
});

describe('heaps', () => {
  const heaps = (lines: string): unknown[] => {
    const read = container(lines);
    return heapsOf(read.container, read.text).map(({ bytes, span }) => [bytes, read.text.slice(span.start, span.end)]);
  };
  const MIB = 1024 ** 2;

  it('are read from commands and variables', () => {
    expect(heaps('  command: [java, -Xms1g, -Xmx2g]')).toEqual([[2048 * MIB, '2g']]);
    expect(heaps('  env: [{ name: A, value: "-XX:MaxHeapSize=512m" }]')).toEqual([[512 * MIB, '512m']]);
    expect(heaps('  args: ["node --max-old-space-size 300 x.js"]')).toEqual([[300 * MIB, '300']]);
    expect(heaps('  args: ["node --max-old-space-size=300 x.js"]')).toEqual([[300 * MIB, '300']]);
    expect(heaps('  env: [{ name: GOMEMLIMIT, value: 1GiB }]')).toEqual([[1024 * MIB, '1GiB']]);
    expect(heaps('  env: [{ name: GOMEMLIMIT, value: off }]')).toEqual([]);
  });

  it('of the command line overrule those of the environment', () => {
    expect(heaps('  command: [java, -Xmx1g, -Xmx3g]\n  env: [{ name: JAVA_OPTS, value: -Xmx9g }]')).toEqual([
      [3072 * MIB, '3g'],
    ]);
  });

  it('are too large from nine tenths of the limit on, those of Go from the limit on', () => {
    const over = (variable: string, limit: string): number => {
      const read = container(`  env: [${variable}]\n  resources: { limits: { memory: ${limit} } }`);
      return overfullHeaps(read.container, read.text).length;
    };
    expect(over('{ name: A, value: -Xmx921m }', '1Gi')).toBe(0);
    expect(over('{ name: A, value: -Xmx922m }', '1Gi')).toBe(1);
    expect(over('{ name: GOMEMLIMIT, value: 1023MiB }', '1Gi')).toBe(0);
    expect(over('{ name: GOMEMLIMIT, value: 1GiB }', '1Gi')).toBe(1);
    expect(over('{ name: A, value: -Xmx9g }', '"{{ x }}"')).toBe(0);
  });
});

describe('settings of a Redis', () => {
  const settings = (text: string): unknown =>
    redisSettingsOf(readOne(text), text).map(({ open, directives }) => ({
      open,
      directives: directives.map(({ name, value, valueSpan }) => [
        name,
        value,
        text.slice(valueSpan.start, valueSpan.end),
      ]),
    }));
  const pod = (words: string, image = 'redis:7'): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: r, image: "${image}", args: ${words} }] }\n`;

  it('are words of its command', () => {
    const directives = [['maxmemory', '1gb', '1gb']];
    expect(settings(pod('[--maxmemory, 1gb, --save, ""]'))).toEqual([{ open: false, directives }]);
    expect(settings(pod('["redis-server --maxmemory 1gb"]'))).toEqual([{ open: false, directives }]);
    expect(settings(pod('[/data/redis.conf, --maxmemory, 1gb]'))).toEqual([{ open: true, directives }]);
    expect(settings(pod('[--maxmemory, 1gb]', 'memcached:1'))).toEqual([]);
  });

  it('are lines of a configuration, comments left out', () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: a }
data:
  redis.conf: |
    # maxmemory 9gb
    maxmemory 1gb
  other: no
`;
    expect(settings(text)).toEqual([{ open: false, directives: [['maxmemory', '1gb', '1gb']] }]);
  });
});
