import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, conflict, createLineMap, difference, edit, lineBreakOf } from '#text';

describe('line map', () => {
  it('ends lines at \\n, \\r\\n and a lone \\r', () => {
    const lines = createLineMap('a\nb\r\nc\rd');
    expect(lines.lineCount).toBe(4);
    expect([0, 2, 5, 7].map(offset => lines.positionAt(offset).line)).toEqual([0, 1, 2, 3]);
  });

  it('counts characters in UTF-16 code units', () => {
    expect(createLineMap('😀x').positionAt(2)).toEqual({ line: 0, character: 2 });
  });

  it('leaves the line break out of a line', () => {
    const text = 'one\r\ntwo';
    const { start, end } = createLineMap(text).lineSpanAt(1);
    expect(text.slice(start, end)).toBe('one');
  });

  it('finds back every offset', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', 'é', '😀') }), text => {
        const lines = createLineMap(text);
        for (let offset = 0; offset <= text.length; offset++) {
          const position = lines.positionAt(offset);
          expect(lines.offsetAt(position)).toBe(offset);
        }
      }),
    );
  });

  it('keeps positions beyond the text inside it', () => {
    const lines = createLineMap('ab\nc');
    expect(lines.offsetAt({ line: 9, character: 0 })).toBe(4);
    expect(lines.positionAt(99)).toEqual({ line: 1, character: 1 });
  });
});

describe('edits', () => {
  it('apply together, whatever their order', () => {
    expect(
      applyEdits('abc', [
        edit.remove({ start: 2, end: 3 }),
        edit.insert(0, '>'),
        edit.replace({ start: 1, end: 2 }, 'B'),
      ]),
    ).toBe('>aB');
  });

  it('refuse to overlap', () => {
    expect(() => applyEdits('abc', [edit.remove({ start: 0, end: 2 }), edit.remove({ start: 1, end: 3 })])).toThrow(
      RangeError,
    );
  });

  it('conflict where they share text or a place of insertion', () => {
    expect(conflict(edit.insert(1, 'x'), edit.insert(1, 'y'))).toBe(true);
    expect(conflict(edit.remove({ start: 0, end: 1 }), edit.remove({ start: 1, end: 2 }))).toBe(false);
  });

  it('a difference turns one text into the other and cuts no character in two', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '\r\n', '😀', '😁') });
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const change = difference(before, after);
        expect(change ? applyEdits(before, [change]) : before).toBe(after);
        if (change) expect(change.text).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
      }),
    );
  });

  it('line breaks are those of the first line', () => {
    expect(lineBreakOf('a\r\nb\n')).toBe('\r\n');
    expect(lineBreakOf('a')).toBe('\n');
  });
});
