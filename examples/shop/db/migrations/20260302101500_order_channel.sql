-- Orders come from the web shop, the app, and by telephone.
-- migrate:up
ALTER TABLE orders ADD COLUMN channel text NOT NULL;

-- migrate:down
ALTER TABLE orders DROP COLUMN channel;
