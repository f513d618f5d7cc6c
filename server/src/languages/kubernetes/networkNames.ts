/** False for what stands in the place of a name: `__HOST__`, `<your domain>`. */
export function isHostName(host: string): boolean {
  return /^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host);
}

/** Names that no certificate authority of the internet signs: machines of the own network. */
export function isLocalHost(host: string): boolean {
  return /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|test|home\.arpa)$/i.test(host);
}

/** True for names that only the cluster's DNS knows: `auth`, `auth.shop`, `auth.shop.svc.cluster.local`. */
export function isInCluster(host: string): boolean {
  return /^[a-z0-9-]+$|^[a-z0-9-]+\.[a-z0-9-]+\.svc(\.|$)|\.cluster\.local$/i.test(host);
}
