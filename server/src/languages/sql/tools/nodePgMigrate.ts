import { defineTool, downFileOf, type MigrationTool, sections, wholeFile } from './tool.ts';

const SECTION = /^[ \t]*--[ \t]*(Up|Down)[ \t]+Migration\b[^\r\n]*/gim;

/** All pending migrations share a transaction, and one that is written in SQL cannot leave it. */
export const nodePgMigrate: MigrationTool = defineTool({
  id: 'node-pg-migrate',
  downSide: uri => downFileOf(uri) ?? { type: 'section', marker: '-- Down Migration' },
  transaction: 'run',
  marks: text => /^[ \t]*--[ \t]*(?:Up|Down)[ \t]+Migration\b/im.test(text),
  units: file => {
    const found = sections(file.text, SECTION, match => ({
      direction: match[1]!.toLowerCase() === 'up' ? 'up' : 'down',
      optedOut: false,
    }));
    return found.length > 0 ? found : wholeFile(file);
  },
});
