import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect, type Editor, type EditorOptions, PULLING, until } from './client.ts';

const SCHEMA = 'datasource db {\n  provider = "postgresql"\n}\n';
const CONFIG = 'export default { datasource: { url: "postgresql://shop:s3cr3t@db/shop" } };\n';

async function start(options: EditorOptions): Promise<Editor> {
  const editor = await connect(options);
  onTestFinished(() => editor.stop());
  return editor;
}

function folder(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'plumbline-lsp-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { root, write, uri: (path: string) => pathToFileURL(join(root, path)).href };
}

const codes = async (editor: Editor, uri: string) => (await editor.pull(uri)).map(one => one.code);

describe('companions in an editor', () => {
  it('are read from the folders, and followed on the disk', async () => {
    const { root, uri, write } = folder({ 'prisma/schema.prisma': SCHEMA, 'prisma.config.ts': CONFIG });
    const editor = await start({ folders: [pathToFileURL(root).href] });
    const schema = uri('prisma/schema.prisma');
    await editor.open(schema, SCHEMA);
    await until(() => editor.refreshes() > 0, 'the discovery');
    const [diagnostic] = await editor.pull(schema);
    expect(diagnostic?.code).toBe('prisma/hardcoded-url');
    const from = CONFIG.indexOf('"');
    expect(diagnostic?.relatedInformation?.[0]?.location).toEqual({
      uri: uri('prisma.config.ts'),
      range: { start: { line: 0, character: from }, end: { line: 0, character: CONFIG.lastIndexOf('"') + 1 } },
    });
    const before = editor.refreshes();
    write('prisma.config.ts', CONFIG.replace(/"[^"]+"/, 'process.env.DATABASE_URL'));
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uri('prisma.config.ts'), type: 2 }],
    });
    await until(() => editor.refreshes() > before, 'the refresh after the companion changed');
    expect(await codes(editor, schema)).toEqual([]);
  });

  it('are watched by their names', async () => {
    const editor = await start({
      capabilities: {
        ...PULLING,
        workspace: { ...PULLING.workspace, didChangeWatchedFiles: { dynamicRegistration: true } },
      },
    });
    await until(() => editor.watched().length > 0, 'the registration');
    expect(editor.watched().join()).toMatch(/prisma\.config\.ts.*yarn\.lock/);
  });

  it('count when they are open, in a host that has no files', async () => {
    const editor = await start({ browser: true });
    const [schema, config] = ['vscode-vfs://github/a/b/schema.prisma', 'vscode-vfs://github/a/b/prisma.config.ts'];
    await editor.open(schema, SCHEMA);
    expect(await codes(editor, schema)).toEqual([]);
    await editor.open(config, CONFIG);
    expect(await codes(editor, schema)).toEqual(['prisma/hardcoded-url']);
    await editor.edit(config, '"postgresql://shop:s3cr3t@db/shop"', 'process.env.DATABASE_URL');
    expect(await codes(editor, schema)).toEqual([]);
    await editor.edit(config, 'process.env.DATABASE_URL', '"postgresql://shop:s3cr3t@db/shop"');
    expect(await codes(editor, schema)).toEqual(['prisma/hardcoded-url']);
    await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri: config } });
    expect(await codes(editor, schema)).toEqual([]);
  });
});
