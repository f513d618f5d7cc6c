-- The back office lists the orders of one state, newest first.
-- migrate:up
CREATE INDEX orders_status_placed_at_idx ON orders (status, placed_at DESC);

-- migrate:down
DROP INDEX orders_status_placed_at_idx;
