import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type CliIo, run } from '#cli';
import { guide } from '#rules/guide.ts';
import { createPlumbline } from '../../server/src/composition.ts';

/** What is wrong in the shop, on purpose. */
const flaws = [
  'kubernetes/identical-probes',
  'kubernetes/missing-readiness-probe',
  'kubernetes/unknown-probe-port',
  'openapi/limit-without-maximum',
  'openapi/missing-idempotency-key',
  'openapi/missing-rate-limit-response',
  'openapi/operation-without-security',
  'openapi/unversioned-public-path',
  'prisma/event-without-idempotency-key',
  'prisma/hardcoded-url',
  'prisma/pool-timeout',
  'prisma/relation-without-index',
  'sql/full-index-on-flag',
  'sql/index-not-concurrent',
  'sql/large-table-offline-alter',
  'sql/offset-pagination',
  'sql/rename-breaks-clients',
  'sql/required-column-without-default',
  'sql/unbounded-select',
  'sql/unindexed-filter',
];

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

it('finds the flaws of the shop, and nothing else', async () => {
  const { exit, err, findings } = await copyOfShop().check();
  expect([...new Set(findings.map(finding => finding.rule))].sort()).toEqual(flaws);
  expect([exit, err]).toEqual([1, '']);
});

it('--fix, then --fix-unsafe, leave nothing that can be fixed, and a second run changes nothing', async () => {
  const { root, check } = copyOfShop();
  const fixable = (findings: readonly { rule: string; fixes: { safety: string }[] }[], safety: string) =>
    findings.filter(one => one.fixes.some(fix => fix.safety === safety)).map(one => one.rule);

  expect(fixable((await check()).findings, 'safe')).not.toEqual([]);
  expect(fixable((await check('--fix')).findings, 'safe')).toEqual([]);
  const after = await check('--fix-unsafe', '--create-files');
  expect(fixable(after.findings, 'unsafe')).toEqual([]);

  const texts = () =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .sort()
      .map(name => {
        const file = path.join(root, name);
        return statSync(file).isFile() ? [name, readFileSync(file, 'utf8')] : name;
      });
  const fixed = texts();
  expect((await check('--fix-unsafe', '--create-files')).err).toBe('');
  expect(texts()).toEqual(fixed);
});
