import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AnyRule, defineRule } from '#engine';
import type { OpenApiDocument } from '#languages/openapi';
import { connect, type Editor, type EditorOptions, until } from './client.ts';

/** Reports the operations of each file; the fix takes an operation out and adds a line to the root. */
const operations: AnyRule = defineRule({
  id: 'openapi/operations',
  guide: 'schema/constraints',
  summary: 'Reports operations.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: { seen: '{label} of {total}' },
  check(document: OpenApiDocument, { report }) {
    const { root, operations: all } = document.api;
    const end = root.tree.text.length;
    for (const { at, label, span } of document.operations)
      report({
        at,
        message: 'seen',
        data: { label, total: all.length },
        fixes: [
          {
            title: 'Take it out',
            safety: 'safe',
            edits: [
              { span, text: 'x-gone: true' },
              { span: { start: end, end }, text: `# ${label}\n`, uri: root.uri },
            ],
          },
        ],
      });
  },
});

const ROOT = `openapi: 3.0.3
info: { title: Shop, version: '1' }
paths:
  /own: { get: { responses: {} } }
  /orders: { $ref: paths/orders.yaml }
`;
const ORDERS = 'get: { responses: {} }\nput: { responses: {} }\n';

function folder(files: Readonly<Record<string, string>>) {
  const top = mkdtempSync(join(tmpdir(), 'plumbline-lsp-'));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const root = join(top, 'w');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { top, root, write, uri: (path: string) => pathToFileURL(join(root, path)).href };
}

async function start(options: EditorOptions = {}): Promise<Editor> {
  const editor = await connect({ rules: [operations], ...options });
  onTestFinished(() => editor.stop());
  return editor;
}

const said = async (editor: Editor, uri: string) => (await editor.pull(uri)).map(one => one.message);

async function opened(files: Readonly<Record<string, string>>, ...names: readonly string[]) {
  const place = folder(files);
  const editor = await start({ folders: [pathToFileURL(place.root).href] });
  for (const name of names) await editor.open(place.uri(name), files[name]!);
  await until(() => editor.refreshes() > 0, 'the discovery');
  const changedOnDisk = async (...changes: readonly { readonly name: string; readonly type: number }[]) => {
    const before = editor.refreshes();
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: changes.map(({ name, type }) => ({ uri: place.uri(name), type })),
    });
    await until(() => editor.refreshes() > before, 'the refresh after files have changed');
  };
  return { ...place, editor, changedOnDisk };
}

const FILES = { 'openapi.yaml': ROOT, 'paths/orders.yaml': ORDERS };

describe('a description over several files, in an editor', () => {
  it('is loaded from the disk when its root is opened', async () => {
    const { editor, uri } = await opened(FILES, 'openapi.yaml');
    expect(await said(editor, uri('openapi.yaml'))).toEqual(['GET /own of 3']);
  });

  it('is known when a part is opened, and says where that is used', async () => {
    const { editor, uri } = await opened(FILES, 'paths/orders.yaml');
    const [get] = await editor.pull(uri('paths/orders.yaml'));
    expect(get?.message).toBe('GET /orders of 3');
    expect(get?.relatedInformation).toEqual([
      {
        location: {
          uri: uri('openapi.yaml'),
          range: { start: { line: 4, character: 19 }, end: { line: 4, character: 36 } },
        },
        message: 'Used by /orders in openapi.yaml.',
      },
    ]);
  });

  it('follows the typing in any of its files', async () => {
    const { editor, uri } = await opened(FILES, 'openapi.yaml', 'paths/orders.yaml');
    await editor.edit(uri('paths/orders.yaml'), 'put: { responses: {} }\n', '');
    expect(await said(editor, uri('openapi.yaml'))).toEqual(['GET /own of 2']);
    await editor.edit(uri('openapi.yaml'), '/orders:', '/carts:');
    expect(await said(editor, uri('paths/orders.yaml'))).toEqual(['GET /carts of 2']);
    await editor.edit(uri('openapi.yaml'), '  /carts: { $ref: paths/orders.yaml }\n', '');
    expect(await said(editor, uri('paths/orders.yaml'))).toEqual([]);
    await editor.edit(uri('openapi.yaml'), '  /own', '  /new: { $ref: paths/orders.yaml }\n  /own');
    expect(await said(editor, uri('paths/orders.yaml'))).toEqual(['GET /new of 2']);
  });

  it('is pushed for all open files to those who do not ask', async () => {
    const { root, uri } = folder(FILES);
    const editor = await start({ folders: [pathToFileURL(root).href], capabilities: {} });
    await editor.open(uri('openapi.yaml'), ROOT);
    await editor.open(uri('paths/orders.yaml'), ORDERS);
    const pushed = (path: string) =>
      editor.pushed
        .get(uri(path))
        ?.map(one => one.message)
        .join();
    await until(() => pushed('openapi.yaml') === 'GET /own of 3', 'the root');
    await editor.edit(uri('paths/orders.yaml'), 'put: { responses: {} }\n', '');
    await until(() => pushed('openapi.yaml') === 'GET /own of 2', 'the root after an edit of a part');
    await editor.edit(uri('openapi.yaml'), '/orders', '/carts');
    await until(() => pushed('paths/orders.yaml') === 'GET /carts of 2', 'the part after an edit of the root');
  });

  it('forgets what was typed and not saved when a file is closed', async () => {
    const { editor, uri } = await opened(FILES, 'openapi.yaml', 'paths/orders.yaml');
    await editor.edit(uri('paths/orders.yaml'), 'put: { responses: {} }\n', '');
    const before = editor.refreshes();
    await editor.connection.sendNotification('textDocument/didClose', {
      textDocument: { uri: uri('paths/orders.yaml') },
    });
    await until(() => editor.refreshes() > before, 'the refresh after the closing');
    expect(await said(editor, uri('openapi.yaml'))).toEqual(['GET /own of 3']);
  });

  it('follows files on the disk: new ones, other texts, other names', async () => {
    const { editor, uri, write, root, changedOnDisk } = await opened({ 'openapi.yaml': ROOT }, 'openapi.yaml');
    const total = async () => (await said(editor, uri('openapi.yaml'))).join();
    expect(await total()).toBe('GET /own of 1');
    write('paths/orders.yaml', 'get: { parameters: [{ $ref: ../p.yaml }] }\n');
    await changedOnDisk({ name: 'paths/orders.yaml', type: 1 });
    expect(await total()).toBe('GET /own of 2');
    write('paths/orders.yaml', ORDERS);
    await changedOnDisk({ name: 'paths/orders.yaml', type: 2 });
    expect(await total()).toBe('GET /own of 3');
    renameSync(join(root, 'paths/orders.yaml'), join(root, 'paths/carts.yaml'));
    await changedOnDisk({ name: 'paths/orders.yaml', type: 3 }, { name: 'paths/carts.yaml', type: 1 });
    expect(await total()).toBe('GET /own of 1');
    await editor.edit(uri('openapi.yaml'), 'paths/orders', 'paths/carts');
    expect(await total()).toBe('GET /own of 3');
  });

  it('finds a part that has come without a word, once a file is opened', async () => {
    const other = 'openapi: 3.0.3\ninfo: {}\npaths: {}\n';
    const { editor, uri, write } = await opened({ 'openapi.yaml': ROOT, 'b.yaml': other }, 'openapi.yaml');
    write('paths/orders.yaml', ORDERS);
    await editor.edit(uri('openapi.yaml'), '/own', '/mine');
    expect(await said(editor, uri('openapi.yaml'))).toEqual(['GET /mine of 1']);
    await editor.open(uri('b.yaml'), other);
    expect(await said(editor, uri('openapi.yaml'))).toEqual(['GET /mine of 3']);
  });

  it('is not followed out of the folders, by name or by link', async () => {
    const text = ROOT.replace('{ $ref: paths/orders.yaml }', '{ $ref: ../out/a.yaml }\n  /b: { $ref: link/a.yaml }');
    const { top, root, uri } = folder({ 'openapi.yaml': text, '../out/a.yaml': ORDERS });
    symlinkSync(join(top, 'out'), join(root, 'link'));
    const editor = await start({ folders: [pathToFileURL(root).href] });
    await editor.open(uri('openapi.yaml'), text);
    await until(() => editor.refreshes() > 0, 'the discovery');
    expect(await said(editor, uri('openapi.yaml'))).toEqual(['GET /own of 1']);
  });

  it('is whole with open files alone, in a host that has no others', async () => {
    const editor = await start({ browser: true });
    const [root, part] = ['vscode-vfs://github/a/b/openapi.yaml', 'vscode-vfs://github/a/b/paths/orders.yaml'];
    await editor.open(part, ORDERS);
    expect(await said(editor, part)).toEqual([]);
    await editor.open(root, ROOT);
    expect(await said(editor, part)).toEqual(['GET /orders of 3', 'PUT /orders of 3']);
  });

  it('is fixed over its files', async () => {
    const { editor, uri } = await opened(FILES, 'paths/orders.yaml');
    const part = uri('paths/orders.yaml');
    const [get] = await editor.pull(part);
    const [one, all] = await editor.actions(part, get!, ['quickfix']);
    const edited = (action: typeof one) =>
      action?.edit?.documentChanges?.map(change => 'textDocument' in change && change.textDocument);
    const both = [
      { uri: part, version: 1 },
      { uri: uri('openapi.yaml'), version: null },
    ];
    expect(one?.title).toBe('Take it out');
    expect(edited(one)).toEqual(both);
    expect(all?.title).toBe('Fix all 2 findings of openapi/operations in this file');
    expect(edited(all)).toEqual(both);
    expect(await editor.apply(part, all?.edit)).toBe('x-gone: true\nx-gone: true\n');
    expect(JSON.stringify(all?.edit)).toContain('# GET /orders\\n# PUT /orders\\n');
  });
});
