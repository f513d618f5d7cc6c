import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fileUri, open, ours, rules, tabLabels, until, untilReported } from './editor.ts';

const run = (name: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`plumbline.${name}`, ...args);

describe('commands', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('Check Workspace reports in files that are not open', async () => {
    const closed = fileUri('api/shop.yaml');
    const result = (await run('checkWorkspace')) as { files: number; findings: number; cancelled: boolean };
    assert.equal(result.cancelled, false);
    assert.ok(result.files >= 4 && result.findings >= 3, JSON.stringify(result));
    await until('findings in a closed file', () => rules(closed).includes('openapi/limit-without-maximum'));
    assert.deepEqual(ours(fileUri('compose.yaml')), []);
  });

  it('an open file is not reported twice after that', async () => {
    const document = await open('api/shop.yaml');
    await untilReported(document.uri, 'openapi/limit-without-maximum');
    await until('one of each', () => new Set(rules(document.uri)).size === rules(document.uri).length);
  });

  it('Show Report opens one panel, however often', async () => {
    await run('showReport');
    await until('the report', () => tabLabels().includes('Plumbline Report'));
    await run('showReport');
    assert.equal(tabLabels().filter(label => label === 'Plumbline Report').length, 1);
  });

  it('Explain Rule shows the page that ships with the rule', async () => {
    await run('explainRule', 'openapi/limit-without-maximum');
    await until('the preview', () => tabLabels().some(label => label.includes('limit-without-maximum')));
    const page = await vscode.workspace.openTextDocument(
      vscode.Uri.parse('plumbline-rule:/openapi/limit-without-maximum.md'),
    );
    assert.match(page.getText(), /^## Why$/m);
  });

  it('Create Configuration writes one, once', async () => {
    await run('createConfiguration');
    const uri = vscode.window.activeTextEditor?.document.uri;
    assert.equal(uri?.toString(), fileUri('.plumbline.jsonc').toString());
    const before = await vscode.workspace.fs.stat(uri);
    await run('createConfiguration');
    assert.equal((await vscode.workspace.fs.stat(uri)).mtime, before.mtime);
    assert.deepEqual(ours(uri), []);
    await vscode.workspace.fs.delete(uri);
  });

  it('Check Current File asks in manual mode, and nothing else does', async () => {
    const settings = vscode.workspace.getConfiguration('plumbline');
    await settings.update('run', 'manual', vscode.ConfigurationTarget.Global);
    try {
      await run('restartServer');
      const document = await open('deploy/orders.yaml');
      await new Promise(resolve => setTimeout(resolve, 500));
      assert.deepEqual(ours(document.uri), []);
      await until('what was asked for', async () => {
        await run('checkFile');
        return rules(document.uri).includes('kubernetes/missing-readiness-probe');
      });
    } finally {
      await settings.update('run', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('Restart Server brings the findings back', async () => {
    const document = await open('deploy/orders.yaml');
    await untilReported(document.uri, 'kubernetes/missing-readiness-probe');
    await run('restartServer');
    await untilReported(document.uri, 'kubernetes/missing-readiness-probe');
  });
});
