import type { Span } from '#text';
import { asMap, asScalar, type Entry, itemsOf, type MapNode, type Node, textAt } from '../yaml/index.ts';
import type { Operation, Parameter, PathItem, Security } from './model.ts';

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);

/** Whole segments (O3): what machines ask, not an API's clients. */
const INFRASTRUCTURE =
  /^\/(?:[\w.-]+\/)?(?:v\d+\/)?(?:health|healthz|healthcheck|health[-_]check|livez|readyz|live|liveness|ready|readiness|alive|metrics|ping|\.well-known|openapi|swagger|docs|redoc|favicon|robots)(?:[/.].*)?$/i;
/** Only as the last segment: elsewhere they are business words. */
const INFRASTRUCTURE_AT_END = /^\/(?:api\/)?(?:v\d+\/)?(?:status|version|info|_status)$/i;
/** At the end of any path: nobody calls a business operation so. */
const PROBE_AT_END = /\/(?:health|healthz|healthcheck|health[-_]check|livez|readyz|liveness|readiness|metrics)$/i;
const AUTHENTICATION =
  /^(?:login|logout|signin|sign-in|signout|sign-out|signup|sign-up|register|registration|token|tokens|refresh|oauth|oauth2|authorize|auth|callback|callbacks|verify|verification|recover|recovery|password|password-reset|reset-password|forgot-password|forgot|webhook|webhooks|jwks|sso|saml|session|sessions|connect|introspect|revoke)$/i;

/** Views over path items, remembered by the entry that they show: the same entry gives the same view. */
export function createPathViews(): (entry: Entry) => PathItem {
  const known = new WeakMap<Entry, PathItem>();
  return entry => {
    let item = known.get(entry);
    if (!item) known.set(entry, (item = new PathView(entry)));
    return item;
  };
}

class PathView implements PathItem {
  readonly path: string;
  readonly node: MapNode | undefined;
  readonly isInfrastructure: boolean;
  readonly isAuthentication: boolean;
  readonly operations: readonly Operation[];

  constructor(readonly entry: Entry) {
    this.path = entry.key.text;
    const node = asMap(entry.value);
    this.node = node?.entry('$ref') ? undefined : node;
    this.isInfrastructure = [INFRASTRUCTURE, INFRASTRUCTURE_AT_END, PROBE_AT_END].some(one => one.test(this.path));
    this.isAuthentication = this.path.split('/').some(segment => AUTHENTICATION.test(segment));
    this.operations = operationEntries(this.node).flatMap(one => {
      const operation = asMap(one.value);
      return operation ? [operationView(one, operation, this)] : [];
    });
  }

  get span(): Span {
    return this.entry.span;
  }
}

function operationEntries(node: MapNode | undefined): readonly Entry[] {
  if (!node) return [];
  return [
    ...node.entries.filter(entry => METHODS.has(entry.key.text)),
    ...(asMap(node.get('additionalOperations'))?.entries ?? []),
  ];
}

function operationView(entry: Entry, node: MapNode, path: PathItem): Operation {
  return {
    entry,
    node,
    path,
    method: entry.key.text.toLowerCase(),
    deprecated: textAt(node, 'deprecated') === 'true',
    internal: textAt(node, 'x-internal') === 'true' || textAt(path.node, 'x-internal') === 'true',
    security: securityOf(node),
    get span() {
      return entry.span;
    },
  };
}

/** The `security` written in this object. */
export function securityOf(object: MapNode): Security | undefined {
  const entry = object.entry('security');
  if (!entry) return undefined;
  const schemes = itemsOf(entry.value).flatMap(item => asMap(item)?.entries.map(one => one.key.text) ?? []);
  return { entry, schemes };
}

/** Parameters written in a list or mapping of them; references are left out: they are reported where they stand. */
export function parametersIn(
  list: Node | undefined,
  operation: Operation | undefined,
  resolveRef: (node: Node | undefined) => Node | undefined,
  swagger: boolean,
): readonly Parameter[] {
  const map = asMap(list);
  const nodes = map ? map.entries.map(entry => entry.value) : itemsOf(list);
  return nodes.flatMap(one => {
    const node = asMap(one);
    const name = asScalar(node?.get('name'));
    const place = textAt(node, 'in');
    if (!node || !name || name.unknown || !place || node.entry('$ref')) return [];
    return [parameterView(node, name, place, operation, resolveRef, swagger)];
  });
}

function parameterView(
  node: MapNode,
  name: NonNullable<ReturnType<typeof asScalar>>,
  place: string,
  operation: Operation | undefined,
  resolveRef: (node: Node | undefined) => Node | undefined,
  swagger: boolean,
): Parameter {
  const written = asMap(node.get('schema'));
  const own = swagger ? node : written?.entry('$ref') ? undefined : written;
  return {
    node,
    name,
    in: place,
    operation,
    ownsSchema: own !== undefined,
    get schema() {
      return own ?? asMap(resolveRef(written));
    },
    get span() {
      return node.span;
    },
  };
}
