import { describe, expect, it } from 'vitest';
import { toyFolder } from '../support/toyCli.ts';

describe('rules', () => {
  it('--format json has the members of the contract', async () => {
    const { out } = await toyFolder({}).plumbline('rules --format json');
    const [first] = JSON.parse(out);
    expect(first).toEqual({
      id: 'sql/no-bad',
      guide: 'schema/constraints',
      summary: 'Reports the word "bad".',
      severity: 'error',
      recommended: true,
      fixable: 'safe',
      options: {},
      reads: [],
      alsoKnownAs: [],
      docs: expect.stringMatching(/rules\/sql\/no-bad\.md$/),
    });
  });
});

describe('init', () => {
  it('writes a config that says nothing wrong, and never overwrites one', async () => {
    const { plumbline, read } = toyFolder({});
    expect((await plumbline('init')).exit).toBe(0);
    expect(read('.plumbline.jsonc')).toContain('"plumbline:recommended"');
    const checked = await plumbline('check --fail-on info');
    expect(checked).toMatchObject({ exit: 0, err: '' });
    expect(await plumbline('init')).toMatchObject({
      exit: 2,
      err: 'plumbline: there is a .plumbline.jsonc already; it was left alone\n',
    });
  });
});

describe('print-config', () => {
  it('says how each rule runs and which line says so', async () => {
    const { plumbline } = toyFolder({
      '.plumbline.jsonc': '{\n  "rules": {\n    "sql/no-bad": "info"\n  }\n}',
      'x.sql': '',
    });
    const { out } = await plumbline('print-config x.sql --format json');
    expect(JSON.parse(out)).toMatchObject({
      path: 'x.sql',
      kind: 'sql',
      rules: {
        'sql/no-bad': { severity: 'info', from: '"sql/no-bad" in .plumbline.jsonc:3' },
        'sql/no-meh': { severity: 'info', from: 'plumbline:recommended' },
      },
    });
  });
});

describe('baseline', () => {
  it('accepts what is there, reports what is new, and forgets what is gone', async () => {
    const { root, plumbline, read } = toyFolder({ 'x.sql': 'SELECT bad;', 'y.sql': 'SELECT risky;' });
    expect((await plumbline('baseline create')).err).toBe('wrote .plumbline-baseline.json: 2 findings\n');
    const flags = 'check --baseline .plumbline-baseline.json --format json';
    const accepted = await plumbline(flags);
    expect(accepted.exit).toBe(0);
    expect(JSON.parse(accepted.out).summary).toMatchObject({ errors: 0, warnings: 0, baselined: 2 });

    const { writeFileSync } = await import('node:fs');
    writeFileSync(`${root}/x.sql`, 'SELECT bad;\n\nSELECT bad;');
    writeFileSync(`${root}/y.sql`, 'SELECT 1;');
    const grown = await plumbline(flags);
    expect(grown.exit).toBe(1);
    expect(JSON.parse(grown.out).summary).toMatchObject({ errors: 1, baselined: 1 });

    expect((await plumbline('baseline prune')).err).toBe('wrote .plumbline-baseline.json: 1 finding (2 before)\n');
    expect(Object.keys(JSON.parse(read('.plumbline-baseline.json')).files)).toEqual(['x.sql']);
  });

  it('counts where the config names it', async () => {
    const { plumbline } = toyFolder({
      'x.sql': 'SELECT bad;',
      '.plumbline.jsonc': '{ "baseline": ".plumbline-baseline.json" }',
    });
    expect((await plumbline('check')).exit).toBe(2);
    expect((await plumbline('baseline create')).exit).toBe(0);
    expect((await plumbline('check')).exit).toBe(0);
    // Accepting again must not lose what the baseline already hides.
    await plumbline('baseline create');
    expect((await plumbline('check')).exit).toBe(0);
  });

  it('keeps entries of files that were not looked at', async () => {
    const { plumbline, read } = toyFolder({ 'a/x.sql': 'SELECT bad;', 'b/x.sql': 'SELECT bad;' });
    await plumbline('baseline create');
    await plumbline('baseline create a');
    await plumbline('baseline prune a');
    expect(Object.keys(JSON.parse(read('.plumbline-baseline.json')).files)).toEqual(['a/x.sql', 'b/x.sql']);
  });
});

describe('report', () => {
  it('writes one file and exits with 0 whatever it says', async () => {
    const { plumbline, read } = toyFolder({ 'x.sql': 'SELECT bad;' });
    const { exit, out, err } = await plumbline('report');
    expect([exit, out]).toEqual([0, '']);
    expect(err).toBe('wrote plumbline-report.html: 1 finding in 1 file\n');
    expect(read('plumbline-report.html')).toContain('sql/no-bad');
    expect(read('plumbline-report.html')).not.toContain('file:///');
  });

  it('agrees with check', async () => {
    const { plumbline } = toyFolder({ 'x.sql': 'SELECT bad;', 'y.sql': 'BROKEN meh' });
    const check = await plumbline('check --format json');
    const report = await plumbline('report --format json -o -');
    expect(report.out).toBe(check.out);
  });
});
