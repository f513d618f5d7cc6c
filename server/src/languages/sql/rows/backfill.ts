import { edit, lineBreakOf } from '#text';
import { objectName } from '../changes.ts';
import { fitsName, writtenName } from '../identifiers.ts';
import type { Migration } from '../migration.ts';
import { isFenced } from '../moving.ts';
import type { MigrationChange } from '../tools/index.ts';
import { folderOf } from '../uris.ts';
import type { RowChange } from './rowChanges.ts';

/** A job that makes a change in batches, in place of the statement that makes it at once. */
export interface BatchedJob {
  /** Where the file goes, relative to the folder that holds the migrations. */
  readonly path: string;
  readonly change: MigrationChange;
}

/**
 * Moves UPDATE or DELETE of a whole table into a procedure that goes through the table by its key, commits after each batch
 * and leaves time between them. For PostgreSQL (11 or later), and only where the key is one column that the history knows:
 * a procedure that walks by the key comes to its end whatever the values are.
 */
export function batchedJob(migration: Migration, change: RowChange): BatchedJob | undefined {
  const { statement, query, table } = change;
  const { document, tool, file } = migration;
  if (migration.dialect !== 'postgresql' || statement.type === 'do' || change.reach !== 'all') return undefined;
  if ((query.type !== 'update' && query.type !== 'delete') || query.with.length > 0 || query.returning)
    return undefined;
  if (query.from.length > 0 || isFenced(migration, statement)) return undefined;
  const state = migration.tableBefore(statement, objectName(table));
  const keys = state?.constraints.find(one => one.type === 'primaryKey')?.columns ?? [];
  const [key] = keys;
  if (key === undefined || keys.length !== 1) return undefined;
  const columns = query.columns.map(one => one.text);
  const name = [query.type === 'update' ? 'backfill' : 'clear', table.name.text, ...columns].join('_');
  if (!fitsName(name)) return undefined;
  const path = `jobs/${name.replace(/[^\p{L}\p{N}_]+/gu, '_')}.sql`;
  const folder = folderOf(tool.directory(file.uri));
  const newline = lineBreakOf(document.text);
  const text = procedure(migration, change, name, key).replaceAll('\n', newline);
  const at = { start: statement.span.start, end: statement.terminator?.span.end ?? statement.span.end };
  const note = `-- The rows are changed in batches by ${path}, which runs beside the migrations.`;
  return { path, change: { edits: [edit.replace(at, note)], creates: [{ uri: `${folder}/${path}`, text }] } };
}

function procedure({ document }: Migration, { statement, query, table }: RowChange, name: string, key: string): string {
  const source = document.text.slice(statement.span.start, query.where?.span.start ?? statement.span.end);
  const body = source.replace(/\r\n/g, '\n').trimEnd();
  const [relation, id] = [document.textOf(table), writtenName(key)];
  const target = query.alias ? document.textOf(query.alias) : relation;
  const condition = query.where?.condition ? ` AND (${document.textOf(query.where.condition)})` : '';
  return `-- Run it beside the migrations, as often as it takes: CALL ${writtenName(name)}();
CREATE OR REPLACE PROCEDURE ${writtenName(name)}(batch integer DEFAULT 5000) LANGUAGE plpgsql AS $$
DECLARE
  batch_start ${relation}.${id}%TYPE;
  batch_end ${relation}.${id}%TYPE;
BEGIN
  SELECT ${id} INTO batch_start FROM ${relation} ORDER BY ${id} LIMIT 1;
  WHILE batch_start IS NOT NULL LOOP
    SELECT part.${id} INTO batch_end
      FROM (SELECT ${id} FROM ${relation} WHERE ${id} >= batch_start ORDER BY ${id} LIMIT batch) AS part
      ORDER BY part.${id} DESC LIMIT 1;
    ${body}
      WHERE ${target}.${id} BETWEEN batch_start AND batch_end${condition};
    COMMIT;
    SELECT ${id} INTO batch_start FROM ${relation} WHERE ${id} > batch_end ORDER BY ${id} LIMIT 1;
    PERFORM pg_sleep(0.01);
  END LOOP;
END $$;
`;
}
