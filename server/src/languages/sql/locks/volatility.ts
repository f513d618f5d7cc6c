import { tokensOf } from '../queries/index.ts';

/** A call that keeps a default from being evaluated once. */
export interface VolatileCall {
  /** As written, without its schema. */
  readonly name: string;
  /** False where it is a function that is not PostgreSQL's own: it is volatile unless it was declared otherwise. */
  readonly certain: boolean;
}

/**
 * `provolatile = 'v'` in pg_proc of PostgreSQL 15 and 18, those that a default may call; then those of uuid-ossp and
 * pgcrypto. `now()` and its like are STABLE and not among them.
 */
const VOLATILE: ReadonlySet<string> = new Set(
  `clock_timestamp current_query currval gen_random_uuid lastval nextval pg_current_wal_flush_lsn pg_current_wal_insert_lsn
  pg_current_wal_lsn pg_is_in_recovery pg_xact_commit_timestamp pg_xact_status random random_normal set_config setval
  timeofday txid_status uuidv4 uuidv7
  uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 gen_random_bytes gen_salt pgp_pub_encrypt pgp_pub_encrypt_bytea
  pgp_sym_encrypt pgp_sym_encrypt_bytea`.split(/\s+/),
);

/** Functions that are not volatile, and words that stand before a parenthesis without being a function. */
const HARMLESS: ReadonlySet<string> = new Set(
  `now transaction_timestamp statement_timestamp localtime localtimestamp current_time current_timestamp current_date
  current_user session_user current_role current_schema current_setting current_database user inet_client_addr
  txid_current pg_current_xact_id pg_backend_pid to_timestamp to_date to_char to_number date_trunc date_part extract
  timezone age make_date make_timestamp make_timestamptz make_interval justify_hours justify_days isfinite date time
  timestamp timestamptz interval lower upper initcap trim btrim ltrim rtrim lpad rpad left right substr substring overlay
  position replace translate concat concat_ws repeat reverse length char_length octet_length split_part md5 sha256 sha512
  encode decode convert_to convert_from format quote_ident quote_literal chr ascii coalesce nullif greatest least abs
  ceil ceiling floor round trunc mod power sqrt sign div exp ln log jsonb_build_object jsonb_build_array
  json_build_object json_build_array to_json to_jsonb row_to_json array_to_json array jsonb_object json_object row
  array_fill string_to_array array_append array_length cardinality regexp_replace uuid_nil uuid_generate_v3
  uuid_generate_v5 uuid_ns_url uuid_ns_dns digest hmac crypt to_tsvector setweight tsvector cast case when then else and or not
  in any all some exists values select point box circle polygon line int4range int8range numrange tsrange tstzrange
  daterange varchar char character varying bpchar numeric decimal bit float int integer bigint smallint text json jsonb
  uuid bytea boolean bool inet cidr xml xmlparse collate between is zone nullif precision double vector halfvec
  st_setsrid st_makepoint st_geomfromtext hstore`.split(/\s+/),
);

/** The first call of a default that PostgreSQL makes once a row; undefined where it evaluates the default once. */
export function volatileCall(expression: string): VolatileCall | undefined {
  const tokens = tokensOf(expression, 'postgresql').filter(one => one.kind !== 'comment');
  let unknown: VolatileCall | undefined;
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    if (!next || expression.slice(next.start, next.end) !== '(') return;
    if (token.kind !== 'word' && token.kind !== 'name') return;
    const source = expression.slice(token.start, token.end);
    const name = token.kind === 'word' ? source.toLowerCase() : source.slice(1, -1);
    const before = tokens[index - 1];
    // The type of a cast may have arguments.
    if (before && expression.slice(before.start, before.end).endsWith(':')) return;
    if (VOLATILE.has(name)) unknown = unknown?.certain ? unknown : { name, certain: true };
    else if (!HARMLESS.has(name)) unknown ??= { name, certain: false };
  });
  return unknown;
}
