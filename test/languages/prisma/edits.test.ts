import { beforeAll, describe, expect, it } from 'vitest';
import type { Judge } from '#languages';
import { addBlockAttribute, addFieldBelow, fieldNaming, type PrismaDocument, prismaLanguage } from '#languages/prisma';
import { applyEdits } from '#text';
import { apply, loadJudge, modelOf, parse, slice } from './helpers.ts';

const DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n';

describe('adding a block attribute', () => {
  let judge: Judge<PrismaDocument>;
  beforeAll(async () => {
    judge = await loadJudge();
  });

  const added = (text: string): string => {
    const document = parse(text);
    const after = apply(document, addBlockAttribute(document, modelOf(document, 'A'), '@@index([b])'));
    expect(parse(after).problems).toEqual(document.problems);
    expect(modelOf(parse(after), 'A').coversPrefix(['b'])).toBe(true);
    return after;
  };

  it.each([
    ['after the last field', '  id Int @id\n  b  Int\n', '  id Int @id\n  b  Int\n\n  @@index([b])\n'],
    [
      'among the attributes, in the order of the formatter',
      '  id Int @id\n  b  Int\n\n  @@index([id, b])\n  // the table\n  @@map("a")\n',
      '  id Int @id\n  b  Int\n\n  @@index([id, b])\n  @@index([b])\n  // the table\n  @@map("a")\n',
    ],
    [
      'behind a comment',
      '  id Int @id\n  b  Int // c\n  // d\n',
      '  id Int @id\n  b  Int // c\n  // d\n\n  @@index([b])\n',
    ],
    ['with its indent', '    id Int @id\n    b  Int\n', '    id Int @id\n    b  Int\n\n    @@index([b])\n'],
    ['in CRLF', '\tid Int @id\r\n\tb  Int\r\n', '\tid Int @id\r\n\tb  Int\r\n\r\n\t@@index([b])\r\n'],
  ])('%s', (_name, body, expected) => {
    const newline = body.includes('\r') ? '\r\n' : '\n';
    const text = `${DATASOURCE}model A {\n`.replaceAll('\n', newline);
    const after = added(`${text}${body}}${newline}`);
    expect(after).toBe(`${text}${expected}}${newline}`);
    expect(judge.judge(parse(after), [])).toEqual([]);
  });

  it('brings a brace down that ends a line, and stays in a block of one line', () => {
    expect(added('model A {\n  id Int @id\n  b  Int }\n')).toBe(
      'model A {\n  id Int @id\n  b  Int\n\n  @@index([b])\n }\n',
    );
    expect(added('model A { b Int }\n')).toBe('model A { b Int  @@index([b]) }\n');
  });

  it('leaves an open block alone', () => {
    const document = parse('model A {\n  b Int\n');
    expect(addBlockAttribute(document, modelOf(document, 'A'), '@@index([b])')).toBeUndefined();
  });
});

describe('adding a field', () => {
  const field = { name: 'key', type: 'String', attributes: '@unique' };
  const added = (text: string): string => {
    const document = parse(text);
    const model = modelOf(document, 'A');
    return applyEdits(document.text, addFieldBelow(document, model, model.fields[0]!, field)!);
  };

  it('uses the columns of the field above, and goes behind its comment', () => {
    expect(added('model A {\n  ident  Decimal  @id // x\n}\n')).toBe(
      'model A {\n  ident  Decimal  @id // x\n  key    String   @unique\n}\n',
    );
  });

  it('moves the columns of the lines around it where it is wider, and no others', () => {
    expect(added('model A {\r\n\tid Int @id\r\n\r\n\tb Int\r\n}')).toBe(
      'model A {\r\n\tid  Int    @id\r\n\tkey String @unique\r\n\r\n\tb Int\r\n}',
    );
  });

  it('names it as the model names its fields', () => {
    const naming = (fields: string) =>
      fieldNaming(modelOf(parse(`model A {\n${fields}\n}`), 'A'), ['idempotency', 'key']);
    expect(naming('id Int\ncreatedAt DateTime')).toEqual({ name: 'idempotencyKey', map: '' });
    expect(naming('created_at DateTime')).toEqual({ name: 'idempotency_key', map: '' });
    expect(naming('createdAt DateTime @map("created_at")')).toEqual({
      name: 'idempotencyKey',
      map: ' @map("idempotency_key")',
    });
  });
});

describe('ignore comments', () => {
  const { ignores } = prismaLanguage;
  const TEXT =
    '// header\n\n// above\nmodel A {\n  // inside\n  id Int @id // behind\n  b  Int\n\n  // index\n  @@index([b])\n  // last\n}\n// end\n';

  it.each([
    ['header', /^model A \{[\s\S]*\}$/],
    ['above', /^model A \{[\s\S]*\}$/],
    ['inside', /^id Int @id$/],
    ['behind', /^id Int @id$/],
    ['index', /^@@index\(\[b\]\)$/],
  ])('"%s" covers what it is about', (word, expected) => {
    const document = parse(TEXT);
    const comment = document.comments.find(one => one.text.includes(word))!;
    const span = ignores.scopeAfter(document, comment)!;
    expect(slice(document, { span })).toMatch(expected);
  });

  it('covers nothing where nothing follows', () => {
    const document = parse(TEXT);
    for (const word of ['last', 'end'])
      expect(ignores.scopeAfter(document, document.comments.find(one => one.text.includes(word))!)).toBeUndefined();
  });

  it('is written above the line, with two slashes', () => {
    const document = parse(TEXT.replaceAll('\n', '\r\n'));
    const at = modelOf(document, 'A').field('b')!.type!.span;
    const after = apply(document, ignores.writeHere(document, at, 'prisma/x', 'why'));
    expect(after).toContain('\r\n  // plumbline-ignore prisma/x: why\r\n  b  Int\r\n');
    const model = apply(document, ignores.writeHere(document, modelOf(document, 'A').name.span, 'prisma/x', 'why'));
    expect(model).toContain('// above\r\n// plumbline-ignore prisma/x: why\r\nmodel A');
    const file = apply(document, ignores.writeInFile(document, 'prisma/x', 'why'));
    expect(file.startsWith('// plumbline-ignore-file prisma/x: why\r\n// header')).toBe(true);
  });

  it('has a header that ends with the first block', () => {
    expect(ignores.headerEnd(parse(TEXT))).toBe(TEXT.indexOf('model'));
  });
});
