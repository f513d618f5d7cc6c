/** Whole segments (O3): what machines ask, not an API's clients. */
const INFRASTRUCTURE =
  /^\/(?:[\w.-]+\/)?(?:v\d+\/)?(?:health|healthz|healthcheck|health[-_]check|livez|readyz|live|liveness|ready|readiness|alive|metrics|ping|\.well-known|openapi|swagger|docs|redoc|favicon|robots)(?:[/.].*)?$/i;
/** Only as the last segment: elsewhere they are business words. */
const INFRASTRUCTURE_AT_END = /^\/(?:api\/)?(?:v\d+\/)?(?:status|version|info|_status)$/i;
/** At the end of any path: nobody calls a business operation so. */
const PROBE_AT_END = /\/(?:health|healthz|healthcheck|health[-_]check|livez|readyz|liveness|readiness|metrics)$/i;
const AUTHENTICATION =
  /^(?:login|logout|signin|sign-in|signout|sign-out|signup|sign-up|register|registration|token|tokens|refresh|oauth|oauth2|authorize|auth|callback|callbacks|verify|verification|recover|recovery|password|password-reset|reset-password|forgot-password|forgot|webhook|webhooks|jwks|sso|saml|session|sessions|connect|introspect|revoke)$/i;

/** A health, metrics or documentation path (O3). */
export function isInfrastructurePath(path: string): boolean {
  return [INFRASTRUCTURE, INFRASTRUCTURE_AT_END, PROBE_AT_END].some(one => one.test(path));
}

/** A path that hands out or receives credentials (O3). */
export function isAuthenticationPath(segments: readonly string[]): boolean {
  return segments.some(segment => AUTHENTICATION.test(segment));
}
