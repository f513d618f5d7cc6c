import { describe, expect, it } from 'vitest';
import { createEngine } from '#engine';
import {
  defaultOf,
  helmValuesOf,
  indexOf,
  kubernetesLanguage,
  replicasIn,
  valueReferenceIn,
  workloadOf,
} from '#languages/kubernetes';
import { read, unitOf, workload } from './support.ts';

const VALUES = `replicaCount: 3
image:
  repository: shop/api
  tag: ""
autoscaling:
  enabled: false
  minReplicas: 1
  targetCPUUtilizationPercentage: 80
ingress:
  enabled: true
  hosts:
    - host: shop.example.com
  tls: []
env:
  LOG_LEVEL: info
worker:
  replicaCount: 2
  extraEnv:
    - name: TOKEN
      value: abc
service:
  replicas: 9
`;
const hints = { helmChart: true } as const;
const values = (text = VALUES, path = 'chart/values.yaml') =>
  kubernetesLanguage.parse({ uri: `file:///shop/${path}`, text, hints });

describe('values of a chart', () => {
  it('are a document where there is a chart', () => {
    const source = { uri: 'file:///shop/chart/values.yaml', text: VALUES };
    expect(kubernetesLanguage.detect(source)).toBe(false);
    expect(kubernetesLanguage.detect({ ...source, hints })).toBe(true);
    expect(kubernetesLanguage.detect({ ...source, uri: 'file:///shop/chart/values-prod.yaml', hints })).toBe(true);
    expect(kubernetesLanguage.detect({ ...source, uri: 'file:///shop/chart/other.yaml', hints })).toBe(false);
  });

  it('by the names that charts give them', () => {
    const found = helmValuesOf(values());
    expect(found?.sections.map(({ name }) => name)).toEqual([undefined, 'worker']);
    const [whole, worker] = found!.sections;
    expect(whole).toMatchObject({
      replicas: { value: 3 },
      image: { repository: { value: 'shop/api' }, tag: { value: '' } },
      autoscaling: { enabled: false, minimum: { value: 1 }, cpuTarget: { value: 80 } },
      ingress: { enabled: true, withoutTls: true, hosts: [{ value: 'shop.example.com' }] },
      env: [{ name: 'LOG_LEVEL', value: { value: 'info' } }],
    });
    expect(worker).toMatchObject({ replicas: { value: 2 }, env: [{ name: 'TOKEN', value: { value: 'abc' } }] });
    expect(helmValuesOf(read(workload('- name: a\n  image: x:1\n')))).toBeUndefined();
  });

  it('stay one while they are edited', () => {
    const before = values();
    const after = kubernetesLanguage.update(before, { span: { start: 14, end: 15 }, text: '7' });
    expect(helmValuesOf(after)?.sections[0]?.replicas?.value).toBe(7);
    const json = kubernetesLanguage.update(before, {
      span: { start: 0, end: before.text.length },
      text: '{"replicaCount": 1}',
    });
    expect(helmValuesOf(json)?.sections[0]?.replicas?.value).toBe(1);
  });

  it.each(['', 'replicaCount:', 'autoscaling: 3\nimage: x\ningress: []\nenv: {A: {}}\n', '- a\n', '{{ x }}'])(
    '%j is no trouble',
    text => expect(() => helmValuesOf(values(text))).not.toThrow(),
  );
});

describe('what a template takes from the values', () => {
  it.each([
    ['{{ .Values.replicaCount }}', 'replicaCount', undefined],
    ['"{{ .Values.image.tag | quote }}"', 'image.tag', undefined],
    ['{{- .Values.a.b | default 3 | int -}}', 'a.b', '3'],
    ['{{ .Values.a | default "x" | quote }}', 'a', 'x'],
    ['{{ int .Values.a }}', 'a', undefined],
  ])('%s', (text, path, fallback) => expect(valueReferenceIn(text)).toEqual({ path, fallback }));

  it.each([
    '{{ .Values.a }}-{{ .Values.b }}',
    '{{ add .Values.a 1 }}',
    '{{ include "x" . }}',
    '{{ .Chart.Name }}',
    '3',
    '',
  ])('%j is not one value', text => expect(valueReferenceIn(text)).toBeUndefined());

  const template = read(
    workload('- name: a\n  image: x:1\n').replace('spec:\n', 'spec:\n  replicas: {{ .Values.replicaCount }}\n'),
    'chart/templates/app.yaml',
  );
  const unit = unitOf(template, values());

  it('is looked up in values.yaml, with its place', () => {
    const node = workloadOf(template.objects[0]!)!.replicas!.node;
    const found = defaultOf(template, node, unit);
    expect(found).toMatchObject({ value: 3, uri: 'file:///shop/chart/values.yaml' });
    expect(VALUES.slice(found!.span.start, found!.span.end)).toBe('3');
    expect(defaultOf(template, node, unitOf(template))).toBeUndefined();
    expect(defaultOf(template, node, unitOf(template, values(VALUES, 'chart/values-prod.yaml')))).toBeUndefined();
  });

  it('counts for other documents, too', () => {
    const [object] = indexOf(unit).ofKind('apps', 'Deployment');
    expect(replicasIn(object!, unit)).toBe(3);
  });
});

describe('in the engine', () => {
  const engine = () => createEngine({ languages: [kubernetesLanguage as never], rules: [] });
  const CHART = 'apiVersion: v2\nname: api\nversion: 1.0.0\ndependencies:\n  - name: redis\n    alias: cache\n';

  it('a Chart.yaml makes its values a document, whichever comes first', () => {
    const first = engine();
    first.setSource('file:///c/Chart.yaml', CHART);
    first.setSource('file:///c/values.yaml', VALUES);
    expect(first.kindOf('file:///c/values.yaml')).toBe('kubernetes');
    const second = engine();
    second.setSource('file:///c/values.yaml', VALUES);
    expect(second.kindOf('file:///c/values.yaml')).toBeUndefined();
    second.setSource('file:///c/Chart.yaml', CHART);
    expect(second.kindOf('file:///c/values.yaml')).toBe('kubernetes');
    second.removeSource('file:///c/Chart.yaml');
    expect(second.kindOf('file:///c/values.yaml')).toBeUndefined();
  });

  it('says which values are those of other charts', () => {
    const facts = kubernetesLanguage.companions!.facts({ uri: 'file:///c/Chart.yaml', text: CHART });
    expect(facts?.chart).toEqual({ name: 'api', library: false, dependencies: ['cache'] });
    expect(kubernetesLanguage.companions!.facts({ uri: 'file:///c/Chart.yaml', text: 'a: b\n' })).toBeUndefined();
  });
});
