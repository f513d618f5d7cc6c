/** A host that belongs to one environment. */
export interface EnvironmentHost {
  readonly host: string;
  /** `prod`, `staging`, `qa` and their spellings; undefined for a private address, which every network has its own of. */
  readonly environment: string | undefined;
}

const HOST = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/\s]*@)?([a-z0-9][a-z0-9.-]*)(?::\d+)?(?:[/?#]\S*)?$/i;
const PRIVATE = /^(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})$/;
const WORD = /(?:^|[.-])(prod(?:uction)?|stag(?:e|ing)|qa|uat|preprod)(?=[.-])/i;

/** The host that a value leads to, where it is one of a single environment. Names of the cluster's own DNS are not. */
export function environmentIn(value: string): EnvironmentHost | undefined {
  const text = value.trim();
  const host = HOST.exec(text)?.[1];
  if (host === undefined || /\.svc(?:\.|$)|\.cluster\.local$/.test(host)) return undefined;
  // `10.0.0.0/8` is a network.
  if (PRIVATE.test(host)) return /^[\d.]+\/\d{1,2}$/.test(text) ? undefined : { host, environment: undefined };
  if (!/\.[a-z]{2,}$/i.test(host)) return undefined;
  const environment = WORD.exec(host)?.[1];
  return environment === undefined ? undefined : { host, environment };
}

const OVERLAY =
  /^(overlays?|env(ironment)?s?|clusters?|tenants?|prod(uction)?|stag(e|ing)|qa|uat|preprod|live|dev(elopment)?)$/i;

/** Whether a file is for one environment: what it says need not fit the others. */
export function isOverlayPath(uri: string): boolean {
  const parts = uri.split('/');
  const file = parts.pop() ?? '';
  return parts.some(part => OVERLAY.test(part)) || /(^|[-.])(prod(uction)?|stag(e|ing)|qa|uat)[-.]/i.test(file);
}
