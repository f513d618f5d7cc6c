import { memoised } from '../memo.ts';
import { at } from '../yaml/index.ts';
import { isInfrastructure } from './images.ts';
import { labelsOf } from './labels.ts';
import { accountIn, hasRights } from './rbacFacts.ts';
import { identityOf } from './security.ts';
import { isClosed } from './unit.ts';
import type { ServiceWorkload, Unit } from './workloads.ts';

/** Sidecars that show the pod's token to somebody: Vault's agent, Dapr. */
const SHOWS_TOKEN = /^(vault\.hashicorp\.com|dapr\.io)\//;

/** What is known of the API token that the pods of a workload get. */
export type TokenUse = 'none' | 'unneeded' | 'unknown';

/**
 * `none`: they get no token. `unneeded`: everything that is deployed with them is known, and nothing gives their account
 * any right, in the cluster or in a cloud. `unknown`: everything else.
 */
export function tokenUseOf({ object }: ServiceWorkload, uri: string, unit: Unit): TokenUse {
  const pods = object.podSpec();
  if (!pods || pods.node.open || object.partial) return 'unknown';
  const { account, automount } = identityOf(pods);
  if (automount) return automount.value === false ? 'none' : 'unknown';
  const name = account ? account.value : 'default';
  if (name === undefined) return 'unknown';
  const facts = accountIn(unit, name, object.namespace);
  if (facts?.automount === false) return 'none';
  const annotations = labelsOf(at(object.node, 'spec', 'template', 'metadata', 'annotations'));
  if (annotations.open || [...annotations.values.keys()].some(key => SHOWS_TOKEN.test(key))) return 'unknown';
  // An account that stands elsewhere has its rights elsewhere, too.
  if ((name !== 'default' && !facts) || (facts && facts.automount === undefined)) return 'unknown';
  if (facts?.knownToCloud || hasRights(name, object.namespace, unit)) return 'unknown';
  if (pods.containers.some(({ image }) => image !== undefined && isInfrastructure(image))) return 'unknown';
  return isWhole(unit) && isClosed(uri, unit) ? 'unneeded' : 'unknown';
}

/** False where a kustomization takes resources from elsewhere. */
const isWhole = memoised((unit: Unit): boolean => {
  const resources = [...unit.values()].flatMap(({ kustomization }) => kustomization?.resources ?? []);
  return !resources.some(path => path.includes('://') || path.includes('?ref=') || /^[\w-]+\.[a-z]+\//.test(path));
});
