import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fileUri, open, ours, replaceAll, rules, until, untilOffered, untilReported, untilSilent } from './editor.ts';

describe('findings in the editor', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('come and go with the text', async () => {
    const document = await open('api/shop.yaml');
    await untilReported(document.uri, 'openapi/limit-without-maximum');
    const before = document.getText();
    await replaceAll(document, before.replace('default: 20', 'default: 20\n            maximum: 50'));
    await untilSilent(document.uri, 'openapi/limit-without-maximum');
    await replaceAll(document, before);
    await untilReported(document.uri, 'openapi/limit-without-maximum');
  });

  it('go with the quick fix', async () => {
    const document = await open('deploy/orders.yaml');
    const diagnostic = await untilReported(document.uri, 'kubernetes/missing-readiness-probe');
    const fix = await untilOffered(document, diagnostic.range, /readinessProbe/);
    assert.ok(fix.edit);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(document.getText(), /readinessProbe:\n +httpGet:/);
    assert.match(document.getText(), /# serves the shop's orders/);
    await untilSilent(document.uri, 'kubernetes/missing-readiness-probe');
  });

  it('go with an ignore and its reason', async () => {
    const document = await open('deploy/orders.yaml');
    const diagnostic = await untilReported(document.uri, 'kubernetes/missing-readiness-probe');
    const ignore = await untilOffered(document, diagnostic.range, /^Ignore kubernetes\/missing-readiness-probe here/i);
    assert.ok(ignore.edit);
    assert.ok(await vscode.workspace.applyEdit(ignore.edit));
    await replaceAll(document, document.getText().replace(/(plumbline-ignore .*:).*/, '$1 drained by hand'));
    await untilSilent(document.uri, 'kubernetes/missing-readiness-probe');
  });

  it('are fixed together by Fix All, where the fixes are safe', async () => {
    const document = await open('api/shop.yaml');
    await untilReported(document.uri, 'openapi/limit-without-maximum');
    await until('the maximum', async () => {
      await vscode.commands.executeCommand('plumbline.fixAll');
      return /maximum: 100/.test(document.getText());
    });
    await untilSilent(document.uri, 'openapi/limit-without-maximum');
  });

  it('appear in SQL by the migration history', async () => {
    const document = await open('migrations/20260201000000_orders_by_user.sql');
    await untilReported(document.uri, 'sql/index-not-concurrent');
    const first = await open('migrations/20260101000000_init.sql');
    assert.deepEqual(rules(first.uri), []);
  });

  it('stay away from look-alikes, and come when one becomes the real thing', async () => {
    const document = await open('compose.yaml');
    assert.deepEqual(ours(document.uri), []);
    const deployment = await vscode.workspace.fs.readFile(fileUri('deploy/orders.yaml'));
    await replaceAll(document, new TextDecoder().decode(deployment));
    await untilReported(document.uri, 'kubernetes/missing-readiness-probe');
  });

  it('follow the configuration file', async () => {
    const document = await open('deploy/orders.yaml');
    await untilReported(document.uri, 'kubernetes/missing-readiness-probe');
    const config = fileUri('.plumbline.jsonc');
    const text = '{ "rules": { "kubernetes/missing-readiness-probe": "off" } }\n';
    await vscode.workspace.fs.writeFile(config, new TextEncoder().encode(text));
    await untilSilent(document.uri, 'kubernetes/missing-readiness-probe');
    await vscode.workspace.fs.delete(config);
    await untilReported(document.uri, 'kubernetes/missing-readiness-probe');
  });
});
