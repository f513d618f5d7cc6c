import type { Container, HttpHandler, Probe } from './model.ts';
import { sameHandler } from './probes.ts';
import { isForeign, type ServiceWorkload } from './workloads.ts';

/** What an endpoint answers for, as far as its path tells: the process alone, or also what it depends on. */
export type Endpoint = 'live' | 'ready';

const READY = /\/(ready|readiness|readyz|deep|db|dependencies)$/;
const LIVE = /\/(live|livez|alive|liveness)$/;

export function endpointOf(path: string): Endpoint | undefined {
  const bare = bareOf(path);
  if (READY.test(bare)) return 'ready';
  return LIVE.test(bare) ? 'live' : undefined;
}

/** Without the query and the slash at the end. */
function bareOf(path: string): string {
  return path.replace(/[?#].*$/, '').replace(/(?<=.)\/$/, '');
}

/** Names that come in pairs, readiness first. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['ready', 'live'],
  ['readyz', 'livez'],
  ['readiness', 'liveness'],
];

/** The sibling that answers the other question: `/api/readyz` for `/api/livez`; `live` for the tests of dependencies. */
export function siblingOf(path: string): string {
  const bare = bareOf(path);
  const slash = bare.lastIndexOf('/') + 1;
  const last = bare.slice(slash);
  for (const [ready, live] of PAIRS) {
    if (last === ready) return bare.slice(0, slash) + live;
    if (last === live) return bare.slice(0, slash) + ready;
  }
  return bare.slice(0, slash) + (endpointOf(path) === 'live' ? 'ready' : 'live');
}

/** The HTTP handler of a probe whose path is known; undefined for every other probe. */
export function httpOf(probe: Probe | undefined): (HttpHandler & { readonly path: string }) | undefined {
  const handler = probe?.handler;
  return handler?.type === 'httpGet' && handler.path !== undefined ? { ...handler, path: handler.path } : undefined;
}

/** True where liveness asks for readiness and readiness for liveness. */
export function areCrossed(container: Container): boolean {
  const live = httpOf(container.probe('liveness'));
  const ready = httpOf(container.probe('readiness'));
  return live !== undefined && ready !== undefined && asks(live.path, 'ready') && asks(ready.path, 'live');
}

function asks(path: string, endpoint: Endpoint): boolean {
  return endpointOf(path) === endpoint;
}

/** Whether two HTTP handlers differ in nothing but their paths; undefined where a template leaves it open. */
export function differOnlyInPath(a: HttpHandler, b: HttpHandler): boolean | undefined {
  return sameHandler({ ...a, path: '/' }, { ...b, path: '/' });
}

/**
 * True where nothing in the pods of a workload has a probe of that kind, the text shows all of the main container, and
 * that container is an application's. Knative adds the probes that it needs by itself.
 */
export function lacksProbe({ object, main }: ServiceWorkload, role: Probe['role']): boolean {
  if (object.partial || main.partial || main.image === undefined || main.idle || isForeign(main)) return false;
  if (object.group === 'serving.knative.dev') return false;
  return object.podSpec()?.containers.every(container => !container.declaresProbe(role)) === true;
}
