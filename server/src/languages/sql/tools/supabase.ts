import { baseNameOf, folderOf } from '../uris.ts';
import { change, defineTool, type MigrationTool, newFile } from './tool.ts';
import { nameAfter } from './versions.ts';

/**
 * The CLI sends a file as one pipeline, which is one transaction; from 2.109 on it runs what a pipeline refuses by
 * itself. A file that holds nothing else is right in all versions that can do it at all.
 */
export const supabase: MigrationTool = defineTool({
  id: 'supabase',
  transaction: 'batch',
  owns: path => /(?:^|\/)supabase\/migrations\/\d+_[^/]+\.sql$/.test(path),
  separate: ({ file, slug, up, known, rank }) => {
    const name = nameAfter(baseNameOf(file.uri), slug, known.map(baseNameOf), rank);
    return name === undefined ? undefined : change([], [newFile(`${folderOf(file.uri)}/${name}.sql`, file, up)]);
  },
});
