import type { Located, Span } from '#text';
import { asMap, type MapNode } from '../../yaml/index.ts';
import { type Field, mapsIn, type TextItem, textField, textItems } from '../fields.ts';
import { labelSelector } from '../labels.ts';
import type { KubernetesObject, Selector } from '../model.ts';
import { type PolicyTarget, policyTargetsOf, specOf } from './spec.ts';

const SECURITY = 'security.istio.io';

/** Which workloads a policy is for: those that the selector selects, else all of its namespace. */
interface Scoped {
  readonly object: KubernetesObject;
  /** Missing where the object has no `spec`: it then says what all its defaults say. */
  readonly spec: MapNode | undefined;
  /** Undefined where none is written: all workloads of the namespace, of the mesh in the root namespace. */
  readonly selector: Selector | undefined;
  readonly targets: readonly PolicyTarget[];
}

function scoped(object: KubernetesObject, kind: string): Scoped | undefined {
  if (object.group !== SECURITY || object.kind !== kind) return undefined;
  const spec = specOf(object, SECURITY, kind);
  const selector = spec?.get('selector');
  return { object, spec, selector: selector && labelSelector(selector), targets: spec ? policyTargetsOf(spec) : [] };
}

export interface PeerAuthentication extends Scoped {
  /** `STRICT`, `PERMISSIVE`, `DISABLE`, `UNSET`. */
  readonly mode: Field<string> | undefined;
  readonly ports: readonly { readonly port: number | undefined; readonly mode: Field<string> | undefined }[];
}

export function peerAuthenticationOf(object: KubernetesObject): PeerAuthentication | undefined {
  const base = scoped(object, 'PeerAuthentication');
  if (!base) return undefined;
  const ports = asMap(base.spec?.get('portLevelMtls'));
  return {
    ...base,
    mode: textField(asMap(base.spec?.get('mtls')), 'mode'),
    ports: (ports?.entries ?? []).map(({ key }) => ({
      port: typeof key.value === 'number' ? key.value : /^\d+$/.test(key.text) ? Number(key.text) : undefined,
      mode: textField(asMap(ports?.get(key.text)), 'mode'),
    })),
  };
}

export interface JwtRule extends Located {
  readonly node: MapNode;
  readonly issuer: Field<string> | undefined;
  readonly jwksUri: Field<string> | undefined;
}

export interface RequestAuthentication extends Scoped {
  readonly rules: readonly JwtRule[];
}

export function requestAuthenticationOf(object: KubernetesObject): RequestAuthentication | undefined {
  const base = scoped(object, 'RequestAuthentication');
  if (!base) return undefined;
  return {
    ...base,
    rules: mapsIn(base.spec?.get('jwtRules')).map(node => ({
      node,
      issuer: textField(node, 'issuer'),
      jwksUri: textField(node, 'jwksUri') ?? textField(node, 'jwks_uri'),
      get span(): Span {
        return node.span;
      },
    })),
  };
}

export interface AuthorizationPolicy extends Scoped {
  /** `ALLOW` where it is not written; undefined where a template decides. */
  readonly action: string | undefined;
  readonly rules: readonly AuthorizationRule[];
  /** False where a template may add rules. */
  readonly rulesKnown: boolean;
}

export interface AuthorizationRule extends Located {
  readonly node: MapNode;
  /** `from[].source`; empty: everybody. */
  readonly sources: readonly RuleSource[];
  /** `to[].operation`; empty: everything. */
  readonly operations: readonly RuleOperation[];
  readonly conditions: readonly {
    readonly node: MapNode;
    readonly key: string | undefined;
    readonly values: readonly TextItem[];
  }[];
}

export interface RuleSource {
  readonly node: MapNode;
  readonly principals: readonly TextItem[];
  readonly requestPrincipals: readonly TextItem[];
  readonly notRequestPrincipals: readonly TextItem[];
}

export interface RuleOperation {
  readonly node: MapNode;
  readonly paths: readonly TextItem[];
  readonly notPaths: readonly TextItem[];
  readonly methods: readonly TextItem[];
  readonly ports: readonly TextItem[];
}

export function authorizationPolicyOf(object: KubernetesObject): AuthorizationPolicy | undefined {
  const base = scoped(object, 'AuthorizationPolicy');
  if (!base) return undefined;
  const action = textField(base.spec, 'action');
  const rules = base.spec?.get('rules');
  return {
    ...base,
    action: action ? action.value : 'ALLOW',
    rules: mapsIn(rules).map(ruleOf),
    rulesKnown: base.spec?.open !== true && (rules === undefined || (rules.type === 'seq' && !rules.open)),
  };
}

function ruleOf(node: MapNode): AuthorizationRule {
  return {
    node,
    sources: mapsIn(node.get('from')).flatMap(one => {
      const source = asMap(one.get('source'));
      if (!source) return [];
      return {
        node: source,
        principals: textItems(source.get('principals')),
        requestPrincipals: textItems(source.get('requestPrincipals')),
        notRequestPrincipals: textItems(source.get('notRequestPrincipals')),
      };
    }),
    operations: mapsIn(node.get('to')).flatMap(one => {
      const operation = asMap(one.get('operation'));
      if (!operation) return [];
      return {
        node: operation,
        paths: textItems(operation.get('paths')),
        notPaths: textItems(operation.get('notPaths')),
        methods: textItems(operation.get('methods')),
        ports: textItems(operation.get('ports')),
      };
    }),
    conditions: mapsIn(node.get('when')).map(one => ({
      node: one,
      key: textField(one, 'key')?.value,
      values: textItems(one.get('values')),
    })),
    get span(): Span {
      return node.span;
    },
  };
}
