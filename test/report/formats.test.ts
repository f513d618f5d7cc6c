import { describe, expect, it } from 'vitest';
import { type FormatName, loadFormat, type ReportInput } from '#report';
import { toyReport } from '../support/toyReport.ts';

async function format(name: FormatName, input: ReportInput, color = false): Promise<string> {
  return (await loadFormat(name))(input, { color });
}

const flawed = () =>
  toyReport(
    {
      'b/two.sql': 'SELECT risky;\r\nSELECT \u{1F4A5}, bad;\r\n',
      'a one.sql': '-- plumbline-ignore sql/no-bad: known since May\nSELECT bad;\nSELECT meh, meh;\n',
      'notes.txt': 'bad',
    },
    [{ path: 'big.sql', reason: 'larger than 3 MB' }],
  );

describe('json', () => {
  it('has the shape of the contract, sorted by path, 1-based in UTF-16', async () => {
    const data = JSON.parse(await format('json', flawed()));
    expect(data.schemaVersion).toBe(1);
    expect(data.files.map((file: { path: string }) => file.path)).toEqual(['a one.sql', 'b/two.sql']);
    expect(data.files[1].findings[1]).toEqual({
      rule: 'sql/no-bad',
      guide: 'schema/constraints',
      severity: 'error',
      message: 'The word "bad" stops the deployment.',
      range: { start: { line: 2, column: 12 }, end: { line: 2, column: 15 } },
      fixes: [
        {
          title: 'Change to "good"',
          safety: 'safe',
          edits: [
            {
              path: 'b/two.sql',
              range: { start: { line: 2, column: 12 }, end: { line: 2, column: 15 } },
              text: 'good',
            },
          ],
        },
      ],
      related: [],
    });
    expect(data.skipped).toEqual([{ path: 'big.sql', reason: 'larger than 3 MB' }]);
    expect(data.summary).toEqual({
      files: 2,
      errors: 1,
      warnings: 1,
      infos: 2,
      hints: 0,
      suppressed: 1,
      baselined: 0,
    });
  });

  it('lists files without findings too', async () => {
    const data = JSON.parse(await format('json', toyReport({ 'fine.sql': 'SELECT 1;' })));
    expect(data.files).toEqual([{ path: 'fine.sql', kind: 'sql', findings: [] }]);
  });

  it('jsonl is one finding a line', async () => {
    const lines = (await format('jsonl', flawed())).trimEnd().split('\n');
    expect(lines.map(line => JSON.parse(line).rule)).toEqual([
      'sql/no-meh',
      'sql/no-meh',
      'sql/no-risky',
      'sql/no-bad',
    ]);
    expect(JSON.parse(lines[0]!).path).toBe('a one.sql');
  });
});

describe('text', () => {
  it('shows the line with carets under the span, the rule and how to fix it', async () => {
    const text = await format('text', toyReport({ 'x.sql': '-- first\n\tSELECT bad;\n' }));
    expect(text.split('\n')).toEqual([
      'x.sql:2:9 error The word "bad" stops the deployment. sql/no-bad',
      '  1 | -- first',
      '  2 |     SELECT bad;',
      '    |            ^^^',
      '  fix: Change to "good" (--fix)',
      '',
      '1 problem (1 error); 1 fixable with --fix. 1 file checked.',
      '',
    ]);
  });

  it('names what is left out in the summary', async () => {
    const last = (await format('text', flawed())).trimEnd().split('\n').at(-1);
    expect(last).toBe(
      '4 problems (1 error, 1 warning, 2 info); 1 fixable with --fix, 1 more with --fix-unsafe. ' +
        '2 files checked, 1 skipped, 1 ignored with a comment.',
    );
  });

  it('colours only when asked, and lets no file steer the terminal', async () => {
    const input = toyReport({ 'x\u001b[2J.sql': 'SELECT bad \u001b]0;title\u0007 \u202e;' });
    expect(await format('text', input)).not.toMatch(/[\u001b\u0007\u202e]/);
    expect(await format('text', input, true)).toContain('\u001b[31merror\u001b[39m');
    expect(await format('text', input, true)).not.toContain('\u001b[2J');
  });

  it('cuts a minified line to the piece around the span', async () => {
    const text = await format('text', toyReport({ 'x.sql': `${'a '.repeat(5000)}bad${' b'.repeat(5000)}` }));
    const [, code, carets] = text.split('\n') as [string, string, string];
    expect(code.length).toBeLessThan(120);
    expect(code.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('bad');
  });

  it('says so where there is nothing to check', async () => {
    expect(await format('text', toyReport({}))).toBe('Nothing to check: 0 files checked.\n');
  });
});

describe('sarif', () => {
  it('describes rules, results, suppressions and fingerprints that survive moved lines', async () => {
    const run = JSON.parse(await format('sarif', flawed())).runs[0];
    const driver = run.tool.driver;
    expect(driver.rules.map((rule: { id: string }) => rule.id)).toEqual(['sql/no-bad', 'sql/no-meh', 'sql/no-risky']);
    expect(driver.rules[0].helpUri).toMatch(/rules\/sql\/no-bad\.md$/);
    for (const result of run.results) expect(driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    const suppressed = run.results.find((result: { suppressions: unknown[] }) => result.suppressions.length > 0);
    expect(suppressed.suppressions).toEqual([{ kind: 'inSource', justification: 'known since May' }]);
    expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('a%20one.sql');

    const prints = (sarif: string) =>
      JSON.parse(sarif).runs[0].results.map((one: { partialFingerprints: object }) => one.partialFingerprints);
    const before = prints(await format('sarif', toyReport({ 'x.sql': 'SELECT meh, meh;' })));
    const after = prints(await format('sarif', toyReport({ 'x.sql': '\n\nSELECT 1;\nSELECT meh,\n meh;' })));
    expect(after).toEqual(before);
    expect(before[0]).not.toEqual(before[1]);
  });
});

describe('formats of CI servers', () => {
  it('github: the worst first, properties and data escaped', async () => {
    const lines = (await format('github', toyReport({ 'a,b:c%.sql': 'SELECT meh;\nSELECT bad;' }))).split('\n');
    expect(lines[0]).toBe(
      '::error file=a%2Cb%3Ac%25.sql,line=2,endLine=2,col=8,endColumn=11,title=sql/no-bad::The word "bad" stops the deployment.',
    );
    expect(lines[1]).toMatch(/^::notice /);
  });

  it('gitlab: one issue a finding, each with its own fingerprint', async () => {
    const issues = JSON.parse(await format('gitlab', toyReport({ 'x.sql': 'SELECT bad, bad;' })));
    expect(issues[0]).toMatchObject({
      check_name: 'sql/no-bad',
      severity: 'critical',
      location: { path: 'x.sql', lines: { begin: 1, end: 1 } },
    });
    expect(issues[0].fingerprint).not.toBe(issues[1].fingerprint);
  });

  it('junit: counts agree, markup is escaped, clean files pass', async () => {
    const xml = await format('junit', toyReport({ 'a<&>.sql': 'SELECT bad;', 'fine.sql': 'SELECT 1;' }));
    expect(xml).toContain('<testsuites name="Plumbline" tests="2" failures="1" errors="0">');
    expect(xml).toContain('<testsuite name="a&lt;&amp;&gt;.sql" tests="1" failures="1" errors="0">');
    expect(xml).toContain('message="The word &quot;bad&quot; stops the deployment."');
    expect(xml).toContain('<testcase classname="fine.sql" name="no findings"/>');
  });

  it('markdown: the scorecard counts statements, and nothing of the workspace is markup', async () => {
    const text = await format('markdown', toyReport({ '@team `x` <b>.sql': 'SELECT bad;' }));
    expect(text).toContain('**1 problem (1 error).** 1 file checked, 0 skipped.');
    expect(text).toContain('| Schema | 1 of 2 | 1 |');
    expect(text).not.toContain('<b>');
    expect(text).not.toContain('@team');
    expect(text).not.toContain('Streaming');
  });
});
