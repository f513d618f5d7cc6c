import { describe, expect, it } from 'vitest';
import { budgetOf, expectedPods, isSingleton, scaleOf, singleNodeClaims, unbudgeted } from '#languages/kubernetes';
import { read, unitOf } from './support.ts';

const deployment = (name: string, spec = '', pod = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  ${spec}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      ${pod}
      containers: [{ name: ${name}, image: ${name}, ports: [{ containerPort: 80 }] }]
`;
const scaler = (target: string, min: string, max: number): string => `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: scaler }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${target} }, ${min} maxReplicas: ${max} }
`;

function scale(...texts: string[]): ReturnType<typeof scaleOf> {
  const documents = texts.map((text, index) => read(text, `deploy/${index}.yaml`));
  const [first] = documents;
  return scaleOf(unitOf(...documents), { facts: first!.objects[0]!.facts(), uri: first!.uri });
}

describe('how many pods there are', () => {
  it('is the number of replicas, 1 where none is written', () => {
    expect(scale(deployment('a', 'replicas: 3'))).toMatchObject({ minimum: 3, maximum: 3, autoscalers: [] });
    expect(scale(deployment('a'))).toMatchObject({ minimum: 1, maximum: 1 });
  });

  it('is what an autoscaler of any file of the unit says', () => {
    expect(scale(deployment('a', 'replicas: 9'), scaler('a', 'minReplicas: 2,', 5))).toMatchObject({
      minimum: 2,
      maximum: 5,
    });
    expect(scale(deployment('a'), scaler('a', '', 5))).toMatchObject({ minimum: 1, maximum: 5 });
    expect(scale(deployment('a'), scaler('b', '', 5))).toMatchObject({ maximum: 1, maybeScaled: false });
  });

  it('is not known where a template decides the target or the number', () => {
    expect(scale(deployment('a', 'replicas: 3'), scaler('"{{ x }}"', '', 5))).toMatchObject({
      maybeScaled: true,
      minimum: undefined,
    });
    expect(scale(deployment('a', 'replicas: "{{ x }}"'))).toMatchObject({ minimum: undefined });
  });

  it('is not known where a patch or a kustomization gives another one', () => {
    const patch = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec: { replicas: 4 }\n';
    expect(scale(deployment('a', 'replicas: 3'), patch)).toMatchObject({ overridden: true, minimum: undefined });
    expect(scale(deployment('a', 'replicas: 3'), patch.replace('name: a', 'name: b'))).toMatchObject({ minimum: 3 });
  });
});

describe('budgets', () => {
  it('count the pods of all that they select', () => {
    const budget = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: all }
spec: { minAvailable: 1, selector: { matchExpressions: [{ key: app, operator: In, values: [a, b] }] } }
`;
    const documents = [
      read(budget, 'deploy/0.yaml'),
      read(deployment('a', 'replicas: 3'), 'deploy/1.yaml'),
      read(deployment('b'), 'deploy/2.yaml'),
    ];
    const found = budgetOf(documents[0]!.objects[0]!)!;
    expect(expectedPods(found, unitOf(...documents))).toBe(4);
    expect(expectedPods(found, unitOf(documents[0]!))).toBeUndefined();
    expect(unbudgeted(unitOf(...documents))).toEqual([]);
  });

  it('are missing for services with several pods', () => {
    const names = unbudgeted(
      unitOf(
        read(deployment('z', 'replicas: 2'), 'deploy/z.yaml'),
        read(deployment('a', 'replicas: 2'), 'deploy/a.yaml'),
        read(deployment('one'), 'deploy/one.yaml'),
        read(deployment('dev', 'replicas: 2'), 'deploy/dev/x.yaml'),
      ),
    ).map(({ facts }) => facts.name);
    expect(names).toEqual(['a', 'z']);
  });
});

it('knows what runs once by its name or its flags', () => {
  const once = (name: string, words = ''): boolean =>
    isSingleton(read(deployment(name).replace('ports:', `args: [${words}], ports:`)).objects[0]!.facts());
  expect(once('job-scheduler')).toBe(true);
  expect(once('rescheduler-ui')).toBe(false);
  expect(once('mails', '--enable-leader-election')).toBe(true);
  expect(once('mails', '--leader=no')).toBe(false);
});

describe('claims', () => {
  const claim = (modes: string): string =>
    `---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: data }\nspec: { accessModes: ${modes} }\n`;
  const found = (modes: string): number => {
    const volumes = 'volumes: [{ name: v, persistentVolumeClaim: { claimName: data } }]';
    const document = read(deployment('a', '', volumes) + claim(modes));
    return singleNodeClaims(document.objects[0]!, unitOf(document)).length;
  };

  it('belong to one node by their access modes, as far as all are known', () => {
    expect(found('[ReadWriteOnce]')).toBe(1);
    expect(found('[ReadWriteOncePod]')).toBe(1);
    expect(found('[ReadWriteOnce, ReadWriteMany]')).toBe(0);
    expect(found('["{{ .Values.mode }}"]')).toBe(0);
    expect(found('[]')).toBe(0);
  });
});
