import { memoised } from '../memo.ts';
import { type Node, textAt } from '../yaml/index.ts';
import type { Api, Operation, Schema } from './model.ts';

/** Collections whose entries move money or goods, and the calls that are named after one of them. */
const MONEY =
  /^(?:payments|charges|refunds|payouts|orders|checkouts|invoices|purchases|withdrawals|bookings|payment|refund|payout)$/i;
/** The same words for what costs nothing: of mails, of repositories, of addresses, of files. */
const PERHAPS_MONEY = /^(?:subscriptions|transfers|deposits|reservations)$/i;
const PRICED =
  /amount|price|currency|payment|billing|card|plan|product|sku|invoice|quantity|line_?items|^items$|room|seat|guest/i;
/** A path that asks what something would cost. */
const ASKS = /^(?:search|query|preview|validate|estimate|quote|calculate|simulate|dry[-_]?run)$/i;

/** A POST to a collection whose entries move money or goods. */
export const movesMoney = memoised((operation: Operation): boolean => {
  const { method, path, successes } = operation;
  if (method !== 'post' || successes.length === 0 || path.segments.some(one => ASKS.test(one))) return false;
  const last = path.segments.at(-1) ?? '';
  return MONEY.test(last) || (PERHAPS_MONEY.test(last) && bodiesOf(operation).some(isPriced));
});

function isPriced({ properties }: Schema): boolean {
  return properties.some(one => PRICED.test(one.name));
}

function bodiesOf({ requestBody }: Operation): readonly Schema[] {
  return (requestBody?.content ?? []).flatMap(({ schema }) => schema ?? []);
}

/** A header that is a key by its name, or a vendor's own as PayPal's; `X-Request-Id` may as well be for tracing. */
const KEY_HEADER = /idempot|dedup|^(?!x-)[a-z]+-request-?id$/i;

/** The header parameters by which other POSTs of this API are told to be the same. */
export const idempotencyKeys = memoised((api: Api): ReadonlySet<Node> => {
  const asked = api.operations.filter(one => one.method === 'post').flatMap(one => one.parameters);
  return new Set(asked.filter(one => one.in === 'header' && KEY_HEADER.test(one.name.text)).map(one => one.node));
});

/** Whether words promise what no parameter says: of the operation, or of the API for all. */
export function saysIdempotent(api: Api, { node }: Operation): boolean {
  return [textAt(node, 'description'), textAt(api.root.root, 'info', 'description')].some(
    text => text !== undefined && /idempoten/i.test(text),
  );
}

const HEADER = /idempot|dedup|^(?:x-)?(?:[a-z]+-)?request-?(?:id|key|token)$/i;
const FIELD =
  /idempot|dedup|^(?:client|request|unique|external|merchant)_?(?:\w+_?)?(?:id|uuid|key|token|ref|reference)$|^nonce$/i;

/** Whether a request can be told to be the same one sent again; true as well where its body cannot be read. */
export const hasIdempotencyKey = memoised((operation: Operation): boolean => {
  const { parameters, requestBody } = operation;
  if (parameters.some(one => one.in !== 'path' && HEADER.test(one.name.text))) return true;
  if (requestBody?.content.some(one => one.hasSchema && (!one.schema || one.schema.isUnknown))) return true;
  // An id that the client gives can be made once only.
  return bodiesOf(operation).some(({ properties, required }) =>
    properties.some(
      one => !one.readOnly && (FIELD.test(one.name) || (/^(?:uu)?id$/i.test(one.name) && required.has(one.name))),
    ),
  );
});
