import type { Field } from './fields.ts';
import type { KubernetesObject } from './model.ts';
import { allContainers } from './podContents.ts';
import { mountsOf, volumesOf } from './volumes.ts';

/** A directory of the node that pods mount. */
export interface HostPath {
  readonly path: Field<string>;
  /** False where every mount of it is read-only. */
  readonly written: boolean;
}

/** Parts of every node, which are the same everywhere, and the sockets of what runs there. */
const SYSTEM =
  /^\/(dev|sys|proc|run|var\/run|lib\/modules|boot|etc\/(localtime|timezone|ssl|pki|ca-certificates|hosts|machine-id|os-release)|usr\/share|usr\/src)(\/|$)|\.sock$/;

/** Those whose content differs from node to node. What no container mounts, or a template decides, is left out. */
export function hostPathsOf(object: KubernetesObject): readonly HostPath[] {
  const pods = object.podSpec();
  if (!pods) return [];
  const mounts = allContainers(pods).flatMap(mountsOf);
  return volumesOf(pods).flatMap(({ type, name, target }) => {
    if (type !== 'hostPath' || target?.value === undefined || SYSTEM.test(target.value)) return [];
    const own = mounts.filter(mount => mount.name?.value !== undefined && mount.name.value === name?.value);
    const known = own.filter(mount => mount.readOnly !== undefined);
    return known.length === 0 ? [] : { path: target, written: known.some(mount => mount.readOnly === false) };
  });
}

const DATA = /^\/(data|uploads|storage|var\/lib)(\/|$)/;
const PASSING = /cache|tmp|temp|scratch|sock|(^|[-_/])run($|[-_/])|nginx|lock/i;

/** Where the containers of a pod mount an emptyDir at a path that is for data: the `mountPath` of each. */
export function dataDirectoriesOf(object: KubernetesObject): readonly Field<string>[] {
  const pods = object.podSpec();
  if (!pods) return [];
  const empty = new Set(volumesOf(pods).flatMap(({ type, name }) => (type === 'emptyDir' ? (name?.value ?? []) : [])));
  return pods.containers.flatMap(mountsOf).flatMap(({ name, path }) => {
    if (name?.value === undefined || path?.value === undefined || !empty.has(name.value)) return [];
    return DATA.test(path.value) && !PASSING.test(path.value) && !PASSING.test(name.value) ? path : [];
  });
}
