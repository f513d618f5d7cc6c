import { baseNameOf, folderOf } from '../uris.ts';
import { change, defineTool, type MigrationTool, newFile } from './tool.ts';
import { nameAfter } from './versions.ts';

/**
 * The CLI sends a file in one piece, which is one transaction. Where its version is not known: a file that holds nothing
 * else than what a transaction refuses is right in all versions that can do it at all.
 */
export const supabase: MigrationTool = defineTool({
  id: 'supabase',
  downSide: () => ({ type: 'none' }),
  transaction: 'batch',
  owns: path => /(?:^|\/)supabase\/migrations\/\d+_[^/]+\.sql$/.test(path),
  separate: ({ file, slug, up, known, rank }) => {
    const name = nameAfter(baseNameOf(file.uri), slug, known.map(baseNameOf), rank);
    return name === undefined ? undefined : change([], [newFile(`${folderOf(file.uri)}/${name}.sql`, file, up)]);
  },
});

/** From 1.223 to 2.108 a file is a pipeline, which also records the migration: not even a file of its own leaves it (issue 2898). */
export const supabasePipeline: MigrationTool = withoutSeparate({ ...supabase, transaction: 'file' });

const ALONE = ['createIndex', 'reindex', 'vacuum', 'alterOther'];

/** From 2.109 on what a pipeline refuses is sent by itself (pull request 5671). */
export const supabaseAlone: MigrationTool = { ...supabase, sendsAlone: ALONE };

/** Until 2.115 DROP INDEX CONCURRENTLY was overlooked (pull request 6276). */
export const supabaseAloneAll: MigrationTool = { ...supabase, sendsAlone: [...ALONE, 'dropIndex'] };

function withoutSeparate({ separate: _, ...tool }: MigrationTool): MigrationTool {
  return tool;
}
