import { describe, expect, it } from 'vitest';
import { classify } from '../../../server/src/languages/yaml/classify.ts';

const is = (text: string, path = 'deploy/app.yaml') => classify(`file:///shop/${path}`, text);
const META = 'metadata:\n  name: x\n';

describe('manifests', () => {
  it.each([
    ['a core kind', `apiVersion: v1\nkind: Service\n${META}`],
    ['a built-in group', `apiVersion: apps/v1\nkind: Deployment\n${META}`],
    ['a custom resource', `apiVersion: serving.knative.dev/v1\nkind: Service\n${META}`],
    ['quoted keys and values', `"apiVersion": "v1"\n'kind': 'Service'\n"metadata":\n  name: x\n`],
    ['a value on the next line', `apiVersion:\n  apps/v1\nkind:\n  Deployment\nmetadata:\n  name: x\n`],
    ['a whole document that is indented', `---\n  apiVersion: v1\n  kind: Pod\n  metadata:\n    name: x\n`],
    ['metadata in flow style', `apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n`],
    ['comments and blank lines', `# head\n\napiVersion: v1 # core\nkind: Pod\nmetadata:\n  # who\n  name: x\n`],
    ['a List', `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n`],
    ['the second document', `foo: bar\n---\napiVersion: v1\nkind: Pod\n${META}`],
    ['a Deployment in the core group', `apiVersion: v1\nkind: Deployment\n${META}`],
    [
      'EncryptionConfiguration',
      'apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources: []\n',
    ],
    ['Tekton', `apiVersion: tekton.dev/v1\nkind: Pipeline\n${META}`],
    ['a byte order mark and CRLF', `\ufeffapiVersion: v1\r\nkind: Pod\r\nmetadata:\r\n  name: x\r\n`],
    [
      'a block scalar that looks like keys',
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  a: |\n    kind: Config\n`,
    ],
  ])('%s', (_, text) => expect(is(text)).toBe('kubernetes'));

  it('JSON, with comments and trailing commas', () => {
    expect(is('// x\n{"apiVersion": "v1", /* y */ "kind": "Pod", "metadata": {"name": "x"},}', 'app.json')).toBe(
      'kubernetes',
    );
    expect(is('{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}}')).toBe('kubernetes');
    expect(is('{"kind": "List", "items": [{}], "apiVersion": "v1"}', 'app.json')).toBe('kubernetes');
  });

  it('a Helm template whose apiVersion the cluster decides', () => {
    const text = `{{- if .Values.x }}\napiVersion: {{ include "api" . }}\nkind: Deployment\nmetadata:\n  name: {{ .n }}\n{{- end }}\n`;
    expect(is(text, 'chart/templates/app.yaml')).toBe('kubernetes');
    expect(is(text, 'roles/app.yaml')).toBeUndefined();
  });
});

describe('API documents', () => {
  it.each([
    ['openapi: 3.0.3\ninfo:\n  title: x\npaths: {}\n', 'openapi'],
    ["openapi: '3.1.0'\ninfo: {}\nwebhooks: {}\n", 'openapi'],
    ['openapi: 3.2.0\ninfo: {}\ncomponents: {}\n', 'openapi'],
    ['swagger: 2.0\ninfo: {}\npaths: {}\n', 'openapi'],
    ['swagger: "2.0"\ninfo: {}\ndefinitions: {}\n', 'openapi'],
    ['asyncapi: 3.0.0\ninfo: {}\n', 'asyncapi'],
    ['openapi: 3.0.3\n', 'openapi-incomplete'],
    ['openapi: 4.0.0\ninfo: {}\npaths: {}\n', 'openapi-incomplete'],
    ['swagger: "1.2"\ninfo: {}\npaths: {}\n', 'openapi-incomplete'],
    ['arazzo: 1.0.0\ninfo: {}\n', 'arazzo'],
    ['overlay: 1.0.0\ninfo: {}\n', 'overlay'],
  ])('%j is %s', (text, kind) => expect(is(text)).toBe(kind));

  it('JSON', () => {
    expect(is('{"info": {"openapi": "1"}, "openapi": "3.0.0", "paths": {}}', 'api.json')).toBe('openapi');
    expect(is('{"swagger": "2.0", "info": {}}', 'api.json')).toBe('openapi-incomplete');
  });
});

describe('relatives that other readers take', () => {
  it.each([
    ['kustomization', 'kustomization.yaml', 'resources:\n- a.yaml\n'],
    ['kustomization', 'any.yaml', 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: []\n'],
    ['kubernetes', 'kustomization.yaml', `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n${META}`],
    ['chart', 'Chart.yaml', 'apiVersion: v2\nname: x\nversion: 1.0.0\n'],
    ['helm-values', 'values-prod.yaml', 'replicaCount: 1\n'],
    ['helm-template', 'templates/_helpers.tpl', '{{- define "x" -}}{{- end }}'],
    ['helm-template', 'templates/NOTES.txt', 'Thanks for {{ .Chart.Name }}'],
    ['helm-template', 'templates/tests/test.yaml', `apiVersion: v1\nkind: Pod\n${META}`],
    [
      'kubernetes-crd',
      'crd.yaml',
      `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n${META}spec:\n  openAPIV3Schema: {}\n`,
    ],
    ['kubernetes-tool-config', 'kind.yaml', 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\n'],
    ['kubernetes-tool-config', 'config', 'apiVersion: v1\nkind: Config\nclusters: []\n'],
    [
      'kubernetes-tool-config',
      'kubelet.yaml',
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n',
    ],
    ['kubernetes-tool-config', 'chainsaw-test.yaml', `apiVersion: chainsaw.kyverno.io/v1alpha1\nkind: Test\n${META}`],
    ['kubernetes-tool-config', 'kyverno-test.yaml', `apiVersion: cli.kyverno.io/v1alpha1\nkind: Test\n${META}`],
    ['kubernetes-tool-config', 'cluster.yaml', `apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\n${META}`],
    ['kubernetes', 'workflow.yaml', `apiVersion: argoproj.io/v1alpha1\nkind: Workflow\n${META}`],
    ['helm-template', 'templates/api.yaml', 'openapi: {{ .v }}\ninfo:\n  title: "{{name}}"\npaths: {}\n'],
    ['kubernetes-tool-config', 'catalog-info.yaml', `apiVersion: backstage.io/v1alpha1\nkind: Component\n${META}`],
  ])('%s: %s', (kind, path, text) => expect(is(text, path)).toBe(kind));
});

describe('look-alikes', () => {
  it.each([
    ['Istio release notes', `apiVersion: release-notes/v2\nkind: feature\narea: x\n`],
    ['skaffold', `apiVersion: skaffold/v4beta7\nkind: Config\n${META}`],
    ['a GitHub workflow', 'name: ci\non: push\njobs:\n  a:\n    steps: []\n'],
    ['a conformance report', 'apiVersion: gateway.networking.k8s.io/v1\nkind: ConformanceReport\ndate: x\n'],
    ['a JSON schema of OpenAPI', '{"$schema": "x", "properties": {"openapi": {"type": "string"}}}'],
    ['Grafana provisioning', 'apiVersion: 1\nkind: x\nmetadata:\n  a: b\n'],
    ['compose', 'version: "3"\nservices:\n  web:\n    image: x\n'],
    ['an IstioOperator profile', 'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {}\n'],
    ['a kind and nothing else', 'kind: pipeline\ntype: docker\nname: x\n'],
    ['a recorded response', '{"body": {"swagger": "2.0", "info": {}, "paths": {}}}'],
    ['a lock file', '{"openapi": "3.0.0", "info": {}, "paths": {}}', 'package-lock.json'],
    ['Ansible', '- hosts: all\n  tasks:\n  - name: "{{ x }}"\n'],
    ['CloudFormation', 'AWSTemplateFormatVersion: "2010-09-09"\nResources: {}\n'],
    ['a version that a template fills', 'apiVersion: ${VERSION}\nkind: Deployment\nmetadata:\n  name: x\n'],
    ['a cookiecutter OpenAPI', 'openapi: {{ version }}\ninfo: {}\npaths: {}\n'],
    ['a manifest in Markdown', `apiVersion: v1\nkind: Pod\n${META}`, 'docs/README.md'],
    ['a dependency', `apiVersion: v1\nkind: Pod\n${META}`, 'node_modules/x/pod.yaml'],
    [
      'a GEP of the Gateway API',
      'apiVersion: internal.gateway.networking.k8s.io/v1alpha1\nkind: GEPDetails\nnumber: 1\n',
    ],
    ['an issue form', 'name: Bug\ndescription: x\nbody:\n  - type: markdown\n'],
    ['dependabot', 'version: 2\nupdates: []\n', '.github/dependabot.yml'],
    ['a Grafana datasource', 'apiVersion: 1\ndatasources:\n  - name: x\n'],
    ['a swarm stack', 'version: "3.8"\nservices:\n  web:\n    deploy:\n      replicas: 2\n'],
    [
      'an EnvoyGateway config',
      'apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: EnvoyGateway\nprovider:\n  type: Kubernetes\n',
    ],
    ['a MeshConfig', 'defaultConfig:\n  discoveryAddress: x\n'],
    ['labels of a repository', 'kind: label\nname: bug\ncolor: red\n'],
    ['a lock file with a package named openapi', '{"packages": {"openapi": {"version": "3.0.0"}}}', 'other.json'],
    ['Serverless', 'service: x\nprovider:\n  name: aws\nfunctions: {}\n'],
    ['SAM', 'Transform: AWS::Serverless-2016-10-31\nResources: {}\n'],
    ['Azure pipelines', 'trigger:\n- main\npool:\n  vmImage: x\nsteps: []\n'],
    ['Drone', 'kind: pipeline\ntype: kubernetes\nname: x\nsteps: []\n'],
    ['Jinja outside of a chart', 'apiVersion: "{{ api }}"\nkind: Deployment\nmetadata:\n  name: x\n'],
    ['an empty file', ''],
    ['a binary', '\u0000\u0001{"\\'],
    ['metadata that is a scalar', 'apiVersion: v1\nkind: Pod\nmetadata: x\n'],
  ])('%s', (_, text, path = 'a.yaml') => expect(is(text, path)).toBeUndefined());
});
