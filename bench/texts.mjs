/**
 * Texts of about a given number of lines, one generator a kind. Realistic in shape, with a flaw now and then, so that
 * rules have something to say.
 */

/** @typedef {{ kind: string, path: string, make: (lines: number) => string, needle: string }} Sample
 *  `needle`: where the simulated typing happens: a word in the middle of a name or value. */

/** @type {Sample[]} */
export const samples = [
  { kind: 'prisma', path: 'prisma/schema.prisma', make: prisma, needle: 'title' },
  { kind: 'sql', path: 'db/migrations/20260201000000_change.sql', make: sql, needle: 'note_' },
  { kind: 'openapi', path: 'api/openapi.yaml', make: openapi, needle: 'summary: List' },
  { kind: 'kubernetes', path: 'deploy/all.yaml', make: kubernetes, needle: 'image: registry' },
];

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

/**
 * @param {number} lines
 * @param {number} each lines of one piece
 * @param {(index: number) => string} piece
 */
function repeat(lines, each, piece) {
  return Array.from({ length: Math.max(1, Math.round(lines / each)) }, (_, index) => piece(index)).join('');
}
