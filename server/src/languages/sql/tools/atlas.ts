import { edit, lineBreakOf } from '#text';
import { baseNameOf, folderOf } from '../uris.ts';
import { change, defineTool, insertAtTop, type MigrationTool, newFile, topOf, wholeFile } from './tool.ts';
import { nameAfter } from './versions.ts';

const OPT_OUT = '-- atlas:txmode none';
const TXMODE = /^--[ \t]*atlas:txmode[ \t]+(\w+)[ \t]*$/m;

/** One transaction a file, unless a directive in the header (closed by an empty line) says not to. */
export const atlas: MigrationTool = defineTool({
  id: 'atlas',
  transaction: 'file',
  marks: text => /^--[ \t]*atlas:\w/m.test(text),
  units: file => wholeFile(file, TXMODE.exec(file.text)?.[1] === 'none'),
  optOut: (_unit, file) => {
    // Directives stand together: beside one that is there, the new one needs no empty line of its own.
    const first = topOf(file.text);
    return file.text.startsWith('-- atlas:', first)
      ? change([edit.insert(first, OPT_OUT + lineBreakOf(file.text))])
      : insertAtTop(file, OPT_OUT, '');
  },
  separate: ({ file, slug, up, known, rank }) => {
    const name = nameAfter(baseNameOf(file.uri), slug, known.map(baseNameOf), rank);
    if (name === undefined) return undefined;
    return change([], [newFile(`${folderOf(file.uri)}/${name}.sql`, file, OPT_OUT, '', up)]);
  },
});
