const HOST = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/\s]*@)?([a-z0-9][a-z0-9.-]*)(?::\d+)?(?:[/?#]\S*)?$/i;

/** Addresses of private networks: RFC 1918. */
const PRIVATE = /^(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})$/;
const WORD = /(?:^|[.-])(prod(?:uction)?|stag(?:e|ing)|qa|uat|preprod)(?=[.-])/i;

/** A host that exists in one environment only. */
export interface EnvironmentHost {
  readonly host: string;
  /** The word that says which; undefined for an address of a private network. */
  readonly environment: string | undefined;
}

/** The host of a url, or a host alone, that belongs to one environment; undefined for all other texts. */
export function environmentIn(value: string): EnvironmentHost | undefined {
  const text = value.trim();
  const host = HOST.exec(text)?.[1];
  if (host === undefined || /\.svc(?:\.|$)|\.cluster\.local$/.test(host)) return undefined;
  // With a length behind it, it is a network and no machine.
  if (PRIVATE.test(host)) return /\/\d{1,2}$/.test(text) ? undefined : { host, environment: undefined };
  if (!host.includes('.') || !/\.[a-z]{2,}$/i.test(host)) return undefined;
  const environment = WORD.exec(host)?.[1];
  return environment === undefined ? undefined : { host, environment };
}

const OVERLAY =
  /^(overlays?|env(ironment)?s?|clusters?|tenants?|prod(uction)?|stag(e|ing)|qa|uat|preprod|live|dev(elopment)?)$/i;

/** True for paths that belong to one environment: what stands there may name it. */
export function isOverlayPath(uri: string): boolean {
  const parts = uri.split('/');
  const file = parts.pop() ?? '';
  return parts.some(part => OVERLAY.test(part)) || /(^|[-.])(prod(uction)?|stag(e|ing)|qa|uat)[-.]/i.test(file);
}
