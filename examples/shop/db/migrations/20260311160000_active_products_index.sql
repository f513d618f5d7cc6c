-- The catalogue shows active products only.
-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY products_is_active_idx ON products (is_active);

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY products_is_active_idx;
