/** Words that PostgreSQL takes for a name only in quotes (appendix C of its manual, "reserved"). */
const RESERVED = new Set(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
  concurrently constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from
  full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime
  localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right
  select session_user similar some symmetric system_user table tablesample then to trailing true union unique user using
  variadic verbose when where window with`.split(/\s+/),
);

/** A name as it must be written: in quotes only where it needs them. */
export function writtenName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/**
 * A name as the database keeps it: PostgreSQL cuts it at 63 bytes. One that is longer than 64 characters can only be
 * PostgreSQL's: MySQL refuses it.
 */
export function keptName(name: string): string {
  if (name.length < 22 || (name.length <= 64 && !/[^\x20-\x7e]/.test(name))) return name;
  if (bytesOf(name) <= 64) return name;
  let kept = name;
  while (bytesOf(kept) > 63) kept = kept.slice(0, -1);
  return kept;
}

/** The length of a text in UTF-8. */
export function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** PostgreSQL cuts names at 63 bytes. */
export function fitsName(name: string): boolean {
  return name.length <= 63 && !/[^\x20-\x7e]/.test(name);
}
