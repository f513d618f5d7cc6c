import { describe, expect, it } from 'vitest';
import {
  antiAffinityOf,
  bytesOf,
  commandWordsOf,
  configVolumesOf,
  envFromOf,
  envOf,
  hostAccessOf,
  identityOf,
  isEnvKnown,
  mountsOf,
  podsOf,
  preStopOf,
  requestedOf,
  resourcesOf,
  securityOf,
  spreadConstraintsOf,
  terminationOf,
  volumesOf,
  workloadOf,
} from '#languages/kubernetes';
import { readOne, workload } from './support.ts';

const podsIn = (text: string) => {
  const pods = readOne(text).podSpec();
  if (!pods) throw new Error('no pods were read');
  return pods;
};
const first = (containers: string) => podsIn(workload(containers)).containers[0]!;

describe('environment', () => {
  const container = first(`- name: api
  image: shop/api:1
  env:
    - name: LITERAL
      value: "5"
    - name: EMPTY
    - name: TEMPLATED
      value: $(LITERAL)/x
    - name: SECRET
      valueFrom: { secretKeyRef: { name: api, key: password, optional: true } }
    - name: CONFIG
      valueFrom: { configMapKeyRef: { name: api, key: url } }
    - name: IP
      valueFrom: { fieldRef: { fieldPath: status.podIP } }
  envFrom:
    - secretRef: { name: all }
    - prefix: X_
      configMapRef: { name: more, optional: true }
`);

  it('values and where they come from', () => {
    expect(
      envOf(container).map(({ name, value, source }) => [
        name.value,
        value?.value,
        source?.type,
        source?.name?.value,
        source?.key?.value,
      ]),
    ).toEqual([
      ['LITERAL', '5', undefined, undefined, undefined],
      ['EMPTY', undefined, undefined, undefined, undefined],
      ['TEMPLATED', undefined, undefined, undefined, undefined],
      ['SECRET', undefined, 'secret', 'api', 'password'],
      ['CONFIG', undefined, 'configMap', 'api', 'url'],
      ['IP', undefined, 'field', undefined, 'status.podIP'],
    ]);
    expect(envOf(container)[3]?.source?.optional).toBe(true);
    expect(envOf(container)[2]?.value).toBeDefined();
  });

  it('whole objects', () =>
    expect(
      envFromOf(container).map(({ type, name, prefix, optional }) => [type, name?.value, prefix, optional]),
    ).toEqual([
      ['secret', 'all', undefined, false],
      ['configMap', 'more', 'X_', true],
    ]));

  it('is known unless a template adds to it', () => {
    expect(isEnvKnown(container)).toBe(true);
    expect(isEnvKnown(first('- name: api\n  image: x:1\n  env:\n    {{- toYaml .Values.env | nindent 4 }}\n'))).toBe(
      false,
    );
  });
});

describe('volumes', () => {
  const pods = podsIn(
    workload(`- name: api
  image: shop/api:1
  volumeMounts:
    - { name: data, mountPath: /data }
    - { name: host, mountPath: /host, readOnly: true, subPath: a }
`) +
      `      volumes:
        - name: data
          persistentVolumeClaim: { claimName: api-data }
        - name: host
          hostPath: { path: /var/run }
        - name: tmp
          emptyDir: {}
        - name: nothing
        - name: config
          configMap: { name: api, items: [{ key: a, path: b }] }
        - name: csi
          csi: { driver: x }
        - name: all
          projected:
            sources:
              - secret: { name: certs, optional: true }
`,
  );

  it('by type', () =>
    expect(volumesOf(pods).map(({ name, type, target }) => [name?.value, type, target?.value])).toEqual([
      ['data', 'claim', 'api-data'],
      ['host', 'hostPath', '/var/run'],
      ['tmp', 'emptyDir', undefined],
      ['nothing', 'emptyDir', undefined],
      ['config', 'configMap', 'api'],
      ['csi', 'other', undefined],
      ['all', 'projected', undefined],
    ]));

  it('ConfigMaps and Secrets, projected ones included', () =>
    expect(
      configVolumesOf(pods).map(({ type, name, items, optional }) => [
        type,
        name?.value,
        items.map(one => one.value),
        optional,
      ]),
    ).toEqual([
      ['configMap', 'api', ['a'], false],
      ['secret', 'certs', [], true],
    ]));

  it('mounts', () =>
    expect(
      mountsOf(pods.containers[0]!).map(({ name, path, readOnly, subPath }) => [
        name?.value,
        path?.value,
        readOnly,
        subPath?.value,
      ]),
    ).toEqual([
      ['data', '/data', false, undefined],
      ['host', '/host', true, 'a'],
    ]));
});

describe('security', () => {
  const pods = podsIn(
    workload(`- name: api
  image: x:1
  securityContext:
    runAsUser: 0
    capabilities: { add: [NET_ADMIN], drop: ALL }
`) +
      '      hostNetwork: true\n      serviceAccount: api\n      securityContext: { runAsNonRoot: true, runAsUser: 10 }\n',
  );

  it('the container, else its pod', () => {
    const security = securityOf(pods, pods.containers[0]!);
    expect(security.runAsUser?.value).toBe(0);
    expect(security.runAsNonRoot?.value).toBe(true);
    expect(security.addedCapabilities.map(({ text }) => text)).toEqual(['NET_ADMIN']);
    expect(security.droppedCapabilities.map(({ text }) => text)).toEqual(['ALL']);
    expect(security.privileged).toBeUndefined();
    expect(security.known).toBe(true);
  });

  it('the node and the API server', () => {
    expect(hostAccessOf(pods).hostNetwork?.value).toBe(true);
    expect(identityOf(pods).account?.value).toBe('api');
  });
});

describe('resources', () => {
  it('requests, which the limits stand in for', () => {
    const resources = resourcesOf(
      first(
        '- name: a\n  image: x:1\n  resources:\n    limits: { memory: 1Gi, cpu: half }\n    requests: { cpu: 100m }\n',
      ),
    );
    expect(bytesOf(requestedOf(resources, 'memory')!.value!)).toBe(1_073_741_824);
    expect(resources.requests.get('cpu')?.text).toBe('100m');
    expect(resources.limits.get('cpu')).toMatchObject({ text: 'half', value: undefined });
    expect(resources.known).toBe(true);
  });

  it.each([
    'resources: {{ .Values.resources }}',
    'resources:\n    {{- toYaml .Values.resources | nindent 4 }}',
    'resources: *shared',
  ])('%j is not known', line => expect(resourcesOf(first(`- name: a\n  image: x:1\n  ${line}\n`)).known).toBe(false));
});

describe('workloads', () => {
  const of = (spec: string, head = 'apiVersion: apps/v1\nkind: Deployment') =>
    workloadOf(readOne(workload('- name: a\n  image: x:1\n', head).replace('spec:\n', `spec:\n${spec}`)));

  it('replicas and strategy', () => {
    expect(of('  replicas: 3\n')).toMatchObject({
      scalable: true,
      replicas: { value: 3 },
      strategy: { type: 'RollingUpdate' },
    });
    expect(of('')?.replicas).toBeUndefined();
    expect(of('  strategy: { type: Recreate }\n')?.strategy.type).toBe('Recreate');
    expect(of('  strategy: { rollingUpdate: { maxUnavailable: 25%, maxSurge: 1 } }\n')?.strategy).toMatchObject({
      type: 'RollingUpdate',
      maxUnavailable: { value: '25%' },
      maxSurge: { value: 1 },
    });
    expect(
      of('  strategy: { canary: { maxSurge: 1 } }\n', 'apiVersion: argoproj.io/v1alpha1\nkind: Rollout')?.strategy,
    ).toMatchObject({ type: 'Canary', maxSurge: { value: 1 } });
    expect(of('  replicas: 3\n', 'apiVersion: apps/v1\nkind: DaemonSet')).toMatchObject({
      scalable: false,
      replicas: undefined,
    });
    expect(of('  replicas: {{ .n }}\n')?.replicas).toMatchObject({ value: undefined });
  });

  it('percentages become pods', () => {
    expect(podsOf('25%', 3, 'down')).toBe(0);
    expect(podsOf('25%', 3, 'up')).toBe(1);
    expect(podsOf(2, 3, 'up')).toBe(2);
    expect(podsOf('2', 3, 'up')).toBe(2);
    expect(podsOf('lots', 3, 'up')).toBeUndefined();
  });

  it('how pods end', () => {
    const end = (lifecycle: string) =>
      preStopOf(first(`- name: a\n  image: x:1\n  lifecycle: { preStop: ${lifecycle} }\n`));
    expect(end('{ sleep: { seconds: 20 } }')?.sleepSeconds).toBe(20);
    expect(end('{ exec: { command: [sleep, "15"] } }')).toMatchObject({ sleepSeconds: 15, sleepField: { text: '15' } });
    expect(end('{ exec: { command: ["/bin/sh", -c, "nginx -s quit; sleep 2m"] } }')?.sleepSeconds).toBe(120);
    expect(end('{ exec: { command: [/stop.sh, "5"] } }')?.sleepSeconds).toBeUndefined();
    expect(end('{ httpGet: { path: /stop, port: 80 } }')?.sleepSeconds).toBeUndefined();
    const pods = podsIn(workload('- name: a\n  image: x:1\n'));
    expect(terminationOf(pods)).toEqual({ graceField: undefined, graceSeconds: 30 });
    expect(
      terminationOf(podsIn(`${workload('- name: a\n  image: x:1\n')}      terminationGracePeriodSeconds: 5\n`))
        .graceSeconds,
    ).toBe(5);
  });

  it('where pods go', () => {
    const pods = podsIn(
      `${workload('- name: a\n  image: x:1\n')}      topologySpreadConstraints:
        - { topologyKey: zone, labelSelector: { matchLabels: { app: api } } }
        - { topologyKey: host, matchLabelKeys: [app] }
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - { weight: 1, podAffinityTerm: { topologyKey: host, labelSelector: { matchLabels: { app: b } } } }
`,
    );
    expect(
      spreadConstraintsOf(pods).map(one => [
        one.topologyKey?.value,
        one.selector?.requirements.length,
        one.matchesOwnLabels,
      ]),
    ).toEqual([
      ['zone', 1, false],
      ['host', undefined, true],
    ]);
    expect(antiAffinityOf(pods).map(one => one.topologyKey?.value)).toEqual(['host']);
  });

  it('words of a command', () =>
    expect(
      commandWordsOf(first('- name: a\n  image: x:1\n  command: [run]\n  args: ["--a", "{{ .b }}", 3]\n')).map(
        one => one.text,
      ),
    ).toEqual(['run', '--a', '3']));
});
