import { describe, expect, it } from 'vitest';
import {
  addFieldAttribute,
  changeFields,
  hasPartialIndexes,
  partialIndexes,
  prismaLanguage,
  removeBlockAttribute,
} from '#languages/prisma';
import { applyEdits } from '#text';
import { modelOf, parse } from './helpers.ts';

describe('changing fields', () => {
  const TEXT = 'model A {\n  id   Int    @id\n  name String @default("") @db.Text // x\n\n  b Int\n}\n';

  it('moves the columns between two empty lines, and nothing beyond them', () => {
    const document = parse(TEXT);
    const model = modelOf(document, 'A');
    const [id] = model.fields;
    expect(applyEdits(TEXT, changeFields(TEXT, model, [{ field: id!, name: 'number', type: 'Decimal' }]))).toBe(
      'model A {\n  number Decimal @id\n  name   String  @default("") @db.Text // x\n\n  b Int\n}\n',
    );
  });

  it('puts an attribute where the formatter has it', () => {
    const added = (name: string, attribute: string): string | undefined => {
      const document = parse(TEXT);
      const model = modelOf(document, 'A');
      const edits = addFieldAttribute(document, model, model.field(name)!, attribute);
      return applyEdits(TEXT, edits)
        .split('\n')
        .find(line => line.trim().startsWith(name));
    };
    expect(added('name', '@unique')).toBe('  name String @unique @default("") @db.Text // x');
    expect(added('name', '@map("n")')).toBe('  name String @default("") @map("n") @db.Text // x');
    expect(added('id', '@db.Integer')).toBe('  id   Int    @id @db.Integer');
    expect(added('b', '@unique')).toBe('  b Int @unique');
  });
});

describe('taking a block attribute away', () => {
  const without = (body: string): string => {
    const document = parse(`model A {\n  a Int @id\n${body}}\n`);
    const attribute = modelOf(document, 'A').attribute('index')!;
    return applyEdits(document.text, [removeBlockAttribute(document, attribute)]).slice(
      'model A {\n  a Int @id\n'.length,
    );
  };

  it.each([
    ['with its line and its comment', '\n  @@index([a]) // c\n  @@map("x")\n', '\n  @@map("x")\n}\n'],
    ['with the empty line above, where it was the last', '\n  @@index([a])\n', '}\n'],
    ['but not with a comment above', '\n  // c\n  @@index([a])\n', '\n  // c\n}\n'],
    ['alone, where something shares its line', '\n  @@index([a]) @@map("x")\n', '\n @@map("x")\n}\n'],
  ])('%s', (_name, body, expected) => expect(without(body)).toBe(expected));
});

describe('partial indexes', () => {
  const schema = (generator: string, provider: string, version?: string) => {
    const document = parse(
      `generator c {\n  provider = "prisma-client"\n${generator}}\ndatasource db {\n  provider = "${provider}"\n}\nmodel A {\n  id Int @id\n  on Boolean @map("o")\n}\n`,
    );
    const files = new Map([[document.uri, prismaLanguage.facts(document)]]);
    const uri = 'file:///shop/package.json';
    const text = JSON.stringify({ devDependencies: { prisma: version } });
    const facts = version && prismaLanguage.companions?.facts({ uri, text });
    if (facts) files.set(uri, facts);
    return { document, files, field: modelOf(document, 'A').field('on')! };
  };
  const PREVIEW = '  previewFeatures = ["partialIndexes"]\n';

  it.each([
    ['^7.4.0', '', 'postgresql', 1],
    ['7.3.0', '', 'postgresql', undefined],
    ['7.10.2', PREVIEW, 'sqlserver', 0],
    [undefined, PREVIEW, 'cockroachdb', 0],
    [undefined, '', 'postgresql', undefined],
    ['^7.4.0', PREVIEW, 'mysql', undefined],
  ] as const)('of Prisma %s with "%s" for %s: %s more edits', (version, generator, provider, edits) => {
    const { document, files, field } = schema(generator, provider, version);
    const partial = partialIndexes(document, files);
    expect(hasPartialIndexes(files)).toBe(provider !== 'mysql');
    expect(partial && (partial.enabling.length > 0 ? 1 : 0)).toBe(edits);
    if (partial) expect(partial.where(field, 'not null')).toBe('where: { on: { not: null } }');
  });

  it('are SQL in Prisma 8, with the names of the columns', () => {
    const document = parse('// use prisma-8\nmodel A {\n  id Int @id\n  on Boolean @map("o")\n}\n');
    const partial = partialIndexes(document, new Map([[document.uri, prismaLanguage.facts(document)]]));
    expect(partial?.where(modelOf(document, 'A').field('on')!, 'false')).toBe('where: sql`NOT "o"`');
  });
});
