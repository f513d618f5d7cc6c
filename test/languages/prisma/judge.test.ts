import { beforeAll, describe, expect, it } from 'vitest';
import type { Judge } from '#languages';
import { type PrismaDocument, prismaLanguage } from '#languages/prisma';
import { BROAD, loadJudge, parse } from './helpers.ts';

const DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n';

describe('the judge', () => {
  let judge: Judge<PrismaDocument>;
  beforeAll(async () => {
    judge = await loadJudge();
  });

  const said = (text: string, siblings: readonly PrismaDocument[] = []): string[] => {
    const document = parse(text, 'file:///s/a.prisma');
    return judge
      .judge(document, siblings)
      .map(({ span, message }) => `${text.slice(span.start, span.end).trim()}: ${message}`);
  };

  it.each(['\n', '\r\n'])('points at the right place behind é and emoji', newline => {
    const text = `${DATASOURCE}// é 😀 😀\nmodel A {\n  id Int @id /// 😀\n  x  Strng\n}\n`.replaceAll('\n', newline);
    expect(said(text)).toEqual([
      'Strng: Type "Strng" is neither a built-in type, nor refers to another model, composite type, or enum',
    ]);
  });

  it('keeps quiet about warnings and about what only another version of Prisma says', () => {
    const url =
      'datasource db {\n  provider = "postgresql"\n  url = "postgresql://localhost/a"\n  directUrl = env("D")\n}\n';
    expect(said(`${url}model A {\n  id Int @id\n}\n`)).toEqual([]);
    expect(
      said(`${DATASOURCE}generator g {\n  provider = "prisma-client-js"\n  previewFeatures = ["metrics"]\n}\n`),
    ).toEqual([]);
    expect(said('// use prisma-8\nnamespace a {\n  model A {\n  }\n}\n')).toEqual([]);
  });

  it('keeps quiet where the reader has spoken, and speaks of the rest', () => {
    const text = `${DATASOURCE}model A {\n  id Int @id\n  b\n}\nmodel B {\n  id Int @id\n  a A\n  x Strng\n}\n`;
    expect(parse(text).problems).toHaveLength(1);
    expect(said(text).map(one => one.split(':')[0])).toEqual(['Strng']);
    expect(said(`${DATASOURCE}model A {\n  id Int @id\n\nmodel B {\n  id Int @id\n}\n`)).toEqual([]);
  });

  it('sees the other files of the schema, and no more', () => {
    const main = parse(`${DATASOURCE}model User {\n  id Int @id\n  posts Post[]\n}\n`, 'file:///s/main.prisma');
    const other = parse(DATASOURCE, 'file:///t/main.prisma');
    const post =
      'model Post {\n  id Int @id\n  userId Int\n  user User @relation(fields: [userId], references: [id])\n}\n';
    expect(said(post, [other, main])).toEqual([]);
    expect(said(post, [other])).toEqual([]);
    expect(said(post.replace('fields: [userId]', 'fields: [user]'), [main])).toHaveLength(1);
  });

  it('agrees with the reader on the broad schema, but for what its rules of meaning say', () => {
    const allowed = /fullText|fulltext|full text|where|Gin|meta|circle|ops|Hash|index/i;
    expect(said(BROAD).filter(one => !allowed.test(one))).toEqual([]);
  });

  it('takes large texts one after the other', () => {
    const enums = Array.from({ length: 2000 }, (_one, index) => `enum E${index} {\n  A\n  é\n}\n`).join('');
    const broken = `${DATASOURCE}${enums}model A {\n  id Int @id\n  x  Strng\n}\n`;
    for (let round = 0; round < 3; round++) expect(said(broken)).toHaveLength(1);
    expect(said(DATASOURCE)).toEqual([]);
  });

  it('is not there without its file', async () => {
    expect(await prismaLanguage.loadJudge!(async () => undefined)).toBeUndefined();
  });
});
