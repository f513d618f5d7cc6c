import { describe, expect, it } from 'vitest';
import {
  type Migration,
  openMigration,
  outsideTransaction,
  parseSql,
  type SqlFacts,
  sqlLanguage,
} from '#languages/sql';
import { settings, uri } from './read.ts';

type Files = Readonly<Record<string, string>>;

function factsOf(files: Files): Map<string, SqlFacts> {
  const facts = new Map<string, SqlFacts>();
  for (const [path, text] of Object.entries(files)) {
    const source = { uri: uri(path), text };
    const said = path.endsWith('.sql') ? sqlLanguage.facts(parseSql(source)) : sqlLanguage.companions!.facts(source);
    if (said) facts.set(source.uri, said);
  }
  return facts;
}

function migrationAt(path: string, files: Files): Migration {
  const document = parseSql({ uri: uri(path), text: files[path]! });
  return openMigration(document, sqlLanguage.related!(document.uri, factsOf(files)), settings)!;
}

/** The tool and the transactions of the statements of the first file. */
function run(files: Files): string {
  const migration = migrationAt(Object.keys(files)[0]!, files);
  const begun = migration.document.statements.map(one => migration.transactionOf(one).begunBy);
  return `${migration.tool.id}: ${begun.join(' ')}`;
}

const order = (path: string, files: Files): string[] =>
  migrationAt(path, files).directory.migrations.map(one => one.uri.split('/').at(-1)!);

const prisma = 'prisma/migrations/20260101000000_a/migration.sql';
const two = 'SELECT 1; SELECT 2;';
const dependency = (range: string): string => JSON.stringify({ devDependencies: { prisma: range } });

describe('the version of Prisma decides how a migration runs', () => {
  it.each([
    [{}, 'prisma: batch batch'],
    [{ 'package.json': dependency('^6.5.0') }, 'prisma: batch batch'],
    [{ 'package.json': dependency('7.3.1') }, 'prisma: batch batch'],
    [{ 'package.json': dependency('~7.4.0') }, 'prisma-7.4: none none'],
    [{ 'package.json': dependency('^7.0.0') }, 'prisma: batch batch'],
    [
      {
        'package.json': dependency('^7.0.0'),
        'package-lock.json': '{"packages":{"node_modules/prisma":{\n"version":"7.5.2"}}}',
      },
      'prisma-7.4: none none',
    ],
    [{ 'package.json': dependency('8.0.0-rc.2') }, 'prisma-8: tool tool'],
    [{ 'package.json': dependency('7.4.0'), 'prisma/package.json': dependency('6.0.0') }, 'prisma: batch batch'],
    [{ 'prisma/schema.prisma': '// use prisma-8\nmodel A {\n}\n' }, 'prisma-8: tool tool'],
  ])('%j: %s', (files, expected) => expect(run({ [prisma]: two, ...files })).toBe(expected));

  it.each([
    'DO $$ BEGIN END $$;',
    'REINDEX TABLE t;',
    'REFRESH MATERIALIZED VIEW v;',
    'ALTER TABLE t DETACH PARTITION p CONCURRENTLY;',
    'DROP INDEX CONCURRENTLY i;',
    'ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i;',
    'ALTER TABLE t ADD PRIMARY KEY USING INDEX i;',
  ])('but %j has 7.4 send the file in one piece', statement => {
    const files = { 'package.json': dependency('7.4.0') };
    expect(run({ [prisma]: `SELECT 1; ${statement}`, ...files })).toBe('prisma-7.4: batch batch');
    expect(run({ [prisma]: statement, ...files })).toBe('prisma-7.4: none');
  });

  it.each(['DROP INDEX i;', 'ALTER TABLE t DETACH PARTITION p;', 'ALTER TABLE t ADD UNIQUE (a);'])(
    '%j can be read',
    statement =>
      expect(run({ [prisma]: `SELECT 1; ${statement}`, 'package.json': dependency('7.4.0') })).toBe(
        'prisma-7.4: none none',
      ),
  );
});

describe("Supabase's CLI", () => {
  const file = 'supabase/migrations/20260101000000_a.sql';
  const text = 'SELECT 1; CREATE INDEX CONCURRENTLY i ON t (a); DROP INDEX CONCURRENTLY j; SELECT 2;';

  it.each([
    ['2.100.0', 'tool tool tool tool'],
    ['2.109.0', 'batch none batch batch'],
    ['2.115.1', 'batch none none batch'],
    ['latest', 'batch batch batch batch'],
  ])('%s: %s', (version, expected) => {
    const manifest = JSON.stringify({ devDependencies: { supabase: version } });
    expect(run({ [file]: text, 'package.json': manifest })).toBe(`supabase: ${expected}`);
  });

  it('gives the pieces before and after a statement that is sent by itself numbers of their own', () => {
    const manifest = JSON.stringify({ devDependencies: { supabase: '2.115.0' } });
    const migration = migrationAt(file, { [file]: text, 'package.json': manifest });
    expect(migration.document.statements.map(one => migration.transactionOf(one).id)).toEqual([0, 1, 3, 4]);
  });
});

describe('Flyway', () => {
  const file = 'db/migration/V1__a.sql';
  const mixed = 'CREATE INDEX CONCURRENTLY i ON t (a); ALTER TABLE t ADD b int;';

  it.each([
    [mixed, {}, 'tool tool'],
    [mixed, { 'flyway.conf': '# flyway.mixed=false\nflyway.mixed=true\n' }, 'none none'],
    [mixed, { 'flyway.toml': '[flyway]\nmixed = true\n' }, 'none none'],
    [mixed, { 'flyway.conf': '# flyway.mixed=true\n' }, 'tool tool'],
    [mixed, { 'db/migration/V1__a.sql.conf': 'executeInTransaction=false\n' }, 'none none'],
    [mixed, { 'db/migration/V2__b.sql.conf': 'executeInTransaction=false\n' }, 'tool tool'],
    [two, { 'flyway.toml': '[flyway]\nexecuteInTransaction = false\n' }, 'none none'],
    [two, { 'flyway.conf': 'flyway.mixed=true\n' }, 'tool tool'],
    ['REINDEX INDEX CONCURRENTLY i;', {}, 'tool'],
    ['ALTER TABLE t DETACH PARTITION p CONCURRENTLY;', {}, 'tool'],
    ['REINDEX SCHEMA s;', {}, 'none'],
  ])('%s with %j: %s', (text, files, expected) => expect(run({ [file]: text, ...files })).toBe(`flyway: ${expected}`));
});

describe('Diesel', () => {
  const file = 'migrations/2026-01-02-030405_a/up.sql';
  it.each([
    [{ 'migrations/2026-01-02-030405_a/metadata.toml': 'run_in_transaction = false\n' }, 'none'],
    [{ 'migrations/2026-01-02-030405_a/metadata.toml': '# run_in_transaction = false\n' }, 'tool'],
    [{ 'migrations/2026-01-03-030405_b/metadata.toml': 'run_in_transaction = false\n' }, 'tool'],
  ])('%j: %s', (files, expected) => expect(run({ [file]: 'VACUUM t;', ...files })).toBe(`diesel: ${expected}`));
});

describe('companions name the tool', () => {
  const updown = 'app/migrations/20260101000000_a.up.sql';
  const numbered = 'app/migrations/20260101000000_a.sql';
  const sqlx = '[dependencies]\nsqlx = { version = "0.8", features = ["postgres"] }\n';
  const nodePg = '{"dependencies":{"node-pg-migrate":"^7.0.0"}}';

  it.each([
    [updown, {}, 'golang-migrate'],
    [updown, { 'Cargo.toml': sqlx }, 'sqlx'],
    [numbered, { 'Cargo.toml': sqlx }, 'sqlx'],
    [numbered, { 'app/Cargo.toml': '[dependencies]\nsqlx.workspace = true\n' }, 'sqlx'],
    [numbered, { 'app/Cargo.toml': '[dependencies.sqlx]\nversion = "0.8"\n' }, 'sqlx'],
    [updown, { 'app/Cargo.toml': '[dependencies]\nserde = "1"\n' }, 'golang-migrate'],
    [updown, { 'Cargo.toml': sqlx, 'app/go.mod': 'module x\n' }, 'golang-migrate'],
    [updown, { 'go.mod': 'module x\n', 'app/Cargo.toml': sqlx }, 'sqlx'],
    [numbered, { 'app/package.json': nodePg }, 'node-pg-migrate'],
    ['app/sql/20260101000000_a.sql', { 'Cargo.toml': sqlx }, 'plain'],
    [numbered, { 'app/migrations/atlas.sum': 'h1:x=\n' }, 'atlas'],
    [numbered, { 'app/atlas.hcl': 'env "local" {\n  migration {\n    dir = "file://migrations"\n  }\n}\n' }, 'atlas'],
    [updown, { 'app/migrations/atlas.sum': 'h1:x=\n' }, 'golang-migrate'],
    [numbered, { 'app/migrations/meta/_journal.json': '{"entries":[]}' }, 'drizzle'],
    [numbered, { 'app/drizzle.config.ts': "export default { out: './migrations' };\n" }, 'drizzle'],
    [numbered, { 'app/drizzle.config.ts': "export default { out: './other' };\n" }, 'plain'],
  ])('%s with %j: %s', (path, files, tool) => {
    expect(migrationAt(path, { [path]: two, ...files }).tool.id).toBe(tool);
  });

  it('with less weight than what the file itself says', () =>
    expect(migrationAt(numbered, { [numbered]: '-- +goose Up\nSELECT 1;', 'Cargo.toml': sqlx }).tool.id).toBe('goose'));
});

describe("Drizzle's journal", () => {
  it('gives the order; what it lacks comes last', () => {
    const files = {
      'drizzle/0000_b.sql': 'SELECT 1;',
      'drizzle/0000_a.sql': 'SELECT 1;',
      'drizzle/0000_0_seed.sql': 'SELECT 1;',
      'drizzle/0001_c.sql': 'SELECT 1;',
      'drizzle/meta/_journal.json': JSON.stringify({
        entries: ['0001_c', '0000_b', '0000_a'].map((tag, idx) => ({ idx, tag })),
      }),
    };
    expect(order('drizzle/0000_a.sql', files)).toEqual(['0001_c.sql', '0000_b.sql', '0000_a.sql', '0000_0_seed.sql']);
  });
});

describe('companions say the dialect', () => {
  function hints(path: string, text: string): Record<string, unknown> {
    const facts = sqlLanguage.companions!.facts({ uri: uri(path), text });
    const said = facts ? sqlLanguage.companions!.hints!(facts) : new Map();
    return Object.fromEntries(
      [...said].map(([folder, one]) => [folder.slice(uri('').length), one.foreignSql ? 'foreign' : one.sqlDialect]),
    );
  }

  it.each([
    ['prisma/migrations/migration_lock.toml', 'provider = "mysql"\n', { 'prisma/migrations': 'mysql' }],
    ['prisma/migrations/migration_lock.toml', 'provider = "sqlserver"\n', { 'prisma/migrations': 'foreign' }],
    ['prisma/migrations/migration_lock.toml', 'provider = "cockroachdb"\n', { 'prisma/migrations': 'foreign' }],
    [
      'prisma/schema.prisma',
      'datasource db {\n  provider = "sqlite"\n}\n',
      { 'prisma/migrations': 'sqlite', 'prisma/sql': 'sqlite' },
    ],
    ['prisma/models.prisma', 'model A {\n  provider String\n}\n', {}],
    ['knexfile.js', "module.exports = { client: 'mysql2', migrations: { directory: './db' } };\n", { db: 'mysql' }],
    ['knexfile.ts', "export default { a: { client: 'pg' }, b: { client: 'pg' } };\n", { migrations: 'postgresql' }],
    ['knexfile.js', "module.exports = { a: { client: 'pg' }, b: { client: 'sqlite3' } };\n", {}],
    ['drizzle.config.ts', "defineConfig({ dialect: 'turso', out: 'db/out' })\n", { 'db/out': 'sqlite' }],
    ['drizzle.config.ts', "defineConfig({ // dialect: 'mysql'\n dialect: 'postgresql' })\n", { drizzle: 'postgresql' }],
    ['drizzle/meta/_journal.json', '{"dialect":"mysql","entries":[]}', { drizzle: 'mysql' }],
    [
      'flyway.conf',
      'flyway.url=jdbc:mariadb://h/d\n',
      { sql: 'mariadb', 'src/main/resources/db/migration': 'mariadb' },
    ],
    ['flyway.toml', 'url = "jdbc:sqlserver://h"\nlocations = ["filesystem:db/v"]\n', { 'db/v': 'foreign' }],
    ['a/Cargo.toml', 'sqlx = { version = "0.8", features = [\n  "tls", "sqlite",\n] }\n', { 'a/migrations': 'sqlite' }],
    ['a/Cargo.toml', 'sqlx = { version = "0.8", features = ["mysql", "sqlite"] }\n', {}],
    ['supabase/config.toml', 'project_id = "x"\n', { supabase: 'postgresql' }],
    ['config.toml', 'project_id = "x"\n', {}],
  ])('%s %j', (path, text, expected) => expect(hints(path, text)).toEqual(expected));

  it('and what is of a system that nobody reads here is left alone', () => {
    const source = { uri: uri('migrations/1_a.sql'), text: 'SELECT 1;' };
    expect(sqlLanguage.detect(source)).toBe(true);
    expect(sqlLanguage.detect({ ...source, hints: { foreignSql: true } })).toBe(false);
  });
});

describe('half-typed companions', () => {
  it.each([
    ['package.json', '{"dependencies":{"prisma":"7.4'],
    ['drizzle/meta/_journal.json', '{"entries":[{"tag":"00'],
    ['prisma/schema.prisma', 'datasource db {\n  provider = "'],
    ['drizzle.config.ts', "export default { out: './"],
    ['knexfile.js', "client: '"],
    ['Cargo.toml', 'sqlx = {'],
    ['flyway.toml', 'url = "jdbc:'],
    ['atlas.hcl', 'dir = "file://'],
  ])('%s: every beginning is read', (path, text) => {
    for (let end = 0; end <= text.length; end++)
      expect(() => sqlLanguage.companions!.facts({ uri: uri(path), text: text.slice(0, end) })).not.toThrow();
  });
});

describe('leaving the transaction', () => {
  const leave = (path: string, text: string, files: Files = {}): string => {
    const migration = migrationAt(path, { [path]: text, ...files });
    const outside = outsideTransaction(migration, migration.document.statements.at(-1)!);
    if (outside?.type !== 'here') return outside?.type ?? 'no way';
    const made = outside.change.creates.map(one => `${one.uri.split('/').at(-1)}: ${one.text.trim()}`);
    return ['here', ...(outside.alone ? ['alone'] : []), ...made].join(' ');
  };
  const manifest = (name: string, version: string): Files => ({
    'package.json': JSON.stringify({ devDependencies: { [name]: version } }),
  });
  const prisma74 = manifest('prisma', '7.4.0');
  const flyway = 'db/migration/V1__a.sql';
  const supabase = 'supabase/migrations/20260101000000_a.sql';

  it.each([
    [prisma, 'SELECT 1; CREATE INDEX i ON t (a);', prisma74, 'here'],
    [prisma, 'SELECT 1; DROP INDEX i;', prisma74, 'separate'],
    [prisma, 'DROP INDEX i;', prisma74, 'here alone'],
    [prisma, 'DO $$ BEGIN END $$; CREATE INDEX i ON t (a);', prisma74, 'separate'],
    [prisma, 'SELECT 1; CREATE INDEX i ON t (a);', manifest('prisma', '7.3.0'), 'separate'],
    [flyway, 'CREATE INDEX i ON t (a);', {}, 'here alone'],
    [flyway, 'SELECT 1; CREATE INDEX i ON t (a);', { 'flyway.conf': 'flyway.mixed=true' }, 'separate'],
    [flyway, 'SET a = 1; CREATE INDEX i ON t (a);', { 'flyway.conf': 'flyway.mixed=true' }, 'here alone'],
    [flyway, 'REINDEX INDEX CONCURRENTLY i;', {}, 'here V1__a.sql.conf: executeInTransaction=false'],
    [supabase, 'SELECT 1; CREATE INDEX i ON t (a);', manifest('supabase', '2.109.0'), 'here'],
    [supabase, 'SELECT 1; DROP INDEX i;', manifest('supabase', '2.109.0'), 'separate'],
    [supabase, 'CREATE INDEX i ON t (a);', manifest('supabase', '2.100.0'), 'no way'],
  ])('%s %j %j: %s', (path, text, files, expected) => expect(leave(path, text, files)).toBe(expected));
});

describe('a directory with companions', () => {
  const files = {
    'package.json': dependency('7.4.0'),
    'a/migrations/1_a.sql': 'SELECT 1;',
    'a/migrations/2_b.sql': 'SELECT 1;',
    'b/migrations/1_a.sql': 'SELECT 1;',
  };

  it('stays the same object while nothing changes, though others share its companions', () => {
    const facts = factsOf(files);
    const group = (path: string) => sqlLanguage.related!(uri(path), facts);
    const before = group('a/migrations/1_a.sql');
    expect([...before.keys()].sort()).toEqual(
      ['a/migrations/1_a.sql', 'a/migrations/2_b.sql', 'package.json'].map(uri),
    );
    expect(group('b/migrations/1_a.sql').size).toBe(2);
    expect(group('a/migrations/2_b.sql')).toBe(before);
  });

  it('is another one when a companion changes or goes', () => {
    const facts = factsOf(files);
    const before = sqlLanguage.related!(uri('a/migrations/1_a.sql'), facts);
    facts.set(uri('package.json'), factsOf({ 'package.json': dependency('6.0.0') }).get(uri('package.json'))!);
    const changed = sqlLanguage.related!(uri('a/migrations/1_a.sql'), new Map(facts));
    expect(changed).not.toBe(before);
    facts.delete(uri('package.json'));
    expect(sqlLanguage.related!(uri('a/migrations/1_a.sql'), new Map(facts)).size).toBe(2);
  });
});
