import { at, type MapNode, textAt } from '../yaml/index.ts';
import type { Server } from './model.ts';

/** This machine: RFC 6761 (`localhost`), RFC 1122 (127/8, 0.0.0.0), RFC 4291 (::1). */
const LOOPBACK = /^(?:(?:.*\.)?localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])$/i;
/** RFC 1918, RFC 3927 (169.254/16), RFC 6598 (100.64/10), RFC 4193 and RFC 4291 (fc00::/7, fe80::/10). */
const PRIVATE_ADDRESS =
  /^(?:10\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.\d+\.\d+$|^\[f(?:[cd]|e[89ab])[^\]]*\]$/i;
/** A name without a dot, and names that no public resolver answers: RFC 6762, RFC 8375, RFC 6761, ICANN's `.internal`. */
const PRIVATE_NAME =
  /^(?:[^.[\]]+|.*\.svc(?:\..*)?|.*\.(?:cluster\.local|internal|local|localdomain|lan|corp|home|intranet|home\.arpa|test|invalid))$/i;

/** What Zalando's guideline and its followers write into `x-audience`. */
const SAID_INTERNAL = /internal|\bcompany\b|\bcomponent\b|\bprivate\b/i;
/** "Internal API", "Orders (internal)", "Internal Order Service"; not the "Internal Revenue Service". */
const INTERNAL_TITLE =
  /^\W*internal\b(?! revenue)[\w\s-]*\b(?:apis?|services?|endpoints?|backend)\b|\binternal(?! revenue)(?:[\s-]+\w+){0,2}[\s-]+apis?\b|\binternal[\s-]+(?:only|use)\b|[([]\s*internal(?: only| use)?\s*[)\]]|[-:|]\s*internal$/i;
/** Only what speaks of this API itself: others are mentioned as internal in many a description. */
const INTERNAL_DESCRIPTION =
  /^\W*internal\b(?! revenue)[\w\s-]{0,40}\b(?:apis?|services?)\b|(?<!\bnot )\b(?:for|intended for) internal use\b|\binternal use only\b|\bthis (?:(?:http|rest|json|web) )?(?:api|service) is (?:an )?(?:strictly |purely )?internal\b|\bthis is an internal\b/i;

/** True for hosts that only the same machine, cluster or company can reach. A host that is yet to be filled in is none. */
export function isPrivateHost(host: string): boolean {
  if (/[{}$<>%]/.test(host)) return false;
  return isLoopbackHost(host) || PRIVATE_ADDRESS.test(host) || PRIVATE_NAME.test(host);
}

/** True for names and addresses of the machine itself: they say where it is tried out, not who calls it. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK.test(host);
}

/**
 * Who may call an API (O4). What its author says wins over what the hosts suggest; without any host it is taken for
 * public, because that is the reading with duties.
 */
export function audienceOf(
  root: MapNode,
  servers: readonly Server[],
  operations: readonly { readonly internal: boolean }[],
): 'public' | 'internal' {
  const said = saidAudience(root);
  if (said) return said;
  if (operations.length > 0 && operations.every(one => one.internal)) return 'internal';
  const hosts = servers.flatMap(server => server.host ?? []);
  return hosts.length > 0 && hosts.length === servers.length && hosts.every(isPrivateHost) ? 'internal' : 'public';
}

/** What its author says: by `x-audience`, `x-internal`, in the title or the description; undefined where nothing is said. */
export function saidAudience(root: MapNode | undefined): 'public' | 'internal' | undefined {
  const audience = textAt(root, 'info', 'x-audience') ?? textAt(root, 'x-audience');
  if (audience) return SAID_INTERNAL.test(audience) ? 'internal' : 'public';
  for (const flag of [at(root, 'x-internal'), at(root, 'info', 'x-internal')])
    if (flag?.type === 'scalar' && typeof flag.value === 'boolean') return flag.value ? 'internal' : 'public';
  if (INTERNAL_TITLE.test(textAt(root, 'info', 'title') ?? '')) return 'internal';
  // What an API is, its description says at its beginning; what follows is about its parts.
  const start = (textAt(root, 'info', 'description') ?? '').trimStart().slice(0, 600);
  return INTERNAL_DESCRIPTION.test(start) ? 'internal' : undefined;
}
