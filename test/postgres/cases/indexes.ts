import type { Claim } from '../proof.ts';

const orders = `
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, state text);
INSERT INTO orders SELECT n, n % 10, 'paid' FROM generate_series(1, 1000) n;
`;

export const indexClaims: readonly Claim[] = [
  {
    rule: 'sql/index-not-concurrent',
    given: orders,
    migration: 'CREATE INDEX orders_user_idx ON orders (user_id);\n',
    effects: { locks: { orders: 'ShareLock' }, rewrites: [] },
    fixes: [{ schema: 'same' }],
  },
  {
    rule: 'sql/index-not-concurrent',
    title: 'with goose',
    path: 'db/0000{n}_step.sql',
    given: `-- +goose Up\n${orders}\n-- +goose Down\nDROP TABLE orders;\n`,
    migration:
      '-- +goose Up\nCREATE INDEX orders_user_idx ON orders (user_id);\n-- +goose Down\nDROP INDEX orders_user_idx;\n',
    fixes: [{ schema: 'same' }],
  },
];
