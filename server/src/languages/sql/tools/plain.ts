import { baseNameOf, folderOf } from '../uris.ts';
import { change, defineTool, downFileOf, type MigrationTool, newFile } from './tool.ts';
import { nameAfter } from './versions.ts';

/**
 * Files in order of their names, run by nobody knows what. A statement that needs to run outside a transaction is right
 * alone in its file with everything that does not itself begin one.
 */
export const plain: MigrationTool = defineTool({
  id: 'plain',
  downSide: downFileOf,
  transaction: 'unknown',
  separate: ({ file, slug, up, down, known, rank }) => {
    const own = baseNameOf(file.uri);
    const name = nameAfter(own, slug, known.map(baseNameOf), rank);
    if (name === undefined) return undefined;
    const stem = `${folderOf(file.uri)}/${name}`;
    if (!/\.up\.sql$/i.test(own)) return change([], [newFile(`${stem}.sql`, file, up)]);
    const undo = down === undefined ? [] : [newFile(`${stem}.down.sql`, file, down)];
    return change([], [newFile(`${stem}.up.sql`, file, up), ...undo]);
  },
});
