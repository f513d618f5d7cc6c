import { edit, lineBreakOf } from '#text';
import { baseNameOf, folderOf } from '../uris.ts';
import { change, defineTool, insertAtTop, type MigrationTool, newFile, topOf, wholeFile } from './tool.ts';
import { nameAfter } from './versions.ts';

const OPT_OUT = '-- atlas:txmode none';
const TXMODE = /^--[ \t]*atlas:txmode[ \t]+(\w+)[ \t]*$/m;
/** Comment lines at the top with the empty line that closes them; without it they belong to the first statement. */
const HEADER = /^\ufeff?((?:--[^\n]*\n)+)[ \t]*\r?\n/;

/** One transaction a file, unless a directive in the header (closed by an empty line) says not to. */
export const atlas: MigrationTool = defineTool({
  id: 'atlas',
  transaction: 'file',
  // `nolint` is said to its linter, which also looks at the files of other tools.
  marks: text => /^--[ \t]*atlas:(?!nolint\b)\w/m.test(text),
  units: file => wholeFile(file, TXMODE.exec(headerOf(file.text))?.[1] === 'none'),
  optOut: (_unit, file) => {
    const first = topOf(file.text);
    const newline = lineBreakOf(file.text);
    const unclosed = /^-- atlas:txmode none[ \t]*\r?\n/.exec(file.text.slice(first, first + 100));
    if (unclosed) return change([edit.insert(first + unclosed[0].length, newline)]);
    // Beside directives that are there, the new one needs no empty line of its own.
    return headerOf(file.text).startsWith('-- atlas:')
      ? change([edit.insert(first, OPT_OUT + newline)])
      : insertAtTop(file, OPT_OUT, '');
  },
  separate: ({ file, slug, up, known, outside, rank }) => {
    const name = nameAfter(baseNameOf(file.uri), slug, known.map(baseNameOf), rank);
    if (name === undefined) return undefined;
    return change([], [newFile(`${folderOf(file.uri)}/${name}.sql`, file, ...(outside ? [OPT_OUT, ''] : []), up)]);
  },
});

function headerOf(text: string): string {
  return HEADER.exec(text)?.[1] ?? '';
}
