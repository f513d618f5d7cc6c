import { asMap, at } from '../yaml/index.ts';
import type { IstioServer } from './custom/istio.ts';
import type { Gateway, Listener } from './gatewayApi.ts';
import type { KubernetesObject } from './model.ts';
import { isLocalHost } from './networkNames.ts';
import { sharesNamespace, type UnitIndex } from './unitIndex.ts';

/** Whether a listener of the Gateway API takes plain HTTP from clients elsewhere. */
export function isPlainListener({ spec, className }: Gateway, { protocol, hostname, node }: Listener): boolean {
  if (protocol?.value !== 'HTTP' || spec.open || node.open || isUnknownOrLocal(hostname)) return false;
  // Waypoints and gateways of meshes talk to sidecars, which encrypt.
  if (className && (className.value === undefined || /waypoint|mesh|internal|tailscale/i.test(className.value)))
    return false;
  // A load balancer that has the certificate itself.
  const annotations = asMap(at(spec, 'infrastructure', 'annotations'));
  return annotations?.entries.some(({ key }) => /ssl-cert|certificate/i.test(key.text)) !== true;
}

function isUnknownOrLocal(host: { readonly value: string | undefined } | undefined): boolean {
  return host !== undefined && (host.value === undefined || isLocalHost(host.value));
}

/** Whether a route leads a listener to https; `seen`: routes of this Gateway are in the workspace at all. */
export function redirectsOf(
  all: UnitIndex,
  { name, namespace }: KubernetesObject,
  listener: Listener,
): { readonly redirected: boolean; readonly seen: boolean } {
  const routes = all
    .having('attached')
    .flatMap(({ facts }) => facts.attached)
    .filter(one => (one.gateway === undefined || one.gateway === name) && sharesNamespace(one.namespace, namespace));
  const redirected = routes.some(
    ({ redirects, section, port }) =>
      redirects &&
      (section === undefined || section === listener.name?.value) &&
      (port === undefined || port === listener.port?.value),
  );
  return { redirected, seen: routes.length > 0 };
}

/** Whether a server of Istio's Gateway takes plain HTTP from clients outside of the mesh. */
export function hasPlainServer(
  { node }: KubernetesObject,
  { protocol, hosts, httpsRedirect, tls, node: server }: IstioServer,
): boolean {
  if (protocol?.value?.toUpperCase() !== 'HTTP' || server.open || tls?.open) return false;
  if (httpsRedirect && httpsRedirect.value !== false) return false;
  // What leaves the mesh, or goes to another cluster's, comes from sidecars.
  const selector = asMap(at(node, 'spec', 'selector'));
  const labels = selector?.entries.map(({ value }) => (value.type === 'scalar' ? value.text : '')) ?? [];
  if (selector?.open || labels.some(text => /egress|eastwest|cluster-?local/i.test(text))) return false;
  const isLocal = (text: string | undefined): boolean =>
    text === undefined || isLocalHost(text.slice(text.indexOf('/') + 1));
  return hosts.length === 0 || !hosts.every(({ text }) => isLocal(text));
}
