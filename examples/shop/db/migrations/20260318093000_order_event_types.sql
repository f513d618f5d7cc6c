-- Consumers have asked for a closed list of event types.
-- migrate:up
ALTER TABLE order_events ADD CONSTRAINT order_events_type_check CHECK (type IN ('placed', 'paid', 'shipped', 'cancelled'));

-- migrate:down
ALTER TABLE order_events DROP CONSTRAINT order_events_type_check;
