import type { Api, PathItem } from './model.ts';

/** The health paths of a service, told from business paths that are about somebody else's health. */
export interface HealthPaths {
  /** `/health`, `/healthz`, `/api/v1/health`: one answer for everything. */
  readonly whole: readonly PathItem[];
  /** True where some path answers for liveness or readiness alone. */
  readonly isSplit: boolean;
}

const WHOLE = /^(?:_?health|healthz|healthcheck|health[-_]check)$/i;
const HALF = /^(?:live|livez|liveness|alive|ready|readyz|readiness)$/i;
/** What may stand before it in a service's own address: `/api/v1`, Spring's `/actuator`. */
const BEFORE = /^(?:api|rest|v\d+(?:\.\d+)*|actuator|_?system|management)$/i;

export function healthPathsOf(api: Api): HealthPaths {
  const [first] = api.paths;
  // `/orders/health` is the service's own where everything is below `/orders`.
  const prefix = first?.segments[0];
  const isShared = prefix !== undefined && api.paths.every(item => item.segments[0] === prefix);
  const whole = api.paths.filter(({ segments }) => {
    const before = segments.slice(0, -1);
    const own = isShared ? before.slice(1) : before;
    return WHOLE.test(segments.at(-1) ?? '') && own.every(segment => BEFORE.test(segment)) && !isChosen(before);
  });
  return { whole, isSplit: api.paths.some(item => HALF.test(item.segments.at(-1) ?? '')) };
}

function isChosen(segments: readonly string[]): boolean {
  return segments.some(segment => segment.includes('{'));
}

/** True for the description of a gateway (AWS, Google Cloud, Kong): what stands behind it has its probes elsewhere. */
export function describesGateway(api: Api): boolean {
  const nodes = [api.root.root, ...api.paths.flatMap(item => [item.node, ...item.operations.map(one => one.node)])];
  return nodes.some(node => node?.entries.some(({ key }) => /^x-(?:amazon-apigateway|google|kong)-/.test(key.text)));
}
