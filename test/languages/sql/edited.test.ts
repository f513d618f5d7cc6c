import { describe, expect, it } from 'vitest';
import { firstEdited } from '#languages/sql';
import { read } from './read.ts';

function edited(before: string, now: string): number | undefined {
  return firstEdited(read(now), before)?.span.start;
}

describe('firstEdited', () => {
  it('passes over comments, blanks and line breaks', () => {
    expect(edited('CREATE TABLE a (id int);\n', '-- x\r\nCREATE  TABLE a ( id int ) /* y */ ;\r\n')).toBeUndefined();
  });

  it('finds the first statement that differs, at its first word', () => {
    const now = 'SELECT 1;\nUPDATE a SET b = 2;\nSELECT 3;';
    expect(edited('SELECT 1;\nUPDATE a SET b = 1;\nSELECT 2;', now)).toBe(now.indexOf('UPDATE'));
  });

  it('finds one that has been added, and the last one where some are gone', () => {
    expect(edited('SELECT 1;', 'SELECT 1; SELECT 2;')).toBe(10);
    expect(edited('SELECT 1; SELECT 2; SELECT 3;', 'SELECT 1; SELECT 2;')).toBe(10);
    expect(edited('SELECT 1;', '-- gone')).toBeUndefined();
  });

  it('takes blanks and case in strings for what they are', () => {
    expect(edited("SELECT 'a b';", "SELECT 'a  b';")).toBe(0);
    expect(edited("SELECT 'a';", "SELECT 'A';")).toBe(0);
  });
});
