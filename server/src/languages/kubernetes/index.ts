import type { Language, Source } from '../contract.ts';
import { classify } from '../yaml/index.ts';
import { chartCompanions, isValuesFile, valueFacts } from './charts.ts';
import { isForeignPath, temper } from './environment.ts';
import { kubernetesIgnores } from './ignores.ts';
import { rootOf } from './kustomizations.ts';
import type { KubernetesDocument, KubernetesFacts } from './model.ts';
import { parseKubernetes, updateKubernetes } from './parse.ts';
import { templatedFacts } from './templates.ts';
import { unitOf } from './unit.ts';

export * from './accessors.ts';
export { type TokenUse, tokenUseOf } from './apiTokens.ts';
export {
  type BreakerSetting,
  type CircuitBreaker,
  circuitBreakersOf,
} from './circuitBreakers.ts';
export { isOptional } from './conditions.ts';
export * from './connections.ts';
export { isForeignPath, isNonProduction, isNonProductionPath, isReleaseBundle } from './environment.ts';
export { type EnvironmentHost, environmentIn, isOverlayPath } from './environmentHosts.ts';
export { isExplained } from './explained.ts';
export { areCrossed, differOnlyInPath, endpointOf, httpOf, lacksProbe, siblingOf } from './healthPaths.ts';
export { imageReference, isInfrastructure, isWebServer, isWellKnownSidecar } from './images.ts';
export { selects } from './labels.ts';
export { accessTokenLifetime, type Lifetime } from './lifetimes.ts';
export { addAlert, monitorWithoutAlert } from './missingAlerts.ts';
export * from './model.ts';
export * from './monitors.ts';
export { parseKubernetes, updateKubernetes } from './parse.ts';
export { allContainers, isNodeAgent } from './podContents.ts';
export * from './poolers.ts';
export { isObservedPort, protocolOf, type TrafficPort } from './ports.ts';
export { sameHandler } from './probes.ts';
export * from './promql.ts';
export * from './promRules.ts';
export * from './quantiles.ts';
export * from './rateLimits.ts';
export { accountIn, groupsOf, hasRights, isBoundInCluster, isForOwnGroups, itemOf } from './rbacFacts.ts';
export { metricsPortsOf, podsAskToBeScraped } from './scraping.ts';
export {
  isIssuedKey,
  isPlaceholder,
  isReadable,
  mayBeSecret,
  type SecretKind,
  secretIn,
  secretInText,
} from './secrets.ts';
export { firstUnlimited } from './unlimited.ts';
export { isForeign, isPatch, type ServiceWorkload, serviceWorkloads, type Unit } from './workloads.ts';

/** Manifests of Kubernetes, as YAML or JSON, Helm templates included. */
export const kubernetesLanguage: Language<KubernetesDocument, KubernetesFacts> = {
  kind: 'kubernetes',
  detect: (source: Source) => {
    const found = classify(source.uri, source.text);
    return found === 'kubernetes' || found === 'kustomization' || isValuesFile(source);
  },
  parse: parseKubernetes,
  update: updateKubernetes,
  facts: document => ({
    objects: document.objects.map(object => (document.template ? templatedFacts(document, object) : object.facts())),
    kustomization: document.kustomization,
    origin: { uri: document.uri, starts: document.objects.map(object => object.span.start) },
    ...(document.isValues && { values: valueFacts(document.uri, rootOf(document)) }),
  }),
  companions: chartCompanions,
  related: unitOf,
  ignores: kubernetesIgnores,
  outOfScope: document => {
    if (document.kustomization) return 'kustomization, read for what it says of other manifests';
    return isForeignPath(document.uri) ? "test data or a copy of other people's manifests" : undefined;
  },
  temper,
};
