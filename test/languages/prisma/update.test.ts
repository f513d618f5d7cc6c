import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PrismaDocument, updatePrisma } from '#languages/prisma';
import { BROAD, modelOf, parse, shape, slice } from './helpers.ts';

function edited(document: PrismaDocument, start: number, end: number, text: string): PrismaDocument {
  return updatePrisma(document, { span: { start, end }, text });
}

const PIECES = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '"',
  '/',
  '*',
  '//',
  '/*',
  '*/',
  '@',
  '@@',
  '\n',
  '\r\n',
  ' ',
  '\\',
  'x',
  ',',
  ':',
  '=',
  '?',
  '.',
  '`',
  '\ufeff',
  '😀',
  'model X {\n',
  '// use prisma-8\n',
  'namespace n {\n',
  '\n}\n',
  '@@index([id])',
];

describe('an updated document', () => {
  it('equals a fresh one after any edits', () => {
    const change = fc.record({
      at: fc.nat(BROAD.length + 50),
      length: fc.oneof(fc.constant(0), fc.nat(12), fc.nat(400)),
      text: fc.oneof(
        fc.constantFrom(...PIECES),
        fc.constant(''),
        fc.array(fc.constantFrom(...PIECES), { maxLength: 4 }).map(one => one.join('')),
      ),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), changes => {
        let document = parse(BROAD);
        for (const { at, length, text } of changes) {
          const start = Math.min(at, document.text.length);
          document = edited(document, start, Math.min(start + length, document.text.length), text);
        }
        expect(shape(document)).toEqual(shape(parse(document.text)));
      }),
      { numRuns: 300 },
    );
  });

  it('equals a fresh one while a block is typed', () => {
    const typed =
      '\nmodel New { // c\n  id Int @id @default(dbgenerated("x"))\n  /* y */ a B[] @relation(fields: [c, d])\n}\n';
    let document = parse(BROAD);
    const from = modelOf(document, 'Post').span.end;
    for (let index = 0; index < typed.length; index++) {
      document = edited(document, from + index, from + index, typed[index]!);
      expect(shape(document)).toEqual(shape(parse(document.text)));
    }
  });

  it('keeps the blocks that did not change, and moves them', () => {
    const before = parse(BROAD);
    const [user, post, profile] = ['User', 'Post', 'Profile'].map(name => modelOf(before, name));
    const facts = profile!.facts;
    const at = post!.field('type')!.span.start;
    const after = edited(before, at, at, 'note String?\n  ');
    expect(modelOf(after, 'User')).toBe(user);
    expect(modelOf(after, 'Post')).not.toBe(post);
    expect(modelOf(after, 'Post').field('note')).toBeDefined();
    expect(modelOf(after, 'Profile')).toBe(profile);
    expect(modelOf(after, 'Profile').facts).toBe(facts);
    expect(slice(after, profile!.field('user')!.relation()!.fields[0]!)).toBe('userId');
    expect(slice(after, profile!.closingBrace!)).toBe('}');
  });

  it('keeps the following blocks while a brace is missing', () => {
    const before = parse(BROAD);
    const profile = modelOf(before, 'Profile');
    const { start, end } = modelOf(before, 'User').closingBrace!.span;
    const after = edited(before, start, end, '');
    expect(modelOf(after, 'Profile')).toBe(profile);
    expect(after.problems).toHaveLength(1);
  });
});
