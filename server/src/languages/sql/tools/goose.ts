import { baseNameOf, folderOf } from '../uris.ts';
import { change, defineTool, insertAtTop, type MigrationTool, newFile, sections } from './tool.ts';
import { nameAfter } from './versions.ts';

const SECTION = /^[ \t]*--[ \t]*\+goose[ \t]+(Up|Down)\b[^\r\n]*/gim;
const NO_TRANSACTION = /^[ \t]*--[ \t]*\+goose[ \t]+NO[ \t]+TRANSACTION\b/im;

/** `-- +goose Up` and `-- +goose Down`; one transaction a file, statements sent one by one. */
export const goose: MigrationTool = defineTool({
  id: 'goose',
  downSide: () => ({ type: 'section', marker: '-- +goose Down' }),
  transaction: 'file',
  marks: text => /^[ \t]*--[ \t]*\+goose[ \t]+\w/im.test(text),
  units: ({ text }) => {
    const optedOut = NO_TRANSACTION.test(text);
    return sections(text, SECTION, match => ({
      direction: match[1]!.toLowerCase() === 'up' ? 'up' : 'down',
      optedOut,
    }));
  },
  optOut: (_unit, file) => insertAtTop(file, '-- +goose NO TRANSACTION'),
  separate: ({ file, slug, up, down, known, outside, rank }) => {
    const name = nameAfter(baseNameOf(file.uri), slug, known.map(baseNameOf), rank);
    if (name === undefined) return undefined;
    const undo = down === undefined ? [] : ['', '-- +goose Down', down];
    const lines = [...(outside ? ['-- +goose NO TRANSACTION'] : []), '-- +goose Up', up, ...undo];
    return change([], [newFile(`${folderOf(file.uri)}/${name}.sql`, file, ...lines)]);
  },
});
