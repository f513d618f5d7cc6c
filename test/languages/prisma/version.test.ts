import { describe, expect, it } from 'vitest';
import { mergeSchema, type PrismaFacts, parsePrisma, prismaConfig } from '#languages/prisma';
import { packageVersion, readPackages } from '../../../server/src/languages/packages.ts';
import { prismaLanguage } from '../../../server/src/languages/prisma/index.ts';

const ROOT = 'file:///w';

function schemaAt(path: string, files: Readonly<Record<string, string>>): ReadonlyMap<string, PrismaFacts> {
  const all = new Map<string, PrismaFacts>();
  for (const [name, text] of Object.entries(files)) {
    const source = { uri: `${ROOT}/${name}`, text };
    const said = name.endsWith('.prisma')
      ? prismaLanguage.facts(parsePrisma(source))
      : prismaLanguage.companions!.facts(source);
    if (said) all.set(source.uri, said);
  }
  return prismaLanguage.related!(`${ROOT}/${path}`, all);
}

const PLAIN = 'datasource db {\n  provider = "postgresql"\n}\n';
const WITH_URL = 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n';
const wants = (range: string, name = 'prisma'): string => JSON.stringify({ dependencies: { [name]: range } });

describe('the version of Prisma', () => {
  const version = (files: Readonly<Record<string, string>>): string => {
    const found = mergeSchema(schemaAt('a/schema.prisma', files)).version;
    return found ? `${found.major}.${found.minor}` : 'unknown';
  };

  it.each([
    [PLAIN, {}, 'unknown'],
    [WITH_URL, {}, '6.0'],
    [`// use prisma-8\n${PLAIN}`, { 'package.json': wants('7.4.0') }, '8.0'],
    [WITH_URL, { 'package.json': wants('^5.10.2') }, '5.10'],
    [PLAIN, { 'package.json': wants('7.4.1', '@prisma/client') }, '7.4'],
    [PLAIN, { 'package.json': wants('8.0.0-rc.18') }, '8.0'],
    [PLAIN, { 'package.json': wants('latest') }, 'unknown'],
    [PLAIN, { 'package.json': wants('workspace:*'), 'pnpm-lock.yaml': '  prisma@7.2.0:\n' }, '7.2'],
    [PLAIN, { 'package.json': wants('7.2.0'), 'a/package.json': wants('6.1.0') }, '6.1'],
    [PLAIN, { 'package.json': wants('7.2.0'), 'a/package.json': '{"name":"a"}' }, '7.2'],
    [PLAIN, { 'package.json': wants('7.2.0'), 'b/package.json': wants('6.1.0') }, '7.2'],
    [PLAIN, { 'b/package.json': wants('6.1.0') }, 'unknown'],
  ])('%j with %j: %s', (schema, files, expected) =>
    expect(version({ 'a/schema.prisma': schema, ...files })).toBe(expected),
  );

  it.each([
    ['^7.0.0', '7.5'],
    ['~7.1.0', '7.1'],
    ['6.19.0', '6.19'],
    ['>=6', '7.5'],
    ['^5.0.0', '5.0'],
  ])('of several in the lock file is the one that fits %s: %s', (range, expected) => {
    const lock = '  prisma@6.19.0:\n  prisma@7.1.3:\n  prisma@7.5.0:\n';
    expect(version({ 'a/schema.prisma': PLAIN, 'package.json': wants(range), 'pnpm-lock.yaml': lock })).toBe(expected);
  });

  it('holds for a schema in several files', () => {
    const files = { 'a/s/db.prisma': PLAIN, 'a/s/models/user.prisma': 'model U {\n id Int @id\n}\n' };
    const facts = schemaAt('a/s/models/user.prisma', { ...files, 'a/package.json': wants('7.4.0') });
    expect(mergeSchema(facts).version).toEqual({ major: 7, minor: 4 });
    expect(mergeSchema(facts).provider).toBe('postgresql');
  });
});

describe('lock files', () => {
  it.each([
    ['package-lock.json', '{"packages":{"node_modules/prisma":{\n  "version": "6.19.1",\n'],
    ['package-lock.json', '{"packages":{"apps/a/node_modules/prisma":{"version":"6.19.1"}}}'],
    ['package-lock.json', '{"dependencies":{\r\n"prisma": {\r\n"version": "6.19.1"'],
    ['pnpm-lock.yaml', "packages:\n\n  prisma@6.19.1:\n    resolution: {}\n  '@prisma/client@7.0.0(prisma@6.19.1)':\n"],
    ['pnpm-lock.yaml', 'packages:\n\n  /prisma@6.19.1:\n'],
    ['pnpm-lock.yaml', 'packages:\n\n  /prisma/6.19.1:\n'],
    ['yarn.lock', 'prisma@^6.0.0:\n  version "6.19.1"\n'],
    ['yarn.lock', '"prisma@npm:^6.0.0, prisma@npm:^6.1.0":\r\n  version: 6.19.1\r\n'],
    ['bun.lock', '{ "packages": { "prisma": ["prisma@6.19.1", "", {}] } }'],
  ])('%s: %j', (file, text) => {
    const facts = readPackages({ uri: `${ROOT}/${file}`, text }, ['prisma'])!;
    expect(packageVersion('prisma', ROOT, new Map([[`${ROOT}/${file}`, facts]]))).toEqual({ major: 6, minor: 19 });
  });

  it.each([
    [
      'package-lock.json',
      '{"packages":{"":{"dependencies":{"prisma":"^6.0.0"}},"node_modules/prisma-x":{"version":"1.0.0"}}}',
    ],
    ['pnpm-lock.yaml', '  prisma-kysely@1.8.0:\n  "@scope/prisma@2.0.0":\n'],
    ['yarn.lock', '"@scope/prisma@^1.0.0":\n  version "1.2.0"\n'],
  ])('%s: %j says nothing', (file, text) =>
    expect(readPackages({ uri: `${ROOT}/${file}`, text }, ['prisma'])).toBeUndefined(),
  );
});

describe('prisma.config.ts', () => {
  function urls(text: string): string[] {
    const found = prismaConfig(schemaAt('schema.prisma', { 'schema.prisma': PLAIN, 'prisma.config.ts': text }));
    return (found?.config.urls ?? []).map(
      ({ property, origin, value, span }) => `${property} ${origin} ${value} [${text.slice(span.start, span.end)}]`,
    );
  }

  it.each([
    ['({ datasource: { url: "a://b" } })', ['url literal a://b ["a://b"]']],
    ["({ datasource: { url: env('X') } })", ["url environment X [env('X')]"]],
    ['({ datasource: { url: env<Env>("X") } })', ['url environment X [env<Env>("X")]']],
    ['({ "datasource": { "url": process.env.X! } })', ['url environment X [process.env.X!]']],
    ["({ datasource: { url: process.env['X'] } })", ["url environment X [process.env['X']]"]],
    ['({ datasource: {\n // url: "a"\n url: `b` /* url: "c" */ } })', ['url literal b [`b`]']],
    ['({ datasource: { url: "a" }, other: { url: "b" } })', ['url literal a ["a"]']],
    [
      '({ datasource: { shadowDatabaseUrl: "a", url: "b" } })',
      ['shadowDatabaseUrl literal a ["a"]', 'url literal b ["b"]'],
    ],
    ['({ datasource: { url: connect() } })', []],
    ['({ datasource })', []],
    ['({ datasource: { url: "a', []],
  ])('%j', (text, expected) => expect(urls(text)).toEqual(expected));

  it('is the nearest one up', () => {
    const files = {
      'a/b/schema.prisma': PLAIN,
      'prisma.config.ts': '',
      'a/prisma.config.js': '',
      'c/prisma.config.ts': '',
    };
    expect(prismaConfig(schemaAt('a/b/schema.prisma', files))?.uri).toBe(`${ROOT}/a/prisma.config.js`);
  });

  it('says where env can be imported', () => {
    const importAt = (text: string): string | undefined => {
      const found = prismaConfig(schemaAt('s.prisma', { 's.prisma': PLAIN, 'prisma.config.ts': text }))?.config
        .envImport;
      return found && text.slice(0, found.at) + found.text + text.slice(found.at);
    };
    expect(importAt("import { a } from 'prisma/config'")).toBe("import { a, env } from 'prisma/config'");
    expect(importAt("import {\n  a,\n} from 'prisma/config'")).toBe("import {\n  a, env\n} from 'prisma/config'");
    expect(importAt("import { a, env } from 'prisma/config'")).toBe("import { a, env } from 'prisma/config'");
    expect(importAt("import { a } from 'other'")).toBeUndefined();
  });
});
