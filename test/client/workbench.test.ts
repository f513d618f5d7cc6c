import * as assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import { installVsix, launchChromium, startWorkbenchServer } from '../../server/tools/vscodeHost/workbench.mjs';

const migration = '20260201000000_orders_by_user.sql';

/** What a user does: installs the .vsix, opens a migration, sees the squiggle, fixes it by keyboard, asks for the report. */
describe('the workbench', () => {
  const scratch = environment('PLUMBLINE_TEST_SCRATCH');
  const artifacts = path.resolve('artifacts');
  const workspace = path.join(scratch, 'shop');
  let server: Awaited<ReturnType<typeof startWorkbenchServer>> | undefined;
  let browser: Browser | undefined;
  let page: Page;
  const outside: string[] = [];

  before(async () => {
    mkdirSync(artifacts, { recursive: true });
    cpSync(path.resolve('test/client/workspace'), workspace, { recursive: true });
    const options = {
      serverDirectory: environment('PLUMBLINE_TEST_SERVER'),
      node: environment('PLUMBLINE_TEST_NODE'),
      scratch,
      settings: { 'workbench.colorTheme': 'Default Light Modern', 'editor.minimap.enabled': false },
    };
    await installVsix(options, environment('PLUMBLINE_TEST_VSIX'));
    server = await startWorkbenchServer(options);
    const launched = await launchChromium();
    browser = launched;
    page = await launched.newPage({ viewport: { width: 1280, height: 760 } });
    page.on('request', request => {
      const { protocol, hostname } = new URL(request.url());
      const isLocal = /^(?:127\.0\.0\.1|(?:.*\.)?localhost)$/.test(hostname);
      if (/^https?:$/.test(protocol) && !isLocal) outside.push(request.url());
    });
    await page.goto(`http://${server.authority}/?folder=${workspace}`);
    await page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: 60_000 });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await screenshot('failed');
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const screenshot = (name: string): Promise<Buffer> => page.screenshot({ path: path.join(artifacts, `${name}.png`) });
  const squiggle = () => page.locator('.monaco-editor .squiggly-warning').first();

  it('shows a squiggle', async () => {
    await chooseInQuickInput(page, 'Control+P', migration);
    await squiggle().waitFor({ state: 'attached', timeout: 60_000 });
    await screenshot('workbench-1-squiggle');
  });

  it('fixes it from the keyboard, and the file on disk changes', async () => {
    const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'CONCURRENTLY' }).first();
    await page.locator('.monaco-editor .view-line').first().click();
    // F8 goes to the next problem and opens it there; Escape leaves the caret on it.
    await page.keyboard.press('F8');
    await page.locator('.zone-widget .marker-widget').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+.');
    await fix.waitFor({ timeout: 20_000 });
    await screenshot('workbench-2-quick-fix');
    await fix.click();
    await squiggle().waitFor({ state: 'detached', timeout: 20_000 });
    await page.keyboard.press('Control+s');
    const file = path.join(workspace, 'migrations', migration);
    await untilTrue(() => /CREATE INDEX CONCURRENTLY/.test(readFileSync(file, 'utf8')));
    await screenshot('workbench-3-fixed');
  });

  it('shows the report', async () => {
    await chooseInQuickInput(page, 'F1', 'Plumbline: Show Report');
    const report = await untilTrue(() => findFrame(page, '#scorecard-title'));
    assert.match((await report.locator('#findings').textContent()) ?? '', /limit-without-maximum/);
    await page.locator('.notification-toast').waitFor({ state: 'detached' });
    await screenshot('workbench-4-report');
  });

  it('opens a finding from the report', async () => {
    const report = await untilTrue(() => findFrame(page, '#scorecard-title'));
    await report.locator('[data-uri*="deploy/orders.yaml"]').first().click();
    await page.locator('.tab', { hasText: 'orders.yaml' }).waitFor();
  });

  it('asks nobody outside this machine', () => {
    assert.deepEqual(outside, []);
  });
});

async function chooseInQuickInput(page: Page, key: string, text: string): Promise<void> {
  await page.keyboard.press(key);
  await page.locator('.quick-input-widget input').first().waitFor();
  await page.keyboard.type(text);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** A webview is two frames deep, and frames come and go while it loads. */
async function findFrame(page: Page, selector: string): Promise<Frame | undefined> {
  for (const frame of page.frames()) {
    const count = await frame
      .locator(selector)
      .count()
      .catch(() => 0);
    if (count > 0) return frame;
  }
  return undefined;
}

async function untilTrue<T>(ask: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`waited 30 s for: ${ask}`);
}

function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run this with "npm run test:client"`);
  return value;
}
