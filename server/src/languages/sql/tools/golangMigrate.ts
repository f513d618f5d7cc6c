import { baseNameOf, folderOf } from '../uris.ts';
import { change, defineTool, downFileOf, type MigrationTool, newFile } from './tool.ts';
import { nameAfter } from './versions.ts';

/** Sends each `.up.sql` or `.down.sql` in one piece and adds no BEGIN. */
export const golangMigrate: MigrationTool = defineTool({
  id: 'golang-migrate',
  downSide: downFileOf,
  transaction: 'batch',
  owns: path => /(?:^|\/)\d+_[^/]*\.(?:up|down)\.sql$/.test(path),
  separate: ({ file, slug, up, down, known, rank }) => {
    const name = nameAfter(baseNameOf(file.uri), slug, known.map(baseNameOf), rank);
    if (name === undefined) return undefined;
    const stem = `${folderOf(file.uri)}/${name}`;
    const undo = down === undefined ? [] : [newFile(`${stem}.down.sql`, file, down)];
    return change([], [newFile(`${stem}.up.sql`, file, up), ...undo]);
  },
});
