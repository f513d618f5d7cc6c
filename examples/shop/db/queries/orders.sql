-- name: ListOrdersOfCustomer :many
SELECT id, status, total_cents, placed_at
FROM orders
WHERE customer_id = $1
ORDER BY placed_at DESC, id DESC
LIMIT 20 OFFSET $2;

-- name: OrdersOfDay :many
SELECT id, customer_id, total_cents
FROM orders
WHERE placed_at >= $1 AND placed_at < $2;
