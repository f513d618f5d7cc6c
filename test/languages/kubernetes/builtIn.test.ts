import { describe, expect, it } from 'vitest';
import {
  autoscalerOf,
  bindingOf,
  budgetOf,
  encryptionRulesOf,
  gatewayOf,
  ingressOf,
  issuerAnnotationOf,
  limitDefaultsOf,
  networkPolicyOf,
  roleOf,
  routeOf,
  storageClassOf,
  verticalAutoscalerOf,
} from '#languages/kubernetes';
import { objectOf, readOne } from './support.ts';

describe('built-in kinds', () => {
  it('HorizontalPodAutoscaler, v1 and v2', () => {
    const first = autoscalerOf(
      objectOf(
        'autoscaling/v1',
        'HorizontalPodAutoscaler',
        'scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: api }\nmaxReplicas: 5\ntargetCPUUtilizationPercentage: 80\n',
      ),
    );
    expect(first).toMatchObject({
      minimum: 1,
      maximum: 5,
      target: { groupName: 'apps', kindName: 'Deployment' },
      metrics: [{ resource: 'cpu', utilization: { value: 80 } }],
    });
    const second = autoscalerOf(
      objectOf(
        'autoscaling/v2',
        'HorizontalPodAutoscaler',
        'minReplicas: 2\nmetrics:\n- type: Resource\n  resource: { name: memory, target: { type: AverageValue, averageValue: 1Gi } }\n- type: ContainerResource\n  containerResource: { name: cpu, container: app, target: { averageUtilization: 60 } }\n- type: Pods\n',
      ),
    );
    expect(second?.metrics).toMatchObject([
      { type: 'resource', resource: 'memory', averageValue: { text: '1Gi' }, utilization: undefined },
      { type: 'container', container: { value: 'app' }, utilization: { value: 60 } },
      { type: 'other', resource: undefined },
    ]);
    expect(second?.metricsKnown).toBe(true);
  });

  it('ScaledObject', () => {
    const found = autoscalerOf(
      objectOf(
        'keda.sh/v1alpha1',
        'ScaledObject',
        'scaleTargetRef: { name: api }\ntriggers:\n- type: cpu\n  metricType: Utilization\n  metadata: { value: "70" }\n- type: kafka\n  metadata: { topic: x }\n',
      ),
    );
    expect(found).toMatchObject({
      type: 'keda',
      minimum: 0,
      maximum: 100,
      target: { groupName: 'apps', kindName: 'Deployment', name: { value: 'api' } },
    });
    expect(found?.metrics).toMatchObject([{ resource: 'cpu', utilization: { value: 70 } }, { type: 'other' }]);
  });

  it('VerticalPodAutoscaler', () =>
    expect(
      verticalAutoscalerOf(
        objectOf(
          'autoscaling.k8s.io/v1',
          'VerticalPodAutoscaler',
          'targetRef: { apiVersion: apps/v1, kind: Deployment, name: api }\n',
        ),
      ),
    ).toMatchObject({ updateMode: 'Auto', target: { name: { value: 'api' } } }));

  it('PodDisruptionBudget and NetworkPolicy', () => {
    expect(
      budgetOf(
        objectOf('policy/v1', 'PodDisruptionBudget', 'minAvailable: 50%\nselector: { matchLabels: { app: a } }\n'),
      ),
    ).toMatchObject({ minAvailable: { value: '50%' }, maxUnavailable: undefined });
    const policy = networkPolicyOf(
      objectOf(
        'networking.k8s.io/v1',
        'NetworkPolicy',
        'podSelector: {}\ningress:\n- ports: [{ port: 80 }]\n- from: []\n',
      ),
    );
    expect(policy?.ingress.map(rule => [rule.peers?.length, rule.ports[0]?.port?.value])).toEqual([
      [undefined, 80],
      [0, undefined],
    ]);
  });

  it('roles and bindings', () => {
    const role = roleOf(
      readOne(
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: x\nrules:\n  - apiGroups: ["*"]\n    resources: ["*"]\n    verbs: ["{{ .v }}", get]\n',
      ),
    );
    expect(role?.clusterWide).toBe(true);
    expect(role?.rules[0]?.verbs.map(({ text }) => text)).toEqual([undefined, 'get']);
    const binding = bindingOf(
      readOne(
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: x\nroleRef: { kind: ClusterRole, name: admin }\nsubjects:\n  - { kind: ServiceAccount, name: default, namespace: shop }\n',
      ),
    );
    expect(binding).toMatchObject({
      clusterWide: false,
      roleName: { value: 'admin' },
      subjects: [{ kind: 'ServiceAccount', name: { value: 'default' } }],
    });
    expect(roleOf(readOne('apiVersion: iam.aws.upbound.io/v1\nkind: Role\nmetadata:\n  name: x\n'))).toBeUndefined();
  });

  it('Ingress', () => {
    const ingress = ingressOf(
      objectOf(
        'networking.k8s.io/v1',
        'Ingress',
        'ingressClassName: nginx\nrules:\n- host: a.example.com\ntls:\n- hosts: [a.example.com]\n  secretName: tls\n',
        '  annotations: { cert-manager.io/cluster-issuer: le }\n',
      ),
    );
    expect(ingress).toMatchObject({
      className: { value: 'nginx' },
      withoutTls: false,
      tls: [{ secretName: { value: 'tls' } }],
    });
    expect(issuerAnnotationOf(ingress!.object)?.value).toBe('le');
    expect(ingressOf(objectOf('networking.k8s.io/v1', 'Ingress', 'rules: []\n'))?.withoutTls).toBe(true);
    expect(ingressOf(objectOf('networking.k8s.io/v1', 'Ingress', 'tls: {{ .Values.tls }}\n'))?.withoutTls).toBe(false);
    expect(ingressOf(objectOf('config.openshift.io/v1', 'Ingress', 'domain: x\n'))).toBeUndefined();
  });

  it('Gateway API', () => {
    const gateway = gatewayOf(
      objectOf(
        'gateway.networking.k8s.io/v1',
        'Gateway',
        'gatewayClassName: eg\nlisteners:\n- { name: http, protocol: HTTP, port: 80 }\n',
      ),
    );
    expect(gateway?.listeners).toMatchObject([
      { name: { value: 'http' }, protocol: { value: 'HTTP' }, routesFrom: 'Same' },
    ]);
    const route = routeOf(
      objectOf(
        'gateway.networking.k8s.io/v1',
        'HTTPRoute',
        'parentRefs: [{ name: gw, sectionName: http }]\nhostnames: [a.example.com]\nrules:\n- matches: [{ path: { value: /v1 } }]\n  filters: [{ type: RequestRedirect }]\n  backendRefs: [{ name: api, port: 80 }]\n',
      ),
    );
    expect(route).toMatchObject({
      parents: [{ kind: 'Gateway', sectionName: { value: 'http' } }],
      rules: [
        {
          matches: [{ pathType: 'PathPrefix', path: { value: '/v1' } }],
          filters: [{ type: 'RequestRedirect' }],
          backends: [{ isService: true }],
        },
      ],
    });
  });

  it('StorageClass, LimitRange and EncryptionConfiguration', () => {
    expect(
      storageClassOf(
        readOne(
          'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata:\n  name: x\nprovisioner: ebs.csi.aws.com\n',
        ),
      ),
    ).toMatchObject({ provisioner: { value: 'ebs.csi.aws.com' }, parameters: undefined });
    expect(
      limitDefaultsOf(
        objectOf(
          'v1',
          'LimitRange',
          'limits:\n- type: Container\n  defaultRequest: { cpu: 1 }\n  default: { memory: 1Gi }\n- type: Pod\n  default: { x: 1 }\n',
        ),
      ),
    ).toMatchObject({ requests: ['cpu', 'memory'], limits: ['memory'] });
    const rules = encryptionRulesOf(
      readOne(
        'apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n  - resources: [secrets]\n    providers:\n      - identity: {}\n      - aescbc: {}\n',
      ),
    );
    expect(rules[0]?.providers.map(({ value }) => value)).toEqual(['identity', 'aescbc']);
  });
});
