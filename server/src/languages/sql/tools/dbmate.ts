import { edit } from '#text';
import { baseNameOf, folderOf } from '../uris.ts';
import { change, defineTool, type MigrationTool, newFile, sections } from './tool.ts';
import { nameAfter } from './versions.ts';

const SECTION = /^--[ \t]*migrate:(up|down)\b([^\r\n]*)/gim;
const OPT_OUT = 'transaction:false';

/** `-- migrate:up` and `-- migrate:down`; each is sent in one piece, inside a transaction unless its line says not to. */
export const dbmate: MigrationTool = defineTool({
  id: 'dbmate',
  downSide: () => ({ type: 'section', marker: '-- migrate:down' }),
  transaction: 'file',
  optedOut: 'batch',
  optOutCoversFile: false,
  marks: text => /^--[ \t]*migrate:(?:up|down)\b/im.test(text),
  units: ({ text }) =>
    sections(text, SECTION, match => ({
      direction: match[1]!.toLowerCase() === 'up' ? 'up' : 'down',
      optedOut: /\btransaction:\s*false\b/i.test(match[2] ?? ''),
    })),
  optOut: (unit, { text }) => {
    if (!unit.header) return undefined;
    const blanks = /[ \t]*$/.exec(text.slice(unit.header.start, unit.header.end))![0].length;
    return change([edit.insert(unit.header.end - blanks, ` ${OPT_OUT}`)]);
  },
  separate: ({ file, slug, up, down, known, outside, rank }) => {
    const name = nameAfter(baseNameOf(file.uri), slug, known.map(baseNameOf), rank);
    if (name === undefined) return undefined;
    const how = outside ? ` ${OPT_OUT}` : '';
    const undo = down === undefined ? ['-- migrate:down'] : [`-- migrate:down${how}`, down];
    const lines = [`-- migrate:up${how}`, up, '', ...undo];
    return change([], [newFile(`${folderOf(file.uri)}/${name}.sql`, file, ...lines)]);
  },
});
