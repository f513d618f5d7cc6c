import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '#report';

describe('unifiedDiff', () => {
  it('shows three lines around a change', () => {
    const before = 'a\nb\nc\nd\ne\nf\ng\nh\n';
    expect(unifiedDiff('x.sql', before, before.replace('e\n', 'E\nE2\n'))).toBe(
      '--- a/x.sql\n+++ b/x.sql\n@@ -2,7 +2,8 @@\n b\n c\n d\n-e\n+E\n+E2\n f\n g\n h\n',
    );
  });

  it('marks a missing line break at the end, and new files', () => {
    expect(unifiedDiff('x', 'a', 'b')).toBe(
      '--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n',
    );
    expect(unifiedDiff('x', undefined, 'a\n')).toBe('--- /dev/null\n+++ b/x\n@@ -0,0 +1,1 @@\n+a\n');
    expect(unifiedDiff('x', 'a', 'a')).toBe('');
  });

  it('is what patch(1) turns one text into the other with', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'plumbline-diff-'));
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 25 }).map(lines => lines.join('\n'));
    const file = path.join(folder, 'x');
    try {
      fc.assert(
        fc.property(text, text, (before, after) => {
          fc.pre(before !== '' && after !== '');
          writeFileSync(file, before);
          const diff = unifiedDiff('x', before, after);
          if (diff !== '') execFileSync('patch', ['-s', '-p1'], { cwd: folder, input: diff });
          expect(readFileSync(file, 'utf8')).toBe(after);
        }),
        { numRuns: 40 },
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
