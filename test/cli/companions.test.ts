import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from '#cli';
import { guide } from '#rules/guide.ts';
import { createPlumbline } from '../../server/src/composition.ts';

const SCHEMA = 'datasource db {\n  provider = "postgresql"\n}\n';
const CONFIG = 'export default { datasource: { url: "postgresql://shop:s3cr3t@db/shop" } };\n';

/** A folder and the command line with everything that ships. */
function shop(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(path.join(tmpdir(), 'plumbline-companions-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({ '.git/HEAD': '', ...files })) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  const check = async (args: string) => {
    let out = '';
    let err = '';
    const io = {
      cwd: root,
      env: {},
      stdout: { isTTY: false, write: (text: string) => void (out += text) },
      stderr: { isTTY: false, write: (text: string) => void (err += text) },
      readStdin: async () => SCHEMA,
    };
    const load = async () => ({ createPlumbline, guide });
    const exit = await run(['check', '--format', 'json', ...args.split(' ').filter(Boolean)], io, load);
    const report: { files: { path: string; findings: { rule: string }[] }[] } = JSON.parse(out);
    const found = report.files.map(file => `${file.path}: ${file.findings.map(one => one.rule).join(' ')}`.trim());
    return { exit, err, found };
  };
  return { check, read: (name: string) => readFileSync(path.join(root, name), 'utf8') };
}

describe('companions on the command line', () => {
  const files = { 'app/prisma/schema.prisma': SCHEMA, 'app/prisma.config.ts': CONFIG };
  const found = ['app/prisma/schema.prisma: prisma/hardcoded-url'];

  it.each(['', 'app', 'app/prisma', 'app/prisma/schema.prisma', '--stdin --stdin-filename app/prisma/schema.prisma'])(
    'are read below and above what is checked, and are no files of the report: "%s"',
    async args => expect(await shop(files).check(args)).toMatchObject({ exit: 1, err: '', found }),
  );

  it('are changed by fixes of the files that they belong to', async () => {
    const { check, read } = shop(files);
    expect((await check('--fix')).found).toEqual(['app/prisma/schema.prisma:']);
    expect(read('app/prisma.config.ts')).toBe(CONFIG.replace(/"[^"]+"/, 'process.env.DATABASE_URL'));
  });

  it('are passed over in silence where nobody can read them', async () => {
    const lock = `# ${'x'.repeat(4 * 1024 * 1024)}`;
    const { check } = shop({ 'yarn.lock': lock, 'Cargo.toml': '\0', 'a/schema.prisma': SCHEMA });
    expect(await check('')).toEqual({ exit: 0, err: '', found: ['a/schema.prisma:'] });
  });

  it('say which SQL is none of ours', async () => {
    const { check } = shop({
      'db/migrations/migration_lock.toml': 'provider = "sqlserver"\n',
      'db/migrations/20260101000000_a/migration.sql': 'CREATE TABLE t (id int);\n',
      'other/migrations/1_a.sql': 'SELECT 1;\n',
    });
    expect((await check('--all-migrations')).found).toEqual(['other/migrations/1_a.sql:']);
  });
});
