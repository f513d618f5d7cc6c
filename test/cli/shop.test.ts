import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type CliIo, run } from '#cli';
import { guide } from '#rules/guide.ts';
import { createPlumbline } from '../../server/src/composition.ts';

/** The rules that the shop was made to break: every one that ships. */
const rules = createPlumbline().rules;

function copyOfShop() {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-shop-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync(path.resolve('examples/shop'), root, { recursive: true, filter: source => !source.endsWith('.html') });
  const check = async (...flags: string[]) => {
    let out = '';
    let err = '';
    const io: CliIo = {
      cwd: root,
      env: {},
      stdout: { isTTY: false, write: text => void (out += text) },
      stderr: { isTTY: false, write: text => void (err += text) },
      readStdin: async () => '',
    };
    const exit = await run(['check', '--format', 'jsonl', ...flags], io, async () => ({ createPlumbline, guide }));
    const findings = out
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as { path: string; rule: string; fixes: { safety: string }[] });
    return { exit, err, findings };
  };
  return { root, check };
}

it('finds every rule in the shop, and nothing that is not a rule', async () => {
  const { exit, err, findings } = await copyOfShop().check();
  expect([...new Set(findings.map(finding => finding.rule))].sort()).toEqual(rules.map(rule => rule.id));
  expect([exit, err]).toEqual([1, '']);
});

it('--fix, then --fix-unsafe, leave what can be fixed silent and the files valid', async () => {
  const { root, check } = copyOfShop();
  const ids = (findings: readonly { rule: string }[]) => [...new Set(findings.map(finding => finding.rule))].sort();
  const withFix = (...safeties: string[]) =>
    rules.filter(rule => !safeties.includes(rule.fixable)).map(rule => rule.id);

  expect(ids((await check('--fix')).findings)).toEqual(withFix('safe'));
  const after = await check('--fix-unsafe');
  expect(ids(after.findings)).toEqual(withFix('safe', 'unsafe'));

  const text = () => readFileSync(path.join(root, 'prisma/schema.prisma'), 'utf8');
  const fixed = text();
  expect((await check('--fix-unsafe')).err).toBe('');
  expect(text()).toBe(fixed);
});
