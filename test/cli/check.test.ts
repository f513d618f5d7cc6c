import { chmodSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { toyFolder } from '../support/toyCli.ts';

const paths = (json: string): string[] => JSON.parse(json).files.map((file: { path: string }) => file.path);

describe('exit codes', () => {
  it.each([
    ['SELECT 1;', '', 0],
    ['SELECT bad;', '', 1],
    ['SELECT risky;', '', 1],
    ['SELECT meh;', '', 0],
    ['SELECT risky;', '--fail-on error', 0],
    ['SELECT meh;', '--fail-on info', 1],
    ['SELECT bad;', '--fail-on never', 0],
  ])('%s %s exits with %i', async (text, flags, exit) => {
    const { plumbline } = toyFolder({ 'x.sql': text });
    expect((await plumbline(`check ${flags}`)).exit).toBe(exit);
  });

  it.each([
    ['', 0, /Usage: plumbline <command>/],
    ['--help', 0, /Exit codes/],
    ['check --help', 0, /--fail-on SEVERITY/],
    ['--version', 0, /^\d+\.\d+\.\d+\n$/],
  ])('"%s" prints help', async (args, exit, out) => {
    const ran = await toyFolder({}).plumbline(args);
    expect(ran).toMatchObject({ exit, err: '' });
    expect(ran.out).toMatch(out);
  });

  it.each([
    ['chekc', 'there is no command "chekc"; did you mean "check"?'],
    ['check --fxi', '"check" has no flag "--fxi"; did you mean "--fix"?'],
    ['check --format xml', '"--format" is one of text, json'],
    ['check --format', '"--format" needs a value'],
    ['check --fix=yes', '"--fix" takes no value'],
    ['check --fix --diff', 'give one of them'],
    ['check --create-files', 'is for "--fix-unsafe"'],
    ['check --stdin', 'go together'],
    ['check nowhere', 'nowhere: there is no such file or folder'],
    ['check --config nowhere.jsonc', 'config nowhere.jsonc: there is no such file'],
    ['check --baseline nowhere.json', 'baseline nowhere.json: there is no such file'],
    ['explain sql/no-bda', 'there is no rule "sql/no-bda"; did you mean "sql/no-bad"?'],
    ['explain', '"explain" needs a rule'],
    ['rules x', '"rules" takes no arguments'],
    ['lsp', 'plumbline lsp --stdio'],
    ['baseline creat', 'did you mean "create"?'],
  ])('"%s" exits with 2 and one line', async (args, line) => {
    const { exit, err } = await toyFolder({}).plumbline(args);
    expect(exit).toBe(2);
    expect(err).toContain(line);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('what is checked', () => {
  it('is what a person wrote: sorted, relative to the working directory, without ignored and other folders', async () => {
    const { plumbline } = toyFolder({
      'b.sql': '',
      'a/z.sql': '',
      'a/skip/x.sql': '',
      'a/keep.gen.sql': '',
      'a/.gitignore': 'skip/\n!keep.gen.sql\n',
      '.gitignore': '*.gen.sql\n',
      'other.gen.sql': '',
      'node_modules/x/x.sql': '',
      'dist/x.sql': '',
      '.hidden/x.sql': '',
    });
    expect(paths((await plumbline('check --format json')).out)).toEqual(['a/keep.gen.sql', 'a/z.sql', 'b.sql']);
    expect(paths((await plumbline('check --format json ../b.sql .', { cwd: 'a' })).out)).toEqual([
      '../b.sql',
      'keep.gen.sql',
      'z.sql',
    ]);
  });

  it('includes an ignored file that is named', async () => {
    const { plumbline } = toyFolder({ '.gitignore': 'x.sql\n', 'x.sql': '' });
    expect(paths((await plumbline('check --format json x.sql')).out)).toEqual(['x.sql']);
  });

  it('follows no link in circles', async () => {
    const { root, plumbline } = toyFolder({ 'a/x.sql': 'SELECT bad;' });
    symlinkSync(root, path.join(root, 'a', 'loop'));
    symlinkSync('nowhere.sql', path.join(root, 'dangling.sql'));
    const { exit, out, err } = await plumbline('check --format json');
    expect([exit, paths(out), err]).toEqual([1, ['a/x.sql'], '']);
  });

  it('says of a binary, a huge and a garbled file that it is skipped, and checks the rest', async () => {
    const { plumbline } = toyFolder({
      'binary.sql': new Uint8Array([83, 0, 1, 2]),
      'latin1.sql': new Uint8Array([83, 0xe9, 83]),
      'huge.sql': new Uint8Array(20 * 1024 * 1024).fill(65),
      'x.sql': 'SELECT bad;',
    });
    const { exit, out, err } = await plumbline('check --format json');
    expect(exit).toBe(1);
    expect(paths(out)).toEqual(['x.sql']);
    expect(JSON.parse(out).skipped).toHaveLength(3);
    expect(err.split('\n').sort()).toEqual([
      '',
      'plumbline: skipped binary.sql: a binary file, so it is not checked',
      'plumbline: skipped huge.sql: larger than 3 MB (20.0 MB), so it is not checked',
      'plumbline: skipped latin1.sql: not UTF-8 text, so it is not checked',
    ]);
    const named = await plumbline('check huge.sql x.sql');
    expect(named.exit).toBe(2);
    expect(named.out).toContain('sql/no-bad');
  });

  it.skipIf(process.getuid?.() === 0)('exits with 2 on an unreadable folder, and checks the rest', async () => {
    const { root, plumbline } = toyFolder({ 'locked/x.sql': '', 'x.sql': 'SELECT bad;' });
    chmodSync(path.join(root, 'locked'), 0);
    const { exit, out, err } = await plumbline('check');
    chmodSync(path.join(root, 'locked'), 0o755);
    expect(exit).toBe(2);
    expect(err).toContain('plumbline: locked: cannot be read: permission denied');
    expect(out).toContain('sql/no-bad');
  });
});

describe('config', () => {
  it('reports an unknown rule in the config, with what was meant, and goes on', async () => {
    const { plumbline } = toyFolder({
      '.plumbline.jsonc': '{ "rules": { "sql/no-bda": "off" } }',
      'x.sql': 'SELECT bad;',
    });
    const { exit, out } = await plumbline('check');
    expect(exit).toBe(1);
    expect(out).toContain('.plumbline.jsonc:1:14 warning There is no rule "sql/no-bda"');
    expect(out).toContain('x.sql:1:8 error');
  });

  it('reports a broken config as an error and goes on with the defaults', async () => {
    const { plumbline } = toyFolder({ '.plumbline.jsonc': '{ "rules": ', 'x.sql': 'SELECT bad;' });
    const { exit, out } = await plumbline('check --format jsonl');
    const rules = out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line).rule);
    expect(exit).toBe(1);
    expect(rules).toEqual(['config/broken', 'sql/no-bad']);
  });

  it('refuses a broken config that is named', async () => {
    const { plumbline } = toyFolder({ 'my.jsonc': '{ "rules": ', 'x.sql': 'SELECT bad;' });
    const { exit, out, err } = await plumbline('check --config my.jsonc');
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(/^plumbline: config my\.jsonc: .*cannot be read/);
  });

  it('takes the nearest config up from a file, also above the paths that are checked', async () => {
    const { plumbline } = toyFolder({
      '.plumbline.jsonc': '{ "rules": { "sql/no-bad": "off" } }',
      'a/x.sql': 'SELECT bad;',
      'b/.plumbline.jsonc': '{ "rules": { "sql/no-bad": "info" } }',
      'b/x.sql': 'SELECT bad;',
      'forced.jsonc': '{ "rules": { "sql/no-bad": "hint" } }',
    });
    expect((await plumbline('check a')).out).toContain('No problems found');
    expect((await plumbline('check b')).out).toContain('b/x.sql:1:8 info');
    expect((await plumbline('check a --config forced.jsonc')).out).toContain('a/x.sql:1:8 hint');
  });
});

describe('fixes', () => {
  it('applies the safe ones, keeps line endings and the byte order mark, and says what it did', async () => {
    const { plumbline, read, names } = toyFolder({ 'x.sql': '\ufeffSELECT bad;\r\nSELECT bad, risky;\r\n' });
    const { exit, out, err } = await plumbline('check --fix --format json');
    expect(read('x.sql')).toBe('\ufeffSELECT good;\r\nSELECT good, risky;\r\n');
    expect(err).toBe('fixed x.sql: sql/no-bad (2)\n');
    expect(JSON.parse(out).summary).toMatchObject({ errors: 0, warnings: 1 });
    expect(exit).toBe(1);
    expect(names()).toEqual(['x.sql']);
  });

  it('applies the unsafe ones when asked, and makes files only when asked for that too', async () => {
    const { plumbline, read, names } = toyFolder({ 'x.sql': 'SELECT bad, risky, grow;\n' });
    await plumbline('check --fix-unsafe');
    expect(read('x.sql')).toBe('SELECT good, calm, grow;\n');
    expect(names()).toEqual(['x.sql']);
    const { exit, err } = await plumbline('check --fix-unsafe --create-files');
    expect(read('x.sql')).toBe('SELECT good, calm, grown;\n');
    expect(read('made.sql')).toBe('SELECT 1;\n');
    expect(err).toBe('fixed x.sql: sql/no-risky\nmade made.sql\n');
    expect(exit).toBe(0);
  });

  it('never makes a file in the place of one', async () => {
    const { plumbline, read } = toyFolder({ 'x.sql': 'SELECT grow;\n', 'made.sql': 'mine' });
    await plumbline('check --fix-unsafe --create-files');
    expect(read('x.sql')).toBe('SELECT grow;\n');
    expect(read('made.sql')).toBe('mine');
  });

  it('--diff prints what would change and changes nothing', async () => {
    const { plumbline, read } = toyFolder({ 'x.sql': 'SELECT bad, risky;\n' });
    const { exit, out } = await plumbline('check --diff');
    expect(out).toBe('--- a/x.sql\n+++ b/x.sql\n@@ -1,1 +1,1 @@\n-SELECT bad, risky;\n+SELECT good, risky;\n');
    expect(read('x.sql')).toBe('SELECT bad, risky;\n');
    expect(exit).toBe(1);
  });
});

describe('stdin', () => {
  it('stands for a file, with the config that counts there', async () => {
    const { plumbline, read } = toyFolder({
      'a/.plumbline.jsonc': '{ "rules": { "sql/no-risky": "off" } }',
      'a/x.sql': 'SELECT 1;',
    });
    const { exit, out } = await plumbline('check --stdin --stdin-filename a/x.sql --format jsonl', {
      stdin: 'SELECT risky, bad;',
    });
    expect(exit).toBe(1);
    expect(
      out
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line)),
    ).toMatchObject([{ path: 'a/x.sql', rule: 'sql/no-bad' }]);
    expect(read('a/x.sql')).toBe('SELECT 1;');
  });

  it('with --fix the fixed text goes to standard output, the rest to standard error', async () => {
    const { plumbline } = toyFolder({});
    const ran = await plumbline('check --stdin --stdin-filename x.sql --fix', { stdin: 'SELECT bad, risky;' });
    expect(ran.out).toBe('SELECT good, risky;');
    expect(ran.err).toContain('sql/no-risky');
    expect(ran.exit).toBe(1);
  });
});

describe('colour', () => {
  const sgr = '\u001b[';
  it.each([
    [{}, false, false],
    [{}, true, true],
    [{ NO_COLOR: '1' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
  ])('%o on a terminal: %s', async (env, tty, colored) => {
    const { out } = await toyFolder({ 'x.sql': 'SELECT bad;' }).plumbline('check', { env, tty });
    expect(out.includes(sgr)).toBe(colored);
  });
});
