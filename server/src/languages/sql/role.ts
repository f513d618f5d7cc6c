import type { Source } from '../contract.ts';
import { headOf, withoutComments } from './dialect.ts';
import { recogniseTool } from './tools/index.ts';
import { baseNameOf, pathOf } from './uris.ts';

/** What a file is for: only migrations run against a database that is in use. A companion is no SQL at all. */
export type SqlRole = 'migration' | 'query' | 'schema' | 'other' | 'companion';

/** SQL that some program wrote out; nobody edits it. */
const DUMP =
  /^-- (?:PostgreSQL database (?:cluster )?dump|MySQL dump|MariaDB dump|phpMyAdmin SQL Dump)\b|^-- Dumped from database version/m;

/** Dialects that Plumbline does not read; each of these words belongs to one of them alone. */
const FOREIGN: readonly RegExp[] = [
  // ClickHouse
  /\bENGINE\s*=\s*\w*(?:MergeTree|Kafka|Distributed|ReplicatedMerge|Buffer|TinyLog|StripeLog|Dictionary)\b/i,
  /\bON\s+CLUSTER\s+['"{\w]/i,
  /\bLowCardinality\s*\(/,
  // SQL Server
  /^[ \t]*GO[ \t]*$/m,
  /\[dbo\]|\bdbo\.|\bNVARCHAR\s*\(\s*MAX\s*\)|\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)/i,
  // BigQuery
  /`[\w-]+\.[\w-]+\.[\w*-]+`|\bSTRUCT<|\bARRAY<|\bCLUSTER BY\b/i,
  // Oracle
  /\bVARCHAR2\s*\(|\bNUMBER\s*\(\s*\d+/i,
];

/** Folders and files named after such a dialect, or CockroachDB, whose locks are others: not every statement shows it. */
const FOREIGN_FOLDER =
  /\/(?:clickhouse|bigquery|snowflake|redshift|mssql|sqlserver|oracle|cockroach(?:db)?)\/|\.(?:cockroach(?:db)?|mssql|sqlserver|clickhouse)\.[^/]*$/i;

/** Whether a file is SQL of a dialect that Plumbline reads, written by hand or by a migration tool. */
export function isSql({ uri, text, hints }: Source): boolean {
  if (!/\.sql$/i.test(uri) || FOREIGN_FOLDER.test(uri) || hints?.foreignSql) return false;
  const head = headOf(text);
  if (head.includes('\0') || head.charCodeAt(0) === 0xfffd || DUMP.test(head)) return false;
  const code = withoutComments(head);
  return !FOREIGN.some(sign => sign.test(code));
}

const SAMPLE_FOLDER =
  /^(?:seeds?|seeders|tests?|__tests__|specs?|testdata|test[_-][\w-]+|fixtures|mocks?|stubs?|samples?|examples?)$/i;
const MIGRATION_FOLDER = /^(?:(?:db|sql|schema|database)?[_-]?migrations?|migrate|changelogs?|changesets?)$/i;
const QUERY_FOLDER = /^(?:queries|query)$/i;
const NUMBERED = /^\d{3,}[_-].+\.sql$/i;
const SNAPSHOT_FILE = /^(?:schema|structure)(?:\.\w+)?\.sql$/i;
const SCHEMA_FILE = /^(?:\d+[_-])?(?:init|baseline|ddl|tables?)(?:\.\w+)?\.sql$/i;
const DUMP_FILE = /(?:^|[._-])dump\.sql$|^seeds?\.sql$/i;
/** sqlc, and yesql with its relatives. */
const QUERY_MARK = /^--[ \t]*name:[ \t]*[\w-]/m;

/** Whether a file lies among seeds, tests or examples. */
export function isSampleFile(uri: string): boolean {
  return foldersOf(pathOf(uri)).some(one => SAMPLE_FOLDER.test(one));
}

/** Absolute paths begin outside the workspace: only the folders next to the file say what it is. */
function foldersOf(path: string): readonly string[] {
  return path.split('/').slice(0, -1).slice(-3);
}

export function roleOf(uri: string, text: string): SqlRole {
  const path = pathOf(uri);
  const name = baseNameOf(path);
  const folders = foldersOf(path);
  if (isSampleFile(uri) || DUMP_FILE.test(name)) return 'other';
  if (/(?:^|\/)prisma\/sql\/[^/]+$/.test(path)) return 'query';
  const head = headOf(text);
  const tool = recogniseTool({ uri, path, text: head });
  if (tool?.by !== 'text' && QUERY_MARK.test(head)) return 'query';
  if (tool) return 'migration';
  if (SNAPSHOT_FILE.test(name)) return 'schema';
  if (folders.some(one => MIGRATION_FOLDER.test(one)) || NUMBERED.test(name)) return 'migration';
  if (SCHEMA_FILE.test(name)) return 'schema';
  if (folders.some(one => QUERY_FOLDER.test(one))) return 'query';
  return 'other';
}
