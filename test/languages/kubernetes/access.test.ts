import { describe, expect, it } from 'vitest';
import {
  accountIn,
  areCrossed,
  endpointOf,
  groupsOf,
  hasRights,
  imageReference,
  isBoundInCluster,
  isForOwnGroups,
  isOptional,
  roleOf,
  siblingOf,
} from '#languages/kubernetes';
import { dataOf } from '#languages/yaml';
import { read, readOne, unitOf, workload } from './support.ts';

const RBAC = 'apiVersion: rbac.authorization.k8s.io/v1';

describe('endpoints', () => {
  it.each([
    ['/health/ready', 'ready', '/health/live'],
    ['/api/readyz?verbose', 'ready', '/api/livez'],
    ['/actuator/health/liveness/', 'live', '/actuator/health/readiness'],
    ['/health/db', 'ready', '/health/live'],
    ['/alive', 'live', '/ready'],
  ])('%s', (path, endpoint, sibling) => {
    expect(endpointOf(path)).toBe(endpoint);
    expect(siblingOf(path)).toBe(sibling);
  });

  it.each(['/', '/health', '/already', '/deliver/live/stream'])('%s says nothing', path =>
    expect(endpointOf(path)).toBeUndefined(),
  );

  it('knows crossed probes', () => {
    const probes = (live: string, ready: string): string =>
      workload(`- name: a
  image: a:1
  livenessProbe: { httpGet: { path: ${live}, port: 1 } }
  readinessProbe: { httpGet: { path: ${ready}, port: 1 } }
`);
    const [crossed, straight] = [probes('/ready', '/live'), probes('/live', '/ready')];
    expect(areCrossed(readOne(crossed).podSpec()!.containers[0]!)).toBe(true);
    expect(areCrossed(readOne(straight).podSpec()!.containers[0]!)).toBe(false);
  });
});

describe('rights', () => {
  const unit = unitOf(
    read(`${RBAC}
kind: ClusterRoleBinding
metadata: { name: a }
roleRef: { kind: ClusterRole, name: reader }
subjects: [{ kind: ServiceAccount, name: robot, namespace: shop }]
---
${RBAC}
kind: RoleBinding
metadata: { name: b, namespace: bills }
roleRef: { kind: ClusterRole, name: writer }
subjects: [{ kind: ServiceAccount, name: clerk }, { kind: User, name: anna }]
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: robot, namespace: shop, annotations: { eks.amazonaws.com/role-arn: x } }
automountServiceAccountToken: false
`),
  );

  it('knows which roles hold in the whole cluster', () => {
    expect(isBoundInCluster('reader', unit)).toBe(true);
    expect(isBoundInCluster('writer', unit)).toBe(false);
  });

  it('knows who has any', () => {
    expect(hasRights('robot', 'shop', unit)).toBe(true);
    expect(hasRights('robot', undefined, unit)).toBe(true);
    expect(hasRights('robot', 'bills', unit)).toBe(false);
    expect(hasRights('clerk', 'bills', unit)).toBe(true);
    expect(hasRights('anna', 'bills', unit)).toBe(false);
  });

  it('knows accounts', () => {
    expect(accountIn(unit, 'robot', 'shop')).toEqual({ automount: false, knownToCloud: true });
    expect(accountIn(unit, 'robot', 'bills')).toBeUndefined();
  });

  it('counts a group as everybody', () => {
    const groups = unitOf(
      read(`${RBAC}
kind: ClusterRoleBinding
metadata: { name: a }
roleRef: { kind: ClusterRole, name: reader }
subjects: [{ kind: Group, name: system:serviceaccounts }]
`),
    );
    expect(hasRights('anyone', 'shop', groups)).toBe(true);
  });

  it('tells groups apart', () => {
    const rule = (groups: string) =>
      roleOf(readOne(`${RBAC}\nkind: Role\nmetadata: { name: a }\nrules:\n  - apiGroups: ${groups}\n`))!.rules[0]!;
    expect(isForOwnGroups(rule('[orders.shop.io]'))).toBe(true);
    expect(isForOwnGroups(rule('[orders.shop.io, apps]'))).toBe(false);
    expect(isForOwnGroups(rule('[networking.k8s.io]'))).toBe(false);
    expect(isForOwnGroups(rule('["{{ .Values.group }}"]'))).toBe(false);
    expect(groupsOf(rule('["", apps]'))).toBe('the core group and "apps"');
    expect(groupsOf(rule('["*"]'))).toBe('every API group');
  });
});

describe('isOptional', () => {
  it('counts conditions inside the object only', () => {
    const text = `{{- if .Values.enabled }}
apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  {{- if .Values.host }}
  hostNetwork: true
  {{- end }}
  hostPID: true
  containers: []
{{- end }}
`;
    const document = read(text, 'charts/a/templates/pod.yaml');
    const spanOf = (word: string) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length });
    expect(isOptional(document, document.objects[0]!, spanOf('hostNetwork'))).toBe(true);
    expect(isOptional(document, document.objects[0]!, spanOf('hostPID'))).toBe(false);
  });
});

describe('imageReference', () => {
  it.each([
    ['nginx', 'nginx', undefined, undefined],
    ['registry:5000/a/b', 'registry:5000/a/b', undefined, undefined],
    ['registry:5000/a/b:1', 'registry:5000/a/b', '1', undefined],
    ['a:1@sha256:0f', 'a', '1', 'sha256:0f'],
  ])('%s', (image, name, tag, digest) => expect(imageReference(image)).toEqual({ name, tag, digest }));
});

describe('dataOf', () => {
  const written = (text: string) =>
    dataOf(readOne(`apiVersion: v1\nkind: X\nbase: &base { a: 1 }\nvalue: ${text}\n`).node.get('value'));
  it('copies what is known', () => {
    expect(written('{ a: 1, b: [x, "2", true, null], c: *base }')).toEqual({
      a: 1,
      b: ['x', '2', true, null],
      c: { a: 1 },
    });
    expect(written('{ a: "${X}" }')).toBeUndefined();
    expect(written('{ <<: *base, b: 1 }')).toBeUndefined();
  });
});
