// What rules ask of objects, containers and fields, in one place.
export * from './annotations.ts';
export * from './apiVersions.ts';
export * from './autoscalers.ts';
export * from './backends.ts';
export * from './backups.ts';
export * from './budgets.ts';
export type { ChartFacts, ValueFacts } from './charts.ts';
export * from './claims.ts';
export * from './configData.ts';
export * from './configKeys.ts';
export { type Cron, type CronPart, parseCron, readAsSixFields } from './cron.ts';
export * from './custom/index.ts';
export type * from './databaseFacts.ts';
export { type Duration, parseDuration, writeDuration } from './durations.ts';
export { backendsOfRoute, mostEndpointsOf } from './endpoints.ts';
export * from './env.ts';
export * from './fields.ts';
export * from './gatewayApi.ts';
export * from './heaps.ts';
export * from './helmValues.ts';
export { repositoryOf } from './images.ts';
export * from './ingresses.ts';
export * from './ingressRedirects.ts';
export * from './ingressTls.ts';
export { type Generator, generatorsOf, type ImageReplacement, type Kustomization } from './kustomizations.ts';
export { isGenerated } from './labels.ts';
export * from './lifecycle.ts';
export * from './lines.ts';
export * from './localFiles.ts';
export * from './meshEncryption.ts';
export * from './nearMiss.ts';
export * from './networkNames.ts';
export * from './placement.ts';
export * from './plainListeners.ts';
export * from './policies.ts';
export { type AuthorizationFacts, isForGateway, type PolicyFacts } from './policyFacts.ts';
export * from './quantities.ts';
export * from './rbac.ts';
export * from './redis.ts';
export * from './redisEdits.ts';
export type * from './referenceFacts.ts';
export * from './removals.ts';
export * from './requestGaps.ts';
export * from './resources.ts';
export * from './routeFacts.ts';
export * from './scaleTargets.ts';
export * from './scaling.ts';
export * from './security.ts';
export * from './selecting.ts';
export * from './services.ts';
export * from './sizes.ts';
export * from './spreading.ts';
export * from './stickiness.ts';
export * from './storage.ts';
export * from './targetPorts.ts';
export {
  type DefaultValue,
  defaultOf,
  replicasIn,
  resolved,
  type TemplatedNumbers,
  type ValueReference,
  valueReferenceIn,
} from './templates.ts';
export * from './tlsVerification.ts';
export * from './tlsVersions.ts';
export { isClosed } from './unit.ts';
export * from './unitIndex.ts';
export * from './valuesScaling.ts';
export * from './volumes.ts';
export * from './workload.ts';
export type * from './workloadFacts.ts';
