import type { Span } from '#text';
import { relativeTo } from './factParts.ts';
import { commandWordsOf } from './lifecycle.ts';
import type { KubernetesObject } from './model.ts';
import { resourcesOf } from './resources.ts';
import { identityOf } from './security.ts';
import { volumesOf } from './volumes.ts';
import { workloadOf } from './workload.ts';

/** What other documents may know of what makes pods, besides the pods' labels and ports. */
export interface WorkloadFacts {
  /** Undefined where none is written or a template decides: see `replicasWritten`. */
  readonly replicas: number | undefined;
  readonly replicasWritten: boolean;
  /** Where `replicas` stands. */
  readonly replicasPlace: Span | undefined;
  /** `RollingUpdate`, `Recreate`, `OnDelete` …; undefined where a template decides. */
  readonly strategy: string | undefined;
  /** Sidecars included, init containers not. */
  readonly containers: readonly ContainerFacts[];
  /** Names of the claims that it mounts; those of templates are left out. */
  readonly claims: readonly string[];
  /** Undefined where none is written or a template decides. */
  readonly account: string | undefined;
  /** True where its command asks for the election of a leader: one pod works, the others wait. */
  readonly electsLeader: boolean;
}

export interface ContainerFacts {
  readonly name: string | undefined;
  readonly image: string | undefined;
  /** Resources with a request, or a limit, which counts as one: `cpu`, `memory`. */
  readonly requested: readonly string[];
  /** False where a template may request more. */
  readonly requestsKnown: boolean;
  readonly portsKnown: boolean;
  readonly place: Span;
}

const LEADER = /(^|[-_\s])leader[-_]?elect/i;

export function workloadFacts(object: KubernetesObject): WorkloadFacts | undefined {
  const workload = workloadOf(object);
  if (!workload) return undefined;
  const { pods, replicas, strategy } = workload;
  return {
    replicas: replicas?.value,
    replicasWritten: replicas !== undefined,
    replicasPlace: replicas && relativeTo(object, replicas),
    strategy: strategy.type,
    containers: pods.containers.map(container => {
      const resources = resourcesOf(container);
      return {
        name: container.name,
        image: container.image,
        requested: [...new Set([...resources.requests.keys(), ...resources.limits.keys()])],
        requestsKnown: resources.known,
        portsKnown: container.portsKnown,
        place: relativeTo(object, container.nameNode ?? container),
      };
    }),
    claims: volumesOf(pods).flatMap(volume => (volume.type === 'claim' ? (volume.target?.value ?? []) : [])),
    account: identityOf(pods).account?.value,
    electsLeader: pods.containers.some(container => commandWordsOf(container).some(({ text }) => LEADER.test(text))),
  };
}
