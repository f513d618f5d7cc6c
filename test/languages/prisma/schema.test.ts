import { describe, expect, it } from 'vitest';
import { mergeSchema, prismaLanguage } from '#languages/prisma';
import { parse } from './helpers.ts';

const DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n';
const model = (name: string): string => `model ${name} {\n  id Int @id\n}\n`;

/** The files of the schema that the first one belongs to. */
function filesWith(files: Readonly<Record<string, string>>): string[] {
  const facts = new Map(
    Object.entries(files).map(([path, text]) => [
      `file:///${path}`,
      prismaLanguage.facts(parse(text, `file:///${path}`)),
    ]),
  );
  const [uri] = facts.keys();
  return [...prismaLanguage.related!(uri!, facts).keys()].map(one => one.slice('file:///'.length)).sort();
}

describe('the files of a schema', () => {
  it('are those in and below the folder of the datasource', () => {
    expect(
      filesWith({
        'a/schema/blog/post.prisma': model('Post'),
        'a/schema/main.prisma': DATASOURCE,
        'a/schema/user.prisma': model('User'),
        'a/other/user.prisma': model('User'),
        'b/schema/main.prisma': DATASOURCE,
      }),
    ).toEqual(['a/schema/blog/post.prisma', 'a/schema/main.prisma', 'a/schema/user.prisma']);
  });

  it('stop at a folder with a datasource of its own', () => {
    expect(
      filesWith({
        'a/main.prisma': DATASOURCE,
        'a/x.prisma': model('X'),
        'a/old/schema.prisma': DATASOURCE,
        'a/old/y.prisma': model('Y'),
      }),
    ).toEqual(['a/main.prisma', 'a/x.prisma']);
  });

  it('are one file each where a folder has several datasources', () => {
    expect(filesWith({ 'a/pg.prisma': DATASOURCE, 'a/mysql.prisma': DATASOURCE, 'a/x.prisma': model('X') })).toEqual([
      'a/pg.prisma',
    ]);
  });

  it('are those of the same folder where nobody has a datasource', () => {
    expect(filesWith({ 'a/x.prisma': model('X'), 'a/y.prisma': model('Y'), 'a/b/z.prisma': model('Z') })).toEqual([
      'a/x.prisma',
      'a/y.prisma',
    ]);
  });
});

describe('a merged schema', () => {
  const merged = (...texts: string[]) =>
    mergeSchema(new Map(texts.map((text, index) => [`file:///${index}.prisma`, prismaLanguage.facts(parse(text))])));

  it('has the provider of one file and the models of the others', () => {
    const schema = merged(model('User'), DATASOURCE, model('Post'));
    expect(schema).toMatchObject({ provider: 'postgresql', relationMode: 'foreignKeys', prisma8: false });
    expect(schema.model('Post')).toMatchObject({
      name: 'Post',
      fields: [{ name: 'id', type: 'Int' }],
      keys: [{ kind: 'id' }],
    });
    expect(schema.model('Other')).toBeUndefined();
  });

  it('reads the relation mode, under its old name and written wrongly', () => {
    expect(merged('datasource db {\n  provider = "mysql"\n  referentialIntegrity = "prisma"\n}').relationMode).toBe(
      'prisma',
    );
    expect(merged('datasource db {\n  provider = "mysql"\n  relationMode = prisma\n}').relationMode).toBe('prisma');
    expect(merged('datasource db {\n  provider = "mysql"\n  relationMode = "pris"\n}').relationMode).toBeUndefined();
  });

  it('does not guess a provider', () => {
    expect(merged(model('User')).provider).toBeUndefined();
    expect(merged('datasource db {\n  provider = env("PROVIDER")\n}').provider).toBeUndefined();
    expect(merged(DATASOURCE, DATASOURCE).provider).toBeUndefined();
    expect(merged('// use prisma-next\n', model('User')).prisma8).toBe(true);
  });
});
