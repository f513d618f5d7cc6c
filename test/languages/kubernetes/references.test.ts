import { describe, expect, it } from 'vitest';
import {
  autoscalerOf,
  lostBackendPorts,
  lostBackends,
  lostKeysOf,
  lostPortsOf,
  lostTargetOf,
  misplacedVersionOf,
  missedSelectionOf,
  missesOwnPods,
  requestGaps,
  stickyIngressSettings,
} from '#languages/kubernetes';
import { read, readOne, unitOf, workload } from './support.ts';

const service = (selector: string, port = '{ port: 80, targetPort: http }'): string =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: api }\nspec: { selector: ${selector}, ports: [${port}] }\n---\n`;
const api = workload('- name: api\n  image: api\n  ports: [{ name: http, containerPort: 8080 }]');

describe('selectors that miss', () => {
  const candidates = (text: string): unknown => {
    const document = read(text);
    return missedSelectionOf(document.objects[0]!, unitOf(document))?.candidates.map(({ facts }) => facts.name);
  };

  it('have candidates where something is near', () => {
    expect(candidates(service('{ app: apj }') + api)).toEqual(['api']);
    expect(candidates(service('{ app: api }') + api)).toBeUndefined();
    expect(candidates(service('{ app: api, "{{ x }}": y }') + api)).toBeUndefined();
    expect(candidates(service('{ app: zzzzzz }').replace('name: api', 'name: other') + api)).toBeUndefined();
  });

  it('do not take what another Service selects', () => {
    const other = service('{ app: api }').replace('name: api', 'name: other');
    expect(candidates(service('{ app: apj }') + other + api)).toBeUndefined();
  });

  it('of a workload miss its own pods', () => {
    expect(missesOwnPods(readOne(api))).toBe(false);
    expect(missesOwnPods(readOne(api.replace('app: api', 'app: apj')))).toBe(true);
    expect(missesOwnPods(readOne(api.replace('app: api', 'app: "{{ x }}"')))).toBe(false);
  });
});

describe('ports that nobody has', () => {
  const lost = (text: string): unknown => {
    const document = read(text);
    return lostPortsOf(document.objects[0]!, unitOf(document)).map(({ field, meant }) => [field.value, meant]);
  };

  it('are names that no selected container declares', () => {
    expect(lost(service('{ app: api }') + api)).toEqual([]);
    expect(lost(service('{ app: api }', '{ port: 80, targetPort: htpp }') + api)).toEqual([['htpp', 'http']]);
    expect(lost(service('{ app: api }', '{ port: 80, targetPort: 99 }') + api)).toEqual([]);
    expect(lost(service('{ app: none }', '{ port: 80, targetPort: x }') + api)).toEqual([]);
  });
});

describe('backends', () => {
  const ingress = (name: string, port: string): string =>
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: i }\nspec: { defaultBackend: { service: { name: ${name}, port: { ${port} } } } }\n---\n`;
  const unitWith = (text: string): { first: ReturnType<typeof readOne>; unit: ReturnType<typeof unitOf> } => {
    const document = read(text + service('{ app: api }', '{ port: 80, targetPort: 8080 }'));
    return { first: document.objects[0]!, unit: unitOf(document) };
  };

  it('name a port that the Service does not have', () => {
    const ports = (port: string): unknown => {
      const { first, unit } = unitWith(ingress('api', port));
      return lostBackendPorts(first, unit).map(({ isTarget, meant }) => [isTarget, meant]);
    };
    expect(ports('number: 80')).toEqual([]);
    expect(ports('number: 8080')).toEqual([[true, 80]]);
    expect(ports('number: 81')).toEqual([[false, 80]]);
    expect(ports('name: web')).toEqual([[false, undefined]]);
  });

  it('name a Service that is nearly there', () => {
    const near = (name: string): unknown => {
      const { first, unit } = unitWith(ingress(name, 'number: 80'));
      return lostBackends(first, unit).map(({ meant }) => meant);
    };
    expect(near('api-svc')).toEqual(['api']);
    expect(near('api')).toEqual([]);
    expect(near('billing')).toEqual([]);
  });
});

it('finds keys that a ConfigMap of the unit does not have', () => {
  const uses = (key: string, more = ''): string =>
    workload(
      `- name: api\n  image: api\n  env: [{ name: A, valueFrom: { configMapKeyRef: { name: c, key: ${key}${more} } } }]`,
    );
  const config = '---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata: { log-level: info }\n';
  const lost = (text: string): unknown => {
    const document = read(text);
    return lostKeysOf(document.objects[0]!, unitOf(document)).map(({ key, near }) => [key.value, near]);
  };
  expect(lost(uses('log-level') + config)).toEqual([]);
  expect(lost(uses('log-levle') + config)).toEqual([['log-levle', ['log-level']]]);
  expect(lost(uses('log-levle', ', optional: true') + config)).toEqual([]);
  expect(lost(uses('log-levle'))).toEqual([]);
});

describe('targets of autoscalers', () => {
  const scaler = (ref: string): string =>
    `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: s }\nspec: { scaleTargetRef: ${ref}, maxReplicas: 3 }\n---\n`;
  const ask = (ref: string): { lost: unknown; gaps: number } => {
    const document = read(scaler(ref) + api);
    const found = autoscalerOf(document.objects[0]!)!;
    const lost = lostTargetOf(found, unitOf(document));
    return { lost: lost && [lost.wrong, lost.text], gaps: requestGaps(found, unitOf(document)).length };
  };

  it('are there, under another name, kind or group', () => {
    expect(ask('{ apiVersion: apps/v1, kind: Deployment, name: api }').lost).toBeUndefined();
    expect(ask('{ apiVersion: apps/v1beta2, kind: Deployment, name: api }').lost).toBeUndefined();
    expect(ask('{ apiVersion: extensions/v1beta1, kind: Deployment, name: api }').lost).toEqual(['group', 'apps/v1']);
    expect(ask('{ kind: Deployment, name: api }').lost).toEqual(['group', 'apps/v1']);
    expect(ask('{ apiVersion: apps/v1, kind: StatefulSet, name: api }').lost).toEqual(['kind', 'Deployment']);
    expect(ask('{ apiVersion: apps/v1, kind: Deployment, name: apj }').lost).toEqual(['name', 'api']);
    expect(ask('{ apiVersion: apps/v1, kind: Deployment, name: billing }').lost).toBeUndefined();
  });

  it('lack a request that is measured, CPU where no metric is named', () => {
    expect(ask('{ apiVersion: apps/v1, kind: Deployment, name: api }').gaps).toBe(1);
    expect(ask('{ apiVersion: apps/v1, kind: Deployment, name: other }').gaps).toBe(0);
  });
});

it('knows the group of a kind', () => {
  const served = (apiVersion: string, kind: string): unknown =>
    misplacedVersionOf(readOne(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a }\n`))?.served;
  expect(served('v1', 'Deployment')).toBe('apps/v1');
  expect(served('apps/v1', 'Service')).toBe('v1');
  expect(served('apps/v1beta1', 'Deployment')).toBeUndefined();
  expect(served('extensions/v1beta1', 'Ingress')).toBeUndefined();
  expect(served('serving.knative.dev/v1', 'Service')).toBeUndefined();
});

it('reads what makes clients stick from annotations', () => {
  const sticky = (annotation: string): unknown =>
    stickyIngressSettings(
      readOne(
        `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n  annotations:\n    ${annotation}\nspec: {}\n`,
      ),
    ).map(({ name, rest }) => [name, rest]);
  expect(sticky('nginx.ingress.kubernetes.io/affinity: cookie')).toEqual([['affinity', undefined]]);
  expect(sticky('nginx.ingress.kubernetes.io/affinity: "{{ x }}"')).toEqual([]);
  expect(sticky('nginx.ingress.kubernetes.io/upstream-hash-by: $request_uri')).toEqual([]);
  expect(sticky('alb.ingress.kubernetes.io/target-group-attributes: a=1,stickiness.enabled=true')).toEqual([
    ['target-group-attributes', 'a=1'],
  ]);
});
