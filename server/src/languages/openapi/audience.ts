import { at, type MapNode, textAt } from '../yaml/index.ts';
import type { Server } from './model.ts';

const PRIVATE_HOST =
  /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+|[^.]+|.*\.(svc|svc\..*|cluster\.local|internal|local|localhost|lan|corp|intranet))$/i;

/** True for hosts that only the same machine, cluster or company can reach. */
export function isPrivateHost(host: string): boolean {
  return PRIVATE_HOST.test(host);
}

/**
 * Who may call an API. What its author says wins over what the hosts suggest; without any host it is taken for public,
 * because that is the reading with duties.
 */
export function audienceOf(root: MapNode, servers: readonly Server[]): 'public' | 'internal' {
  const said = textAt(root, 'info', 'x-audience');
  if (said) return /internal|company|component|private/i.test(said) ? 'internal' : 'public';
  for (const flag of [at(root, 'x-internal'), at(root, 'info', 'x-internal')])
    if (flag?.type === 'scalar' && typeof flag.value === 'boolean') return flag.value ? 'internal' : 'public';
  const words = `${textAt(root, 'info', 'title') ?? ''}\n${textAt(root, 'info', 'description') ?? ''}`;
  if (/\binternal (use|api|service|only)\b/i.test(words) || /\binternal\b/i.test(textAt(root, 'info', 'title') ?? ''))
    return 'internal';
  const hosts = servers.flatMap(server => server.host ?? []);
  return hosts.length > 0 && hosts.length === servers.length && hosts.every(isPrivateHost) ? 'internal' : 'public';
}
