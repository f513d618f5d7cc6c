import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PlumblineApi } from '../../../client/src/stageOne.ts';
import { open, until, untilReported } from './editor.ts';

/** First, by its file name: it is about a window in which nothing has been opened yet. */
describe('activation', () => {
  it('starts nothing for files that do not concern it', async () => {
    const extension = vscode.extensions.getExtension<PlumblineApi>('plumbline.plumbline');
    assert.ok(extension, 'the extension is installed');
    const api = await extension.activate();
    await open('package.json');
    await open('compose.yaml');
    assert.equal(api.isStarted(), false);
  });

  it('starts with the first file that does', async () => {
    const api = vscode.extensions.getExtension<PlumblineApi>('plumbline.plumbline')?.exports;
    const document = await open('deploy/orders.yaml');
    await until('stage 2', () => api?.isStarted());
    const diagnostic = await untilReported(document.uri, 'kubernetes/missing-readiness-probe');
    assert.equal(document.getText(diagnostic.range), 'api');
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Warning);
  });

  it('declares every command that it contributes', async () => {
    const manifest = vscode.extensions.getExtension('plumbline.plumbline')?.packageJSON;
    const contributed: string[] = manifest.contributes.commands.map((one: { command: string }) => one.command);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      contributed.filter(command => !registered.has(command)),
      [],
    );
  });
});
