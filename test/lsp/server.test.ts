import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { rules } from '#rules';
import { connect, type Editor, type EditorOptions, PULLING, until } from './client.ts';

const URI = 'untitled:schema.prisma';
const SCHEMA = `// 😀
model User {
  id    Int    @id
  posts Post[]
}

model Post {
  id       Int  @id
  authorId Int
  author   User @relation(fields: [authorId], references: [id])
}

datasource db {
  provider = "postgresql"
}
`;
const FIXED = SCHEMA.replace('references: [id])\n', 'references: [id])\n\n  @@index([authorId])\n');

const editors: Editor[] = [];
async function start(options?: EditorOptions): Promise<Editor> {
  const editor = await connect(options);
  editors.push(editor);
  return editor;
}
afterEach(async () => {
  await Promise.all(editors.splice(0).map(editor => editor.stop()));
});

/** A folder with files on the disk. */
function folder(files: Readonly<Record<string, string>>): { root: string; uri: (path: string) => string } {
  const root = mkdtempSync(join(tmpdir(), 'plumbline-lsp-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { root, uri: path => pathToFileURL(join(root, path)).href };
}

describe('diagnostics', () => {
  it('are pulled, with source, code, page and range', async () => {
    const editor = await start();
    await editor.open(URI, SCHEMA);
    const [diagnostic, ...others] = await editor.pull(URI);
    expect(others).toEqual([]);
    expect(diagnostic).toMatchObject({ source: 'plumbline', code: 'prisma/relation-without-index', severity: 2 });
    expect(diagnostic!.codeDescription?.href).toMatch(/rules\/prisma\/relation-without-index/);
    expect(diagnostic!.range.start.line).toBe(9);
  });

  it('are unchanged as long as nothing changed', async () => {
    const editor = await start();
    await editor.open(URI, SCHEMA);
    const first: { resultId: string } = await editor.connection.sendRequest('textDocument/diagnostic', {
      textDocument: { uri: URI },
    });
    const again = { textDocument: { uri: URI }, previousResultId: first.resultId };
    expect(await editor.connection.sendRequest('textDocument/diagnostic', again)).toMatchObject({ kind: 'unchanged' });
    await editor.edit(URI, '// 😀', '// x');
    expect(await editor.connection.sendRequest('textDocument/diagnostic', again)).toMatchObject({ kind: 'full' });
  });

  it('are pushed to a client that cannot pull, and go when the document is closed', async () => {
    const editor = await start({ capabilities: {} });
    await editor.open(URI, SCHEMA);
    await until(() => editor.pushed.get(URI)?.length === 1, 'the pushed finding');
    await editor.edit(
      URI,
      'fields: [authorId], references: [id]',
      'fields: [authorId], references: [id], onDelete: Cascade',
    );
    await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri: URI } });
    await until(() => editor.pushed.get(URI)?.length === 0, 'the cleared finding');
  });

  it('include what the judge says, once the typing has paused', async () => {
    const editor = await start();
    await editor.open(URI, SCHEMA.replace('Post[]', 'Pst[]'));
    await until(() => editor.refreshes() > 0, 'the refresh after the judge');
    expect((await editor.pull(URI)).map(one => one.code)).toContain('syntax/prisma');
  });

  it('leave syntax to the official extension where it is active', async () => {
    const editor = await start({ initializationOptions: { syntax: { prisma: false } } });
    await editor.open(URI, SCHEMA.replace('model Post {', 'model Post'));
    expect((await editor.pull(URI)).filter(one => one.code === 'syntax/prisma')).toEqual([]);
  });

  it('name the rule that throws, and go on', async () => {
    const broken = {
      ...rules.find(rule => rule.id === 'prisma/hardcoded-url')!,
      check: () => {
        throw new Error('oh');
      },
    };
    const editor = await start({ rules: [broken, ...rules.filter(rule => rule.id !== broken.id)] });
    await editor.open(URI, SCHEMA);
    expect((await editor.pull(URI)).map(one => one.code).sort()).toEqual([
      'engine/rule-failed',
      'prisma/relation-without-index',
    ]);
  });
});

describe('positions', () => {
  it.each(['utf-8', 'utf-32'])('are counted as the client counts: %s', async encoding => {
    const editor = await start({ capabilities: { ...PULLING, general: { positionEncodings: [encoding] } } });
    expect(editor.initialized.capabilities.positionEncoding).toBe(encoding);
    const text = SCHEMA.replace('  author   User @relation', '  /* é😀 */ author User @relation');
    await editor.open(URI, text);
    const [diagnostic] = await editor.pull(URI);
    const utf16 = (
      await start().then(async other => {
        await other.open(URI, text);
        return other.pull(URI);
      })
    )[0]!;
    const extra = encoding === 'utf-8' ? 3 : -1;
    expect(diagnostic!.range.start.character).toBe(utf16.range.start.character + extra);
  });
});

describe('code actions', () => {
  it('fix a finding, after which it is gone', async () => {
    const editor = await start();
    await editor.open(URI, SCHEMA);
    const [diagnostic] = await editor.pull(URI);
    const actions = await editor.actions(URI, diagnostic!);
    expect(actions.map(one => one.title)).toEqual([
      expect.stringMatching(/index/i),
      'Ignore prisma/relation-without-index here',
      'Ignore prisma/relation-without-index in this file',
    ]);
    expect(actions[0]!.isPreferred).toBe(true);
    expect(await editor.apply(URI, actions[0]!.edit)).toBe(FIXED);
    expect(await editor.pull(URI)).toEqual([]);
  });

  it('ignore a finding here, asking for the reason', async () => {
    const editor = await start();
    await editor.open(URI, SCHEMA);
    const [diagnostic] = await editor.pull(URI);
    const action = (await editor.actions(URI, diagnostic!)).find(one => one.title.endsWith('here'))!;
    expect(await editor.apply(URI, action.edit)).toContain(
      '// plumbline-ignore prisma/relation-without-index: <reason>\n',
    );
    expect((await editor.pull(URI)).map(one => one.code)).toEqual(['ignore/missing-reason']);
  });

  it('fix all of a rule, and all that is safe', async () => {
    const editor = await start();
    const twice = SCHEMA.replace('posts Post[]', 'posts Post[]\n  notes Note[]').concat(
      '\nmodel Note {\n  id     Int  @id\n  userId Int\n  user   User @relation(fields: [userId], references: [id])\n}\n',
    );
    await editor.open(URI, twice);
    const [diagnostic] = await editor.pull(URI);
    const ofRule = (await editor.actions(URI, diagnostic!)).find(one =>
      one.title.startsWith('Fix all 2 findings of prisma/relation-without-index'),
    );
    expect(ofRule?.edit).toBeDefined();
    const [all] = await editor.actions(URI, diagnostic!, ['source.fixAll.plumbline']);
    expect(all?.kind).toBe('source.fixAll.plumbline');
    expect((await editor.apply(URI, all!.edit)).match(/@@index/g)).toHaveLength(2);
    expect(await editor.pull(URI)).toEqual([]);
  });

  it('explain only where the editor has the command', async () => {
    const editor = await start({ initializationOptions: { assets: 'file:///extension/dist' } });
    await editor.open(URI, SCHEMA);
    const [diagnostic] = await editor.pull(URI);
    const explain = (await editor.actions(URI, diagnostic!)).find(one => one.title.startsWith('Explain'));
    expect(explain?.command).toMatchObject({
      command: 'plumbline.explainRule',
      arguments: ['prisma/relation-without-index'],
    });
  });

  it('honour the kind that is asked for', async () => {
    const editor = await start();
    await editor.open(URI, SCHEMA);
    const [diagnostic] = await editor.pull(URI);
    expect(await editor.actions(URI, diagnostic!, ['refactor'])).toEqual([]);
  });
});

describe('hover', () => {
  it('shows the page of the rule, and who said the severity', async () => {
    const { uri } = folder({
      '.plumbline.jsonc': '{\n  "rules": {\n    "prisma/relation-without-index": "error"\n  }\n}\n',
    });
    const editor = await start();
    await editor.open(uri('schema.prisma'), SCHEMA);
    const [diagnostic] = await editor.pull(uri('schema.prisma'));
    expect(diagnostic!.severity).toBe(1);
    const hover: { contents: { value: string } } = await editor.connection.sendRequest('textDocument/hover', {
      textDocument: { uri: uri('schema.prisma') },
      position: diagnostic!.range.start,
    });
    expect(hover.contents.value).toContain('**error**, because .plumbline.jsonc line 3 says so');
    expect(hover.contents.value).toContain('## Why');
  });

  it('reads rule ids in an ignore', async () => {
    const editor = await start();
    await editor.open(URI, `// plumbline-ignore-file prisma/hardcoded-url: x\n${SCHEMA}`);
    const hover: { contents: { value: string } } | null = await editor.connection.sendRequest('textDocument/hover', {
      textDocument: { uri: URI },
      position: { line: 0, character: 30 },
    });
    expect(hover?.contents.value).toContain('prisma/hardcoded-url');
  });
});

describe('a workspace', () => {
  it('is read around an open document; closed files are context', async () => {
    const half = SCHEMA.split('datasource');
    const { root, uri } = folder({ 'prisma/db.prisma': `datasource${half[1]}`, 'prisma/models.prisma': half[0]! });
    const editor = await start({ folders: [pathToFileURL(root).href] });
    await editor.open(uri('prisma/models.prisma'), half[0]!);
    await until(() => editor.refreshes() > 0, 'the discovery');
    expect((await editor.pull(uri('prisma/models.prisma'))).map(one => one.code)).toEqual([
      'prisma/relation-without-index',
    ]);
  });

  it('follows its config at once', async () => {
    const { root, uri } = folder({ '.plumbline.json': '{"rules":{"prisma/*":"off"}}', 'schema.prisma': SCHEMA });
    const editor = await start({ folders: [pathToFileURL(root).href] });
    await editor.open(uri('schema.prisma'), SCHEMA);
    expect(await editor.pull(uri('schema.prisma'))).toEqual([]);
    const before = editor.refreshes();
    writeFileSync(join(root, '.plumbline.json'), '{"rules":{"prisma/relation-without-index":"error"}}');
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uri('.plumbline.json'), type: 2 }],
    });
    await until(() => editor.refreshes() > before, 'the refresh after the config changed');
    expect((await editor.pull(uri('schema.prisma'))).map(one => one.severity)).toEqual([1]);
  });

  it('reports what is wrong in a config, and lints on', async () => {
    const { uri } = folder({ 'schema.prisma': SCHEMA });
    const editor = await start();
    await editor.open(uri('.plumbline.json'), '{"rulez":{}}');
    await editor.open(uri('schema.prisma'), SCHEMA);
    expect((await editor.pull(uri('.plumbline.json'))).map(one => one.code)).toEqual(['config/unknown-key']);
    expect(await editor.pull(uri('schema.prisma'))).toHaveLength(1);
  });

  it('of several folders takes the config of each', async () => {
    const one = folder({ '.plumbline.json': '{"rules":{"prisma/*":"off"}}', 'schema.prisma': SCHEMA });
    const two = folder({ 'schema.prisma': SCHEMA });
    const editor = await start({ folders: [one.root, two.root].map(root => pathToFileURL(root).href) });
    await editor.open(one.uri('schema.prisma'), SCHEMA);
    await editor.open(two.uri('schema.prisma'), SCHEMA);
    expect(
      [await editor.pull(one.uri('schema.prisma')), await editor.pull(two.uri('schema.prisma'))].map(all => all.length),
    ).toEqual([0, 1]);
  });

  it('is checked whole when asked: closed files are published, and cleared when they are opened', async () => {
    const { root, uri } = folder({ 'schema.prisma': SCHEMA, 'README.md': '# nothing' });
    const editor = await start({ folders: [pathToFileURL(root).href] });
    expect(await editor.connection.sendRequest('plumbline/checkWorkspace', {})).toEqual({
      files: 1,
      findings: 1,
      cancelled: false,
    });
    await until(() => editor.pushed.get(uri('schema.prisma'))?.length === 1, 'the published finding');
    await editor.open(uri('schema.prisma'), SCHEMA);
    await until(() => editor.pushed.get(uri('schema.prisma'))?.length === 0, 'the cleared finding');
  });

  it('is one report, by the standard request too', async () => {
    const { root } = folder({ 'schema.prisma': SCHEMA });
    const editor = await start({ folders: [pathToFileURL(root).href] });
    const { html }: { html: string } = await editor.connection.sendRequest('plumbline/report', {});
    expect(html).toContain('prisma/relation-without-index');
    expect(html).toMatch(/Content-Security-Policy/);
    const markdown: string = await editor.connection.sendRequest('workspace/executeCommand', {
      command: 'plumbline.server.report',
      arguments: [{ format: 'markdown' }],
    });
    expect(markdown).toContain('prisma/relation-without-index');
  });

  it('takes both spellings of a drive for one file', async () => {
    const editor = await start();
    await editor.open('file:///c%3A/work/schema.prisma', SCHEMA);
    expect(await editor.pull('file:///C:/work/schema.prisma')).toHaveLength(1);
  });
});

describe('the server', () => {
  it('survives texts of every sort', async () => {
    const editor = await start();
    for (const [name, text] of [
      ['a.sql', '\0\0'],
      ['b.yaml', 'a: &a [*a, *a]\nb: *b'],
      ['c.json', '{'.repeat(5000)],
      ['d.prisma', 'model {{{'],
    ] as const) {
      await editor.open(`untitled:${name}`, text);
      await editor.pull(`untitled:${name}`);
    }
    await editor.open(URI, SCHEMA);
    expect(await editor.pull(URI)).toHaveLength(1);
  });

  it('stops a check of the workspace when it is cancelled', async () => {
    const files = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`s${index}/schema.prisma`, SCHEMA]));
    const { root } = folder(files);
    const editor = await start({ folders: [pathToFileURL(root).href] });
    const { CancellationTokenSource } = await import('vscode-languageserver/node');
    const source = new CancellationTokenSource();
    const answer = editor.connection.sendRequest('plumbline/checkWorkspace', {}, source.token);
    source.cancel();
    expect(await answer).toMatchObject({ cancelled: true });
  });
});
