import type { KubernetesDocument, KubernetesObject } from '#languages/kubernetes';
import { kubernetesLanguage } from '#languages/kubernetes';

/** Reads one manifest as the workspace's `deploy/app.yaml`. */
export function read(text: string, path = 'deploy/app.yaml'): KubernetesDocument {
  return kubernetesLanguage.parse({ uri: `file:///shop/${path}`, text });
}

export function readOne(text: string, path?: string): KubernetesObject {
  const [object] = read(text, path).objects;
  if (!object) throw new Error('no object was read');
  return object;
}

/** A workload around the lines of its containers, which are given without indentation. */
export function workload(containers: string, head = 'apiVersion: apps/v1\nkind: Deployment'): string {
  const indented = containers
    .trimEnd()
    .split('\n')
    .map(line => `        ${line}`)
    .join('\n');
  return `${head}
metadata:
  name: api
spec:
  selector:
    matchLabels:
      app: api
  template:
    metadata:
      labels:
        app: api
    spec:
      containers:
${indented}
`;
}

/** What an engine would hand to a rule: the facts of all documents that concern the first one. */
export function unitOf(
  ...documents: readonly KubernetesDocument[]
): ReturnType<NonNullable<typeof kubernetesLanguage.related>> {
  const all = new Map(documents.map(one => [one.uri, kubernetesLanguage.facts(one)]));
  return kubernetesLanguage.related!(documents[0]!.uri, all);
}

/** An object with the lines of its spec, which are given without indentation. */
export const objectOf = (apiVersion: string, kind: string, spec: string, more = '') =>
  readOne(
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: x\n${more}spec:\n${spec
      .trimEnd()
      .split('\n')
      .map(line => `  ${line}\n`)
      .join('')}`,
  );
