/**
 * Texts of about a given number of lines, one generator a kind. Realistic in shape, with a flaw now and then, so that
 * rules have something to say.
 */

/** @typedef {{ kind: string, path: string, make: (lines: number) => string, needle: string,
 *    beside?: readonly { path: string, text: string }[] }} Sample
 *  `needle`: where the simulated typing happens: a word in the middle of a name or value. `beside`: files around it. */

/** @type {Sample[]} */
export const samples = [
  { kind: 'prisma', path: 'prisma/schema.prisma', make: prisma, needle: 'title' },
  { kind: 'sql', path: 'db/migrations/20260201000000_change.sql', make: sql, needle: 'note_' },
  { kind: 'openapi', path: 'api/openapi.yaml', make: openapi, needle: 'summary: List' },
  { kind: 'kubernetes', path: 'deploy/all.yaml', make: kubernetes, needle: 'image: registry' },
];

/**
 * The newest migration of a directory that holds `count` others.
 *
 * @param {number} count
 * @returns {Sample}
 */
export function migrations(count) {
  const beside = Array.from({ length: count }, (_, i) => ({
    path: `db/migrations/${20250101000000 + i}_step.sql`,
    text: step(i),
  }));
  return { kind: 'sql', path: 'db/migrations/20260201000000_change.sql', make: newest, needle: 'note_', beside };
}

/**
 * Services of four documents and 200 lines each.
 *
 * @returns {Sample}
 */
export function manyDocuments() {
  return {
    kind: 'kubernetes',
    path: 'deploy/all.yaml',
    make: lines => repeat(lines, 200, service),
    needle: 'image: registry',
  };
}

/** @param {number} i */
function step(i) {
  const earlier = Math.floor(i / 4) * 4;
  if (i % 4 === 0)
    return `CREATE TABLE item_${i} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner_id bigint NOT NULL${i === 0 ? '' : ` REFERENCES item_${Math.floor(i / 8) * 4} (id)`},
  state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done')),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX item_${i}_owner_id_idx ON item_${i} (owner_id);
`;
  if (i % 4 === 1) return `ALTER TABLE item_${earlier} ADD COLUMN note text;\n`;
  if (i % 4 === 2) return `CREATE INDEX CONCURRENTLY item_${earlier}_note_idx ON item_${earlier} (note);\n`;
  return `ALTER TABLE item_${earlier} ALTER COLUMN note SET DEFAULT '';\nUPDATE item_${earlier} SET note = '' WHERE id < 1000;\n`;
}

/** @param {number} lines */
function newest(lines) {
  return repeat(
    lines,
    4,
    i => `ALTER TABLE item_${i * 4} ADD COLUMN note_${i} text;
CREATE INDEX item_${i * 4}_note_${i}_idx ON item_${i * 4} (note_${i});
ALTER TABLE item_${i * 4} ADD CONSTRAINT item_${i}_fkey FOREIGN KEY (owner_id) REFERENCES item_${i * 4 + 4} (id);

`,
  );
}

/** @param {number} lines */
function prisma(lines) {
  const head = 'datasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n\n';
  return (
    head +
    repeat(
      lines - 5,
      16,
      i => `model Item${i} {
  id        Int      @id @default(autoincrement())
  title     String
  body      String?
  ownerId   Int
  owner     Owner${i} @relation(fields: [ownerId], references: [id])
  createdAt DateTime @default(now())
${i % 20 === 0 ? '' : '\n  @@index([ownerId])\n'}}

model Owner${i} {
  id    Int @id
  items Item${i}[]
}

`,
    )
  );
}

/** @param {number} lines */
function sql(lines) {
  return repeat(
    lines,
    10,
    i => `CREATE TABLE item_${i} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner_id bigint NOT NULL,
  note_${i} text,
  created_at timestamptz NOT NULL DEFAULT now()
);
-- the list is shown newest first
CREATE INDEX item_${i}_created_at_idx ON item_${i} (created_at DESC);
${i % 20 === 0 ? `CREATE INDEX orders_${i}_idx ON orders (status);` : `ALTER TABLE item_${i} ADD COLUMN extra integer;`}

`,
  );
}

/** @param {number} lines */
function openapi(lines) {
  const head = `openapi: 3.0.3
info:
  title: Items
  version: 1.0.0
servers:
  - url: https://api.example.com/v1
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
paths:
`;
  return (
    head +
    repeat(
      lines - 10,
      22,
      i => `  /items${i}:
    get:
      summary: List the items of group ${i}
      operationId: list${i}
${i % 20 === 0 ? '' : '      security: [{ token: [] }]\n'}      parameters:
        - name: limit
          in: query
          schema:
            type: integer
            maximum: 100
      responses:
        '200':
          description: A page
          content:
            application/json:
              schema:
                type: array
                maxItems: 100
                items:
                  type: object
                  properties:
                    id: { type: string }
`,
    )
  );
}

/** @param {number} lines */
function kubernetes(lines) {
  return repeat(
    lines,
    31,
    i => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: item-${i}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: item-${i}
  template:
    metadata:
      labels:
        app: item-${i}
    spec:
      containers:
        - name: app
          image: registry.example.com/item-${i}:1.0.0
          ports:
            - name: http
              containerPort: 8080
          livenessProbe:
            httpGet:
              path: /health/live
              port: http
${
  i % 20 === 0
    ? ''
    : `          readinessProbe:
            httpGet:
              path: /health/ready
              port: http
`
}          resources:
            limits:
              memory: 128Mi
---
`,
  );
}

/** @param {number} i */
function service(i) {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: orders-${i}
  namespace: shop
data:
${settings(59, n => `  SETTING_${n}: value ${n} of service ${i}\n`)}---
${deployment(i)}---
apiVersion: v1
kind: Service
metadata:
  name: orders-${i}
  namespace: shop
spec:
  selector:
    app: orders-${i}
  ports:
    - name: http
      port: 80
      targetPort: http
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: orders-${i}
  namespace: shop
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: orders-${i}
  minReplicas: 2
  maxReplicas: 10
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: ${i % 20 === 0 ? 90 : 60}
---
`;
}

/** @param {number} i */
function deployment(i) {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: orders-${i}
  namespace: shop
spec:
  selector:
    matchLabels:
      app: orders-${i}
  template:
    metadata:
      labels:
        app: orders-${i}
    spec:
      serviceAccountName: orders-${i}
      containers:
        - name: app
          image: registry.example.com/orders-${i}:1.0.0
          ports:
            - name: http
              containerPort: 8080
          env:
${settings(30, n => `            - name: SETTING_${n}\n              value: "${n}"\n`)}          envFrom:
            - configMapRef:
                name: orders-${i}
          livenessProbe:
            httpGet:
              path: /health/live
              port: http
          readinessProbe:
            httpGet:
              path: /health/ready
              port: http
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 128Mi
      terminationGracePeriodSeconds: 30
`;
}

/**
 * @param {number} count
 * @param {(index: number) => string} line
 */
function settings(count, line) {
  return Array.from({ length: count }, (_, index) => line(index)).join('');
}

/**
 * @param {number} lines
 * @param {number} each lines of one piece
 * @param {(index: number) => string} piece
 */
function repeat(lines, each, piece) {
  return Array.from({ length: Math.max(1, Math.round(lines / each)) }, (_, index) => piece(index)).join('');
}
