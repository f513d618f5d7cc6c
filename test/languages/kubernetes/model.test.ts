import { describe, expect, it } from 'vitest';
import { kubernetesLanguage, sameHandler } from '#languages/kubernetes';
import { read, readOne, workload } from './support.ts';

describe('objects', () => {
  it('are known by group and kind, with their names', () => {
    const { objects } = read(
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: api\n  namespace: shop\n  labels: {app: api, tier: "1"}\n---\n' +
        'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata:\n  name: fn\n',
    );
    expect(objects.map(({ group, kind, name }) => [group, kind, name])).toEqual([
      ['', 'Service', 'api'],
      ['serving.knative.dev', 'Service', 'fn'],
    ]);
    expect(objects[0]!.namespace).toBe('shop');
    expect([...objects[0]!.labels.values]).toEqual([
      ['app', 'api'],
      ['tier', '1'],
    ]);
  });

  it('come out of a List, and of a typed list whose items need not say what they are', () => {
    const list = read(
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: a}\n- {apiVersion: v1, kind: Pod, metadata: {name: b}}\n',
    );
    expect(list.objects.map(({ group, kind, name }) => `${group}/${kind} ${name}`)).toEqual([
      'apps/Deployment a',
      '/Pod b',
    ]);
    const typed = read('{"apiVersion": "v1", "kind": "PodList", "items": [{"metadata": {"name": "c"}}]}', 'pods.json');
    expect(typed.objects.map(({ group, kind, name }) => `${group}/${kind} ${name}`)).toEqual(['/Pod c']);
  });

  it('have no group where a template chooses it', () => {
    const text = 'apiVersion: {{ include "api" . }}\nkind: Deployment\nmetadata:\n  name: x\n';
    expect(readOne(text, 'chart/templates/x.yaml').group).toBeUndefined();
  });

  it('are partial where they show a part', () => {
    expect(readOne(workload('- name: api\n  image: api:1')).partial).toBe(false);
    const patch = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  replicas: 2\n';
    expect(readOne(patch).partial).toBe(true);
    expect(readOne('apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\n').partial).toBe(true);
    expect(readOne(`$patch: delete\n${workload('- name: api\n  image: api:1')}`).partial).toBe(true);
    expect(readOne(workload('- name: api\n  image: api:1'), 'deploy/patches/api.yaml').partial).toBe(true);
    expect(readOne(workload('- name: api\n  image: api:1'), 'deploy/api-patch.yaml').partial).toBe(true);
    expect(readOne(workload('- name: api\n  image: api:1'), 'deploy/dispatch.yaml').partial).toBe(false);
  });
});

describe('pods', () => {
  const POD = 'spec:\n  containers:\n  - name: main\n    image: a:1\n';
  const indent = (text: string, by: number) => text.replace(/^(?=.)/gm, ' '.repeat(by));

  it.each([
    ['v1', 'Pod', POD],
    ['v1', 'ReplicationController', `spec:\n  template:\n${indent(POD, 4)}`],
    ['apps/v1', 'Deployment', `spec:\n  template:\n${indent(POD, 4)}`],
    ['extensions/v1beta1', 'Deployment', `spec:\n  template:\n${indent(POD, 4)}`],
    ['apps/v1', 'StatefulSet', `spec:\n  template:\n${indent(POD, 4)}`],
    ['apps/v1', 'DaemonSet', `spec:\n  template:\n${indent(POD, 4)}`],
    ['apps/v1', 'ReplicaSet', `spec:\n  template:\n${indent(POD, 4)}`],
    ['batch/v1', 'Job', `spec:\n  template:\n${indent(POD, 4)}`],
    ['batch/v1', 'CronJob', `spec:\n  jobTemplate:\n    spec:\n      template:\n${indent(POD, 8)}`],
    ['argoproj.io/v1alpha1', 'Rollout', `spec:\n  template:\n${indent(POD, 4)}`],
    ['serving.knative.dev/v1', 'Service', `spec:\n  template:\n${indent(POD, 4)}`],
  ])('of %s %s', (apiVersion, kind, spec) => {
    const object = readOne(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: x\n${spec}`);
    expect(object.podSpec()?.containers.map(one => one.name)).toEqual(['main']);
  });

  it.each([
    ['v1', 'Service'],
    ['v1', 'Deployment'],
    ['example.org/v1', 'Deployment'],
  ])('not of %s %s', (apiVersion, kind) => {
    const object = readOne(
      `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: x\nspec:\n  template:\n${indent(POD, 4)}`,
    );
    expect(object.podSpec()).toBeUndefined();
  });

  it('tell native sidecars from init containers', () => {
    const text = workload('- {name: api, image: "api:1"}').replace(
      '      containers:',
      '      initContainers:\n      - {name: wait, image: w}\n      - {name: proxy, image: p, restartPolicy: Always}\n      containers:',
    );
    const pods = readOne(text).podSpec()!;
    expect(pods.containers.map(({ name, role }) => [name, role])).toEqual([
      ['api', 'container'],
      ['proxy', 'sidecar'],
    ]);
    expect(pods.initContainers.map(one => one.name)).toEqual(['wait']);
  });
});

describe('containers', () => {
  const container = (lines: string) =>
    readOne(workload(`- name: api\n  image: api:1\n${lines}`)).podSpec()!.containers[0]!;

  it('know their ports by name and number', () => {
    const found = container('  ports:\n  - {name: http, containerPort: 8080}\n  - {containerPort: 53, protocol: UDP}');
    expect(found.ports.map(({ name, number, protocol }) => [name, number, protocol])).toEqual([
      ['http', 8080, 'TCP'],
      [undefined, 53, 'UDP'],
    ]);
    expect(found.port('http')?.number).toBe(8080);
    expect(found.port(53)?.protocol).toBe('UDP');
    expect(found.port('web')).toBeUndefined();
    expect(found.portsKnown).toBe(true);
  });

  it('do not know their ports where something else fills them', () => {
    expect(container('  ports:\n  - {name: "${PORT}", containerPort: 80}').portsKnown).toBe(false);
    expect(container('  ports: ${PORTS}').portsKnown).toBe(false);
    expect(readOne(workload('- name: api')).podSpec()!.containers[0]!.portsKnown).toBe(false);
  });

  it('have an environment', () => {
    const { env } = container(
      '  env:\n  - {name: A, value: "1"}\n  - {name: B, valueFrom: {}}\n  - {name: C, value: $(A)}',
    );
    expect(env.map(({ name, value }) => [name, value])).toEqual([
      ['A', '1'],
      ['B', undefined],
      ['C', undefined],
    ]);
  });

  const PORTS = '  ports:\n  - {name: http, containerPort: 8080}\n';
  const same = (liveness: string, readiness: string) => {
    const found = container(`${PORTS}  livenessProbe: {${liveness}}\n  readinessProbe: {${readiness}}`);
    return sameHandler(found.probe('liveness')!.handler!, found.probe('readiness')!.handler!);
  };

  it.each([
    [true, 'httpGet: {path: /a, port: http}', 'httpGet: {path: "/a", port: 8080, scheme: HTTP}'],
    [true, 'httpGet: {port: 80}', 'httpGet: {path: /, port: "80"}'],
    [true, 'httpGet: {path: /a, port: web}', 'httpGet: {path: /a, port: web}'],
    [
      true,
      'httpGet: {path: /a, port: 1, httpHeaders: [{name: A, value: b}]}',
      'httpGet: {path: /a, port: 1, httpHeaders: [{name: a, value: b}]}',
    ],
    [true, 'tcpSocket: {port: http}', 'tcpSocket: {port: 8080}'],
    [true, 'exec: {command: [a, "b"]}', "exec: {command: ['a', b]}"],
    [true, 'grpc: {port: 1}', 'grpc: {port: 1, service: ""}'],
    [false, 'httpGet: {path: /a, port: http}', 'httpGet: {path: /b, port: http}'],
    [false, 'httpGet: {path: /a, port: 1}', 'httpGet: {path: /a, port: 2}'],
    [false, 'httpGet: {path: /a, port: 1}', 'httpGet: {path: /a, port: 1, scheme: HTTPS}'],
    [false, 'httpGet: {path: /a, port: 1}', 'tcpSocket: {port: 1}'],
    [false, 'grpc: {port: 1, service: a}', 'grpc: {port: 1, service: b}'],
    [false, 'exec: {command: [a]}', 'exec: {command: [a, b]}'],
    [undefined, 'httpGet: {path: "${A}", port: 1}', 'httpGet: {path: "${A}", port: 1}'],
    [undefined, 'httpGet: {path: /a, port: web}', 'httpGet: {path: /a, port: 8080}'],
    [undefined, 'exec: {command: ["$(A)"]}', 'exec: {command: ["$(A)"]}'],
  ])('%s: %s and %s', (expected, liveness, readiness) => expect(same(liveness, readiness)).toBe(expected));

  it('count by the defaults of the API', () => {
    const probe = container('  livenessProbe: {failureThreshold: 5, tcpSocket: {port: 1}}').probe('liveness')!;
    expect([probe.periodSeconds, probe.failureThreshold]).toEqual([10, 5]);
  });

  it('say where a probe is shared', () => {
    const text = workload(
      '- &a\n  name: a\n  image: a:1\n  livenessProbe: &p\n    tcpSocket: {port: 1}\n  readinessProbe: *p\n- <<: *a\n  name: b',
    );
    const [first, second] = readOne(text).podSpec()!.containers;
    expect([
      first!.probe('liveness')!.owned,
      first!.probe('readiness')!.owned,
      second!.probe('liveness')!.owned,
    ]).toEqual([true, false, false]);
    expect(first!.probe('startup')).toBeUndefined();
    expect(second!.declaresProbe('liveness')).toBe(true);
  });
});

describe('edits', () => {
  it('keep the objects of every YAML document but the one they touch', () => {
    const one = (name: string) => workload('- name: api\n  image: api:1').replace('name: api', `name: ${name}`);
    const text = ['a', 'b', 'c'].map(one).join('---\n');
    const before = read(text);
    const kept = [...before.objects];
    const at = text.indexOf('name: b');
    const after = kubernetesLanguage.update(before, { span: { start: at, end: at + 7 }, text: 'name: longer' });
    expect(after.objects.map(object => object.name)).toEqual(['a', 'longer', 'c']);
    expect(after.objects[0]).toBe(kept[0]);
    expect(after.objects[1]).not.toBe(kept[1]);
    expect(after.objects[2]).toBe(kept[2]);
    const name = after.objects[2]!.nameNode!.span;
    expect(after.text.slice(name.start, name.end)).toBe('c');
  });

  it('read the file anew where it becomes a template or JSON', () => {
    const before = read(workload('- name: api\n  image: api:1'));
    const end = before.text.length;
    const after = kubernetesLanguage.update(before, { span: { start: end, end }, text: '# {{ x }}\n' });
    expect(after.objects).toHaveLength(1);
    expect(kubernetesLanguage.parse({ uri: before.uri, text: after.text }).objects[0]!.name).toBe('api');
  });

  it('never throw on a prefix', () => {
    const text = `# c\n${workload('- &a\n  name: a\n  image: a:1\n  ports: [{name: http, containerPort: 80}]\n  livenessProbe: &p\n    httpGet: {path: "/x", port: http}\n  readinessProbe: *p\n- <<: *a\n  name: b')}`;
    for (let end = 0; end <= text.length; end++) {
      const document = read(text.slice(0, end));
      kubernetesLanguage.facts(document);
      for (const object of document.objects)
        for (const one of object.podSpec()?.containers ?? []) void [one.probe('liveness'), one.env, one.span];
    }
  });
});
