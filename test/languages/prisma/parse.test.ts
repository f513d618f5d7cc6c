import { describe, expect, it } from 'vitest';
import { prismaLanguage } from '#languages/prisma';
import { BROAD, modelOf, parse, slice, URI } from './helpers.ts';

describe('the reader', () => {
  it('reads a broad schema without a problem', () => {
    const document = parse(BROAD);
    expect(document.problems).toEqual([]);
    expect(document.blocks.map(block => `${block.keyword.text} ${block.name.text} ${block.members.length}`)).toEqual([
      'generator client 4',
      'datasource db 3',
      'model User 19',
      'model Post 12',
      'model Profile 2',
      'view Summary 2',
      'type Address 2',
      'enum Role 3',
    ]);
    expect(document.datasource?.string('provider')).toBe('postgresql');
    expect(document.enums[0]!.values.map(value => value.name.text)).toEqual(['USER', 'ADMIN']);
    expect(document.comments.map(comment => slice(document, comment)).filter(text => /^\/\/[^/]/.test(text))).toEqual([
      '// Shop – é, 😀',
      '// beside',
      '// a field may be called like a keyword',
      '// boss',
    ]);
  });

  it.each([
    ['LF', BROAD],
    ['CRLF', BROAD.replaceAll('\n', '\r\n')],
    ['a BOM', `\ufeff${BROAD}`],
  ])('gives spans that slice to the names (%s)', (_name, text) => {
    const document = parse(text);
    expect(document.problems).toEqual([]);
    for (const block of document.blocks) {
      expect(slice(document, block.name)).toBe(block.name.text);
      expect(slice(document, block)).toMatch(new RegExp(`^${block.keyword.text} [\\s\\S]*}$`));
      for (const attribute of block.attributes) expect(slice(document, attribute.name)).toBe(attribute.name.text);
    }
    for (const field of document.models.flatMap(model => model.fields)) {
      expect(slice(document, field.name)).toBe(field.name.text);
      expect(slice(document, field.type!.name)).toBe(field.type!.name.text);
      for (const attribute of field.attributes) {
        expect(slice(document, attribute.name)).toBe(attribute.name.text);
        expect(slice(document, attribute)).toMatch(/^@[\w.]+(\(.*\))?$/);
      }
      for (const column of field.relation()?.fields ?? []) expect(slice(document, column)).toBe(column.text);
    }
    for (const comment of document.comments)
      expect(document.text.slice(comment.textStart, comment.textStart + comment.text.length)).toBe(comment.text);
  });

  it('reads types, defaults and relations', () => {
    const document = parse(BROAD);
    const user = modelOf(document, 'User');
    expect(user.field('name')!.attribute('default')!.string('value', true)).toBe('a "quoted" // name {');
    expect(user.field('createdAt')!.column).toBe('created_at');
    expect(user.table).toBe('users');
    expect(user.field('tags')!.type).toMatchObject({ list: true, optional: false });
    expect(user.field('location')!.type).toMatchObject({ list: false, optional: true });
    expect(modelOf(document, 'Post').field('author')!.relation()).toMatchObject({
      name: 'writes',
      fields: [{ text: 'authorId' }],
      references: [{ text: 'id' }],
      onDelete: 'Cascade',
      onUpdate: 'NoAction',
      map: 'fk',
    });
    expect(user.field('edited')!.relation()).toMatchObject({ name: 'edits', fields: [] });
  });

  it('reads what Prisma 8 adds', () => {
    const document = parse(`// use prisma-8
types {
  Email = String @db.VarChar(320)
}
namespace auth {
  model User {
    id Uuid @id
    at Timestamptz(3)
    @@check(expression: sql\`id <> ''
      and true\`)
  }
  enum Level {
    Low  = "low"
    High = "high"
  }
}
policy Read {
  on User where anything = goes ! here
}
`);
    expect(document.problems).toEqual([]);
    expect(document.prisma8).toBe(true);
    expect(document.models.map(model => model.name.text)).toEqual(['User']);
    expect(document.models[0]!.attributes).toHaveLength(1);
    expect(document.enums[0]!.members[0]).toMatchObject({ name: { text: 'Low' } });
    expect(parse('model A {\n  id Int @id\n}\n').prisma8).toBe(false);
    expect(parse('model A {\n}\n// use prisma-8\n').prisma8).toBe(false);
  });

  it('knows keys and which fields they can look up', () => {
    const document = parse(BROAD);
    const user = modelOf(document, 'User');
    const post = modelOf(document, 'Post');
    expect(user.primaryKey()!.columns.map(column => column.text)).toEqual(['id']);
    expect(user.uniqueKeys().map(key => key.columns.map(column => slice(document, column)))).toEqual([['email']]);
    expect(user.indexes().map(key => key.columns.map(column => slice(document, column)))).toEqual([
      ['createdAt', 'email'],
      ['role'],
    ]);
    expect(user.coversPrefix(['createdAt'])).toBe(true);
    expect(user.coversPrefix(['email', 'createdAt'])).toBe(true);
    expect(user.coversPrefix(['role'])).toBe(false);
    expect(post.coversPrefix(['authorId'])).toBe(true);
    expect(post.coversPrefix(['type'])).toBe(false);
    expect(post.coversPrefix(['model'])).toBe(true);
    expect(post.coversPrefix(['meta'])).toBe(false);
    expect(post.coversPrefix(['enum'])).toBe(false);
    expect(post.coversPrefix([])).toBe(false);
  });
});

describe('half-typed text', () => {
  const names = parse(BROAD).blocks.map(block => block.name.text);
  const lines = BROAD.split('\n');

  it('never throws on a prefix', () => {
    for (let end = 0; end <= BROAD.length; end++) {
      const document = parse(BROAD.slice(0, end));
      for (const problem of document.problems) expect(problem.span.end).toBeLessThanOrEqual(end);
    }
  });

  it.each(lines.map((line, index) => [index, line]))('without line %i (%s) keeps all other members', index => {
    const document = parse(lines.filter((_line, at) => at !== index).join('\n'));
    const all = document.blocks.map(block => block.name.text);
    const dropped = names.filter(name => !all.includes(name));
    expect(dropped.length).toBeLessThanOrEqual(1);
    const count = parse(BROAD).models.flatMap(model => model.fields).length;
    const own = /^(?:model|view) (\w+)/.exec(lines[index]!)?.[1];
    const lost = own ? modelOrNone(own) : 1;
    expect(document.models.flatMap(model => model.fields).length).toBeGreaterThanOrEqual(count - lost);
  });

  function modelOrNone(name: string): number {
    return parse(BROAD).models.find(model => model.name.text === name)?.fields.length ?? 0;
  }

  it.each([
    ['an unclosed bracket', 'x Int @default(', '@default('],
    ['an unclosed list', '@@index([a', '@@index([a'],
    ['an unclosed string', 'x String @default("abc', '"abc'],
    ['a field without a type', 'x', 'x'],
    ['a stray brace in an argument', 'x Int @default(})', ''],
    ['a stray character', '$ x Int', '$ x Int'],
    ['an attribute without a name', 'x Int @', '@'],
  ])('%s breaks only its line', (_name, line, _at) => {
    const document = parse(`model A {\n  id Int @id\n  ${line}\n  b  Int?\n}\n\nmodel B {\n  id Int @id\n}\n`);
    expect(document.problems.length).toBeGreaterThan(0);
    expect(document.models.map(model => model.name.text)).toEqual(['A', 'B']);
    expect(modelOf(document, 'B').fields).toHaveLength(1);
    if (!line.includes('}')) expect(modelOf(document, 'A').field('b')).toBeDefined();
  });

  it('a missing brace leaves the next block, and the comment above it, alone', () => {
    const document = parse('model A {\n  id Int @id\n\n// about B\nmodel B {\n  id Int @id\n}\n');
    expect(document.models.map(model => model.name.text)).toEqual(['A', 'B']);
    expect(document.problems.map(problem => [slice(document, problem), problem.message])).toEqual([
      ['model A {', 'This block is never closed'],
    ]);
    const comment = document.comments[0]!;
    expect(prismaLanguage.ignores.scopeAfter(document, comment)).toEqual(modelOf(document, 'B').span);
  });

  it('an unclosed comment ends with its line', () => {
    const document = parse(
      '/* oh\nmodel A {\n  id Int @id /* and\n  b Int\n}\n/* fine */\nmodel B {\n  id Int @id\n}\n',
    );
    expect(document.models.map(model => [model.name.text, model.fields.length])).toEqual([
      ['A', 2],
      ['B', 1],
    ]);
    expect(document.problems).toHaveLength(2);
  });
});

describe('detection', () => {
  const detect = (uri: string, text: string): boolean => prismaLanguage.detect({ uri, text });

  it('takes .prisma files and new texts with a datasource', () => {
    expect(detect(URI, BROAD)).toBe(true);
    expect(detect(URI, '')).toBe(true);
    expect(detect(URI, 'mod')).toBe(true);
    expect(detect('untitled:Untitled-1', 'datasource db {\n  provider = "sqlite"\n}\n')).toBe(true);
  });

  it('leaves alone what only looks like one', () => {
    expect(detect('file:///a/datamodel.prisma', 'type User {\n  id: ID! @id\n  posts: [Post!]!\n}\n')).toBe(false);
    expect(detect('file:///a/readme.md', BROAD)).toBe(false);
    expect(detect('file:///a/blob.prisma', 'model A {\0}')).toBe(false);
  });
});
