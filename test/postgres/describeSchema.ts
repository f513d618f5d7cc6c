import type { Database } from './database.ts';

/**
 * What the user's schemas hold, a line a thing, sorted: two databases with the same lines have the same schema. The order
 * of columns is left out (a column that is replaced ends up last).
 */
export async function describeSchema({ client }: Database): Promise<readonly string[]> {
  const { rows } = await client.query<{ line: string }>(QUERY);
  return rows.map(one => one.line).sort();
}

/** Everything that is not the server's own. */
const OURS = `nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'`;

const QUERY = `
  SELECT format('schema %I', nspname) AS line FROM pg_namespace WHERE ${OURS}
  UNION ALL
  SELECT format('%s %I.%I%s%s', CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
      WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' ELSE relkind::text END, nspname, relname,
      CASE relpersistence WHEN 'u' THEN ' unlogged' ELSE '' END, CASE WHEN relrowsecurity THEN ' row security' ELSE '' END)
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE ${OURS} AND relkind IN ('r', 'p', 'v', 'm', 'S')
  UNION ALL
  SELECT format('column %I.%I.%I %s%s%s%s%s', nspname, relname, attname, format_type(atttypid, atttypmod),
      CASE WHEN attnotnull THEN ' not null' ELSE '' END,
      CASE WHEN attidentity <> '' THEN ' identity ' || attidentity::text ELSE '' END,
      CASE WHEN attgenerated <> '' THEN ' generated' ELSE '' END, coalesce(' default ' || pg_get_expr(adbin, adrelid), ''))
    FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
    LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum
    WHERE ${OURS} AND relkind IN ('r', 'p', 'v', 'm') AND attnum > 0 AND NOT attisdropped
  UNION ALL
  SELECT format('constraint %s on %s: %s%s', conname, conrelid::regclass, pg_get_constraintdef(k.oid),
      CASE WHEN convalidated THEN '' ELSE ' (not validated)' END)
    FROM pg_constraint k JOIN pg_namespace n ON n.oid = connamespace WHERE ${OURS} AND conrelid <> 0
  UNION ALL
  SELECT format('index %s%s', pg_get_indexdef(indexrelid), CASE WHEN indisvalid THEN '' ELSE ' (invalid)' END)
    FROM pg_index i JOIN pg_class c ON c.oid = indexrelid JOIN pg_namespace n ON n.oid = relnamespace WHERE ${OURS}
  UNION ALL
  SELECT format('partition %s of %s: %s', inhrelid::regclass, inhparent::regclass, pg_get_expr(relpartbound, c.oid))
    FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE relkind IN ('r', 'p')
  UNION ALL
  SELECT format('view %s: %s', c.oid::regclass, pg_get_viewdef(c.oid)) FROM pg_class c
    JOIN pg_namespace n ON n.oid = relnamespace WHERE ${OURS} AND relkind IN ('v', 'm')
  UNION ALL
  SELECT format('enum %I.%I: %s', nspname, typname, (SELECT string_agg(enumlabel, ', ' ORDER BY enumsortorder) FROM pg_enum
      WHERE enumtypid = t.oid)) FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace WHERE ${OURS} AND typtype = 'e'
  UNION ALL
  SELECT format('routine %s', pg_get_functiondef(p.oid)) FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
    WHERE ${OURS} AND prokind IN ('f', 'p')
  UNION ALL
  SELECT format('trigger %s', pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL
  SELECT format('policy %s on %s for %s: %s / %s', polname, polrelid::regclass, polcmd, pg_get_expr(polqual, polrelid),
      pg_get_expr(polwithcheck, polrelid)) FROM pg_policy
`;
