/** Users and their orders, with rows. */
export const tables = `
CREATE TABLE users (id bigint PRIMARY KEY, email text);
INSERT INTO users SELECT n, 'user' || n FROM generate_series(1, 100) n;
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, total bigint);
INSERT INTO orders SELECT n, 1 + n % 100, n FROM generate_series(1, 1000) n;
`;
/** Beside them a partitioned table. */
export const partitioned = `${tables}
CREATE TABLE ev (id bigint, user_id bigint, d date) PARTITION BY RANGE (d);
CREATE TABLE ev_2025 PARTITION OF ev FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO ev SELECT n, n, date '2025-06-01' FROM generate_series(1, 100) n;
`;
