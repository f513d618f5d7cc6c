import type { Language, Source } from '../contract.ts';
import { classify } from '../yaml/index.ts';
import { isForeignPath, temper } from './environment.ts';
import { kubernetesIgnores } from './ignores.ts';
import type { KubernetesDocument, KubernetesFacts } from './model.ts';
import { parseKubernetes, updateKubernetes } from './parse.ts';
import { unitOf } from './unit.ts';

export { isInfrastructure, isWellKnownSidecar } from './images.ts';
export { selects } from './labels.ts';
export * from './model.ts';
export { parseKubernetes, updateKubernetes } from './parse.ts';
export type { TrafficPort } from './ports.ts';
export { sameHandler } from './probes.ts';
export { isForeign, isPatch, type ServiceWorkload, serviceWorkloads, type Unit } from './workloads.ts';

/** Manifests of Kubernetes, as YAML or JSON, Helm templates included. */
export const kubernetesLanguage: Language<KubernetesDocument, KubernetesFacts> = {
  kind: 'kubernetes',
  detect: ({ uri, text }: Source) => {
    const found = classify(uri, text);
    return found === 'kubernetes' || found === 'kustomization';
  },
  parse: parseKubernetes,
  update: updateKubernetes,
  facts: document => ({
    objects: document.objects.map(object => object.facts()),
    kustomization: document.kustomization,
  }),
  related: unitOf,
  ignores: kubernetesIgnores,
  outOfScope: document => {
    if (document.kustomization) return 'kustomization, read for what it says of other manifests';
    return isForeignPath(document.uri) ? "test data or a copy of other people's manifests" : undefined;
  },
  temper,
};
