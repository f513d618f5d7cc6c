import { destinationRuleOf } from './custom/istio.ts';
import { peerAuthenticationOf } from './custom/istioSecurity.ts';
import type { Field } from './fields.ts';
import type { KubernetesObject, Selector } from './model.ts';
import { isInCluster } from './networkNames.ts';

/** A place where a mesh is told to take, or to send, what is not encrypted. */
export interface PlainMesh {
  readonly side: 'server' | 'client';
  readonly mode: 'DISABLE' | 'PERMISSIVE';
  readonly field: Field<string>;
  /** Of the port that it is for; undefined: for all. */
  readonly port: number | undefined;
  /** True where it is for webhooks: the API server calls them, and it has no identity in the mesh. */
  readonly forWebhook: boolean;
  /** Of the workloads that it is for; undefined: for all of a namespace. */
  readonly selector: Selector | undefined;
  /** The host that is called; undefined on the server's side. */
  readonly host: string | undefined;
}

/** PeerAuthentication and DestinationRule of Istio; what an alias shares is found once. */
export function plainMeshOf(object: KubernetesObject): readonly PlainMesh[] {
  const found = [...acceptedBy(object), ...sentBy(object)];
  return found.filter(({ field }, index) => found.findIndex(one => one.field.node === field.node) === index);
}

function acceptedBy(object: KubernetesObject): readonly PlainMesh[] {
  const authentication = peerAuthenticationOf(object);
  if (!authentication) return [];
  const { mode, ports, selector } = authentication;
  const names = [object.name ?? '', ...(selector?.requirements ?? []).flatMap(one => one.values)];
  const forWebhook = names.some(text => /webhook/i.test(text));
  return [{ port: undefined, mode }, ...ports].flatMap(one => {
    const written = one.mode?.value;
    if (!one.mode || (written !== 'DISABLE' && written !== 'PERMISSIVE')) return [];
    return { side: 'server', mode: written, field: one.mode, port: one.port, forWebhook, selector, host: undefined };
  });
}

function sentBy(object: KubernetesObject): readonly PlainMesh[] {
  const rule = destinationRuleOf(object);
  const host = rule?.host?.value;
  // What lies outside of the mesh speaks TLS by itself or not at all, the API server always does.
  if (!rule || host === undefined || !(isInCluster(host) || host.startsWith('*')) || isApiServer(host)) return [];
  return rule.policies.flatMap(({ tlsMode }) =>
    tlsMode?.value === 'DISABLE'
      ? {
          side: 'client',
          mode: 'DISABLE',
          field: tlsMode,
          port: undefined,
          forWebhook: false,
          selector: undefined,
          host,
        }
      : [],
  );
}

function isApiServer(host: string): boolean {
  return /^kubernetes(\.default(\.svc.*)?)?$/.test(host);
}
