-- The order history page looks orders up by their user.
CREATE INDEX orders_user ON orders (user_id);
