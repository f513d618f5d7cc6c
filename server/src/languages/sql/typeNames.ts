import type { ObjectName } from './schemaFacts.ts';

/** Types that the databases bring along: nobody renames or drops them. */
const BUILT_IN = new Set(
  `bigint bigserial bit blob bool boolean bpchar box bytea char character cidr circle citext date datetime decimal double enum
  float float4 float8 inet int int2 int4 int8 integer interval json jsonb line lseg longblob longtext macaddr mediumblob
  mediumint mediumtext money name numeric oid path pg_lsn point polygon real regclass serial serial2 serial4 serial8 set
  smallint smallserial text time timestamp timestamptz timetz tinyblob tinyint tinytext tsquery tsvector uuid varbinary varbit
  varchar vector xml year`.split(/\s+/),
);

/** The name of a column's type as an object; undefined for types that nobody made. */
export function typeNamed(type: string | undefined): ObjectName | undefined {
  if (type === undefined || type.includes(' ') || BUILT_IN.has(type)) return undefined;
  const dot = type.lastIndexOf('.');
  return dot < 0 ? { schema: undefined, name: type } : { schema: type.slice(0, dot), name: type.slice(dot + 1) };
}
