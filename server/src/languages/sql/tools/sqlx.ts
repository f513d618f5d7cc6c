import { baseNameOf, folderOf } from '../uris.ts';
import { change, defineTool, downFileOf, insertAtTop, type MigrationTool, newFile, topOf, wholeFile } from './tool.ts';
import { nameAfter } from './versions.ts';

const OPT_OUT = '-- no-transaction';

/** One transaction a file, unless the file begins with the very bytes `-- no-transaction`; sent in one piece. */
export const sqlx: MigrationTool = defineTool({
  id: 'sqlx',
  downSide: uri => downFileOf(uri) ?? { type: 'none' },
  transaction: 'file',
  optedOut: 'batch',
  marks: text => text.startsWith(OPT_OUT),
  units: file => wholeFile(file, file.text.startsWith(OPT_OUT)),
  // Before a byte order mark the mark would no longer be one, and after it the bytes would not come first.
  optOut: (_unit, file) => (topOf(file.text) > 0 ? undefined : insertAtTop(file, OPT_OUT)),
  separate: ({ file, slug, up, down, known, outside, rank }) => {
    const own = baseNameOf(file.uri);
    const name = nameAfter(own, slug, known.map(baseNameOf), rank);
    if (name === undefined) return undefined;
    const stem = `${folderOf(file.uri)}/${name}`;
    const head = outside ? [OPT_OUT] : [];
    if (!/\.up\.sql$/i.test(own)) return change([], [newFile(`${stem}.sql`, file, ...head, up)]);
    const undo = down === undefined ? [] : [newFile(`${stem}.down.sql`, file, ...head, down)];
    return change([], [newFile(`${stem}.up.sql`, file, ...head, up), ...undo]);
  },
});
