import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { type Editor, edit } from './client.ts';

const SCHEMA =
  'model User {\n  id Int @id\n}\n\ndatasource db {\n  provider = "postgresql"\n  url = "postgresql://shop:hunter2@db.example.com/shop?pool_timeout=5"\n}\n';

/** As Neovim or Helix would: a process, standard input and output, no request of our own. */
describe.each([
  ['the command line', ['dist/cli.cjs', 'lsp', '--stdio']],
  ['the server', ['dist/server.cjs', '--stdio']],
])('over stdio: %s', (_, args) => {
  let child: ChildProcess;
  let editor: Editor;

  beforeAll(async () => {
    const built = spawnSync(process.execPath, ['server/tools/build.mjs', '--if-stale'], { encoding: 'utf8' });
    expect(built.status, built.stderr).toBe(0);
    child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    editor = await edit(
      createProtocolConnection(new StreamMessageReader(child.stdout!), new StreamMessageWriter(child.stdin!)),
      { initializationOptions: undefined },
    );
  });

  it('answers with findings', async () => {
    await editor.open('file:///nowhere/schema.prisma', SCHEMA);
    expect((await editor.pull('file:///nowhere/schema.prisma')).map(one => one.code)).toEqual(['prisma/hardcoded-url']);
  });

  afterAll(async () => {
    const ended = new Promise(resolve => child.once('exit', resolve));
    await editor.connection.sendRequest('shutdown');
    await editor.connection.sendNotification('exit');
    expect(await ended).toBe(0);
  });
});
