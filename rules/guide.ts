import type { GuideStatementId } from '#engine';

/** One statement of the backend architecture guide: what the report scores by. */
export interface GuideStatement {
  readonly id: GuideStatementId;
  readonly section: string;
  /** What the guide asks. */
  readonly title: string;
  readonly why: string;
  /** Handed in by the product owner: these come first in everything. */
  readonly core: boolean;
}

export const guide: readonly GuideStatement[] = [
  {
    id: 'system-design/modular-monolith',
    section: 'system-design',
    title: 'Start with a modular monolith; split into services only when the team already runs several in production',
    why: 'every service costs deployment and observability',
    core: true,
  },
  {
    id: 'system-design/partial-indexes',
    section: 'system-design',
    title:
      'Index the rows that queries touch: a partial index (`WHERE is_active = true`, `WHERE deleted_at IS NULL`) on high-cardinality columns that are always filtered so',
    why: 'a full index spends I/O on rows that no query reads',
    core: true,
  },
  {
    id: 'system-design/api-versioning',
    section: 'system-design',
    title: 'Public APIs carry the version as a URL prefix (`/v1/`); internal APIs carry it in a header',
    why: 'prefixes are easy to find and to cache',
    core: true,
  },
  {
    id: 'system-design/event-contract',
    section: 'system-design',
    title: 'Every event has a unique idempotency key and a schema version',
    why: 'consumers retry safely, and schemas evolve',
    core: true,
  },
  {
    id: 'reliability/circuit-breaker',
    section: 'reliability',
    title:
      'Wrap calls to unreliable services: open after 5 consecutive failures, half-open after 30 s, close after 3 successes',
    why: 'a failing dependency must not drag its callers down',
    core: true,
  },
  {
    id: 'reliability/backups',
    section: 'reliability',
    title: 'Continuous WAL archiving plus daily base backups, restores tested weekly',
    why: 'recovery targets hold only when they are rehearsed',
    core: true,
  },
  {
    id: 'reliability/health-endpoints',
    section: 'reliability',
    title: '`/health/live` (the process runs) and `/health/ready` (dependencies answer) as separate endpoints',
    why: 'liveness and readiness probes act differently',
    core: true,
  },
  {
    id: 'reliability/pool-timeouts',
    section: 'reliability',
    title: 'A pool waits 5 s at most for a connection; checkouts over 1 s are logged',
    why: 'exhausted pools must fail fast and be seen',
    core: false,
  },
  {
    id: 'reliability/memory-bounds',
    section: 'reliability',
    title: 'Every process has a memory bound that it can live within; caches evict',
    why: 'an unbounded process is killed at the worst moment',
    core: false,
  },
  {
    id: 'performance/cache-ttl',
    section: 'performance',
    title: 'Every Redis key has an explicit TTL; cache-aside; an invalidation strategy is defined; TTLs are jittered',
    why: 'stale reads and stampedes',
    core: false,
  },
  {
    id: 'performance/cursor-pagination',
    section: 'performance',
    title: 'Page by cursor, never by OFFSET',
    why: 'OFFSET reads and throws away all earlier rows',
    core: false,
  },
  {
    id: 'performance/bounded-results',
    section: 'performance',
    title: 'No unbounded query and no endpoint that returns more than its client needs',
    why: 'cost grows with the table, not with the page',
    core: false,
  },
  {
    id: 'performance/stateless-services',
    section: 'performance',
    title: 'Any instance can serve any request; session state lives in Redis or a database',
    why: 'scaling out means adding instances only',
    core: false,
  },
  {
    id: 'performance/indexed-access',
    section: 'performance',
    title:
      'No query path scans a table of more than 10,000 rows in sequence; every foreign key and filter has an index',
    why: 'latency grows with the table',
    core: false,
  },
  {
    id: 'security/token-validation',
    section: 'security',
    title: 'Tokens are validated at the gateway AND again in every service',
    why: 'one compromised layer must not open the rest',
    core: false,
  },
  {
    id: 'security/short-lived-tokens',
    section: 'security',
    title: 'JWTs live 15 minutes; refresh tokens are opaque, stored server-side and revocable',
    why: 'a stolen JWT cannot be revoked',
    core: false,
  },
  {
    id: 'security/least-privilege',
    section: 'security',
    title: 'Roles start from nothing and get only the actions that they need',
    why: 'blast radius',
    core: false,
  },
  {
    id: 'security/encryption',
    section: 'security',
    title: 'AES-256 or KMS at rest; TLS 1.2+ between services; plaintext is refused',
    why: 'data is readable to whoever taps it',
    core: false,
  },
  {
    id: 'security/input-validation',
    section: 'security',
    title: 'Input is validated against a schema at the boundary',
    why: 'bad data stops at the door',
    core: false,
  },
  {
    id: 'security/parameterized-queries',
    section: 'security',
    title: 'User input reaches SQL only as a parameter',
    why: 'injection',
    core: false,
  },
  {
    id: 'security/external-configuration',
    section: 'security',
    title: 'Credentials, URLs and flags come from the environment, never from the file',
    why: 'secrets leak, environments differ',
    core: false,
  },
  {
    id: 'monitoring/metrics',
    section: 'monitoring',
    title: 'Every service emits latency histograms and error counters',
    why: 'what is not measured fails silently',
    core: false,
  },
  {
    id: 'monitoring/latency-alerts',
    section: 'monitoring',
    title: 'Alert when p95 latency exceeds twice the load-tested baseline',
    why: 'users feel the tail',
    core: false,
  },
  {
    id: 'scaling/autoscaling',
    section: 'scaling',
    title: 'At least 2 instances; scale out on CPU above 60 %',
    why: 'one instance is an outage',
    core: false,
  },
  {
    id: 'scaling/connection-pooling',
    section: 'scaling',
    title: 'More than 200 database connections go through PgBouncer',
    why: 'about 10 MB of memory each',
    core: false,
  },
  {
    id: 'scaling/rate-limits',
    section: 'scaling',
    title: '100 requests a minute a user by default, 10-30 for writes, 5 for expensive operations (search, export)',
    why: 'one client must not starve the rest',
    core: false,
  },
  {
    id: 'migrations/online-schema-change',
    section: 'migrations',
    title:
      'A table of more than 1 M rows is never rewritten or locked by a direct ALTER: online schema change, or the lock-free form',
    why: 'writers queue behind the lock',
    core: false,
  },
  {
    id: 'migrations/safe-column-add',
    section: 'migrations',
    title: 'New columns are nullable or have a default',
    why: 'NOT NULL alone fails, or locks for the backfill',
    core: false,
  },
  {
    id: 'migrations/expand-contract',
    section: 'migrations',
    title: 'Renames and removals go through add, dual-write, migrate reads, drop',
    why: 'running code still uses the old name',
    core: false,
  },
  {
    id: 'migrations/concurrent-index',
    section: 'migrations',
    title: '`CREATE INDEX CONCURRENTLY` on live tables',
    why: 'a plain index build blocks writes',
    core: false,
  },
  {
    id: 'migrations/reversible',
    section: 'migrations',
    title: 'Every migration runs forward and backward',
    why: 'a bad deploy must be undone in minutes',
    core: false,
  },
  {
    id: 'migrations/background-backfill',
    section: 'migrations',
    title: 'Whatever runs longer than 30 s is a background job, in batches',
    why: 'long transactions hold locks and bloat',
    core: false,
  },
  {
    id: 'schema/constraints',
    section: 'schema',
    title: 'NOT NULL, CHECK, UNIQUE, primary and foreign keys live in the database',
    why: 'application checks race',
    core: false,
  },
  {
    id: 'schema/growth',
    section: 'schema',
    title: "Schemas are designed for 100,000+ entities: keys that don't run out, types that don't lose data",
    why: 'the limit is hit in production',
    core: false,
  },
  {
    id: 'verification/response-contract',
    section: 'verification',
    title:
      'Every endpoint is specified and tested for valid input (2xx), missing auth (401), wrong role (403), invalid input (400)',
    why: 'clients meet every one of them',
    core: false,
  },
  {
    id: 'streaming/batching',
    section: 'streaming',
    title: 'Requests are batched where possible; real-time updates keep their order',
    why: 'round trips dominate',
    core: false,
  },
];
