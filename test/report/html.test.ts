import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadFormat, type ReportInput } from '#report';
import { sha256Base64 } from '../../server/src/report/sha256.ts';
import { toyReport } from '../support/toyReport.ts';

async function html(input: ReportInput, openable = true): Promise<string> {
  return (await loadFormat('html'))(input, { color: false, openable });
}

function inside(page: string, tag: 'style' | 'script'): readonly string[] {
  return [...page.matchAll(new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`, 'g'))].map(match => match[1]!);
}

describe('html', () => {
  it('has a policy that admits its one style sheet and its one script, and nothing else', async () => {
    const page = await html(toyReport({ 'x.sql': 'SELECT bad;' }));
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const [style, ...otherStyles] = inside(page, 'style');
    const [script, ...otherScripts] = inside(page, 'script');
    expect([...otherStyles, ...otherScripts]).toEqual([]);
    expect(policy).toBe(
      `default-src 'none'; style-src ${hash(style!)}; script-src ${hash(script!)}; base-uri 'none'; form-action 'none'`,
    );
  });

  it('has no style attribute, no handler attribute and no address that a browser would load', async () => {
    const page = await html(toyReport({ 'x.sql': 'SELECT bad, risky, meh;' }));
    const markup = page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '');
    expect(markup).not.toMatch(/\sstyle=/);
    expect(markup).not.toMatch(/\son\w+=/);
    expect(markup).not.toMatch(/\ssrc=|<link|@import|url\(/);
  });

  it('escapes everything that comes from the workspace', async () => {
    const evil = '"><img src=x onerror=alert(1)><script>alert(1)</script>';
    const input = toyReport({ [`${evil}.sql`]: 'SELECT bad;' }, [{ path: evil, reason: evil }]);
    const page = await html({ ...input, project: evil });
    expect(page).not.toContain('<img');
    expect(inside(page, 'script')).toHaveLength(1);
  });

  it('states the denominator and scores statements, not findings', async () => {
    const page = await html(
      toyReport({ 'x.sql': 'SELECT bad, bad, bad;', 'fine.sql': '' }, [
        { path: 'big.sql', reason: 'larger than 3 MB' },
      ]),
    );
    expect(page).toContain('2 files checked &middot; 1 skipped &middot; 3 rules on');
    expect(page).toContain('2 of 3 statements hold');
    expect(page).toContain('Not checked here: Streaming.');
    expect(page).toContain('Skipped files (1)');
  });

  it('carries uris and 0-based ranges for a viewer, and none in a file that is passed on', async () => {
    const input = toyReport({ 'x.sql': '\nSELECT bad;' });
    expect(await html(input)).toContain('data-uri="file:///work/shop/x.sql" data-range="1,7,1,10"');
    expect(await html(input, false)).not.toContain('file:///');
  });

  it('says what to do where nothing was found to check', async () => {
    expect(await html(toyReport({}))).toContain('Nothing to check: no Prisma schema');
  });
});

describe('sha256Base64', () => {
  it('agrees with Node', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 300 }), text => {
        expect(sha256Base64(text)).toBe(createHash('sha256').update(text).digest('base64'));
      }),
    );
  });
});
