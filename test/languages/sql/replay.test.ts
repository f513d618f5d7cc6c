import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  migrationDirectory,
  openMigration,
  parseSql,
  type SchemaState,
  type SqlDocument,
  type SqlFacts,
  type Statement,
  sqlLanguage,
  updateSql,
} from '#languages/sql';
import { settings, uri } from '../sql-tools/read.ts';

const table = fc.constantFrom('a', 'b', 'app.a', '"C"');
const column = fc.constantFrom('x', 'y', 'z');
const name = fc.constantFrom('k', 'l', 'a_pkey', 'a_x_key');
const type = fc.constantFrom('int', 'text', 'mood', 'bigint');

/** One statement about few things, so that statements meet. */
const statement = fc.oneof(
  fc
    .tuple(table, column, column, type, table)
    .map(([t, c, d, k, o]) => `CREATE TABLE ${t} (${c} ${k} PRIMARY KEY, ${d}_2 int REFERENCES ${o} (${c}))`),
  fc.tuple(table, table).map(([t, o]) => `CREATE TABLE IF NOT EXISTS ${t} (LIKE ${o} INCLUDING ALL)`),
  fc.tuple(table, table).map(([t, o]) => `CREATE TABLE ${t} PARTITION OF ${o} DEFAULT`),
  fc.tuple(table, fc.constantFrom('', ' CASCADE')).map(([t, c]) => `DROP TABLE ${t}${c}`),
  fc.tuple(table, fc.constantFrom('a', 'b', 'd')).map(([t, to]) => `ALTER TABLE ${t} RENAME TO ${to}`),
  fc.tuple(table, fc.constantFrom('app', 'public')).map(([t, s]) => `ALTER TABLE ${t} SET SCHEMA ${s}`),
  fc.tuple(table, column, type).map(([t, c, k]) => `ALTER TABLE ${t} ADD COLUMN ${c} ${k} NOT NULL DEFAULT 1`),
  fc.tuple(table, column).map(([t, c]) => `ALTER TABLE ${t} DROP COLUMN ${c} CASCADE`),
  fc.tuple(table, column, column).map(([t, c, d]) => `ALTER TABLE ${t} RENAME COLUMN ${c} TO ${d}`),
  fc.tuple(table, column, type).map(([t, c, k]) => `ALTER TABLE ${t} ALTER COLUMN ${c} TYPE ${k}`),
  fc.tuple(table, name, column).map(([t, n, c]) => `ALTER TABLE ${t} ADD CONSTRAINT ${n} CHECK (${c} > 0) NOT VALID`),
  fc.tuple(table, column, table).map(([t, c, o]) => `ALTER TABLE ${t} ADD FOREIGN KEY (${c}) REFERENCES ${o} (${c})`),
  fc.tuple(table, column).map(([t, c]) => `ALTER TABLE ${t} ADD UNIQUE (${c})`),
  fc.tuple(table, name).map(([t, n]) => `ALTER TABLE ${t} VALIDATE CONSTRAINT ${n}`),
  fc.tuple(table, name).map(([t, n]) => `ALTER TABLE ${t} DROP CONSTRAINT ${n} CASCADE`),
  fc.tuple(table, name).map(([t, n]) => `ALTER TABLE ${t} ADD CONSTRAINT u UNIQUE USING INDEX ${n}`),
  fc.tuple(table, name, column).map(([t, n, c]) => `CREATE UNIQUE INDEX ${n} ON ${t} (${c}) WHERE ${c} > 0`),
  fc.tuple(table, column).map(([t, c]) => `CREATE INDEX ON ${t} (lower(${c}), ${c})`),
  name.map(n => `DROP INDEX ${n}`),
  fc.tuple(name, name).map(([n, m]) => `ALTER INDEX ${n} RENAME TO ${m}`),
  fc.tuple(table, table).map(([t, o]) => `ALTER TABLE ${t} ATTACH PARTITION ${o} DEFAULT`),
  fc.tuple(table, table).map(([t, o]) => `ALTER TABLE ${t} DETACH PARTITION ${o}`),
  fc.tuple(table, column).map(([t, c]) => `CREATE VIEW v AS SELECT ${c} FROM ${t}`),
  fc.constantFrom(
    "CREATE TYPE mood AS ENUM ('p')",
    "ALTER TYPE mood ADD VALUE 'q'",
    'ALTER TYPE mood RENAME TO mood2',
    'ALTER TYPE mood2 RENAME TO mood',
    'DROP TYPE mood CASCADE',
    'SET search_path = app',
    'ALTER SCHEMA app RENAME TO shop',
    'DROP SCHEMA app CASCADE',
    'CREATE TRIGGER t BEFORE UPDATE ON a EXECUTE FUNCTION app.f()',
    'CREATE FUNCTION app.f() RETURNS trigger LANGUAGE sql AS $$ $$',
    'DROP FUNCTION app.f CASCADE',
    'INSERT INTO a VALUES (1)',
    'TRUNCATE a, b',
  ),
);

const file = fc.array(statement, { maxLength: 8 }).map(all => all.map(one => `${one};\n`).join(''));

/** Everything that a schema says, as data. */
function dump(state: SchemaState, withPlaces = true): unknown {
  const plain = JSON.parse(
    JSON.stringify({ tables: state.tables(), types: state.types() }, (key, value: unknown) => {
      if (key === 'statement' || (!withPlaces && ['made', 'madeHere', 'mayHoldRows'].includes(key))) return undefined;
      if (key === 'made' && value) {
        const made = value as { uri: string; span: { start: number; end: number } };
        return `${made.uri} ${made.span.start}-${made.span.end}`;
      }
      return value;
    }),
  ) as Record<'tables' | 'types', { schema?: string; name: string }[]>;
  const keyOf = (one: { schema?: string; name: string }): string => `${one.schema ?? ''}.${one.name}`;
  for (const list of Object.values(plain)) list.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return plain;
}

class Workspace {
  readonly documents: SqlDocument[];
  facts: Map<string, SqlFacts>;

  constructor(texts: readonly string[]) {
    this.documents = texts.map((text, index) => parseSql({ uri: uri(`migrations/${100 + index}_a.sql`), text }));
    this.facts = new Map(this.documents.map(one => [one.uri, sqlLanguage.facts(one)]));
  }

  /** Puts a statement before or behind a file. */
  edit(index: number, at: 'start' | 'end', text: string): void {
    const before = this.documents[index]!;
    const offset = at === 'start' ? 0 : before.text.length;
    const document = updateSql(before, { span: { start: offset, end: offset }, text });
    this.documents[index] = document;
    this.facts = new Map(this.facts).set(document.uri, sqlLanguage.facts(document));
  }

  related(): ReadonlyMap<string, SqlFacts> {
    return sqlLanguage.related!(this.documents[0]!.uri, this.facts);
  }

  history(count: number): object {
    return migrationDirectory(this.related(), settings).historyAfter(count);
  }

  migration(index: number) {
    return openMigration(this.documents[index]!, this.related(), settings)!;
  }

  /** What every statement of a file finds, and what the last file leaves. */
  dump(index: number): unknown {
    const migration = this.migration(index);
    const states = migration.document.statements.map(one => dump(migration.before(one)));
    return { states, end: dump(migration.end) };
  }
}

const text = (documents: readonly SqlDocument[]): string[] => documents.map(one => one.text);

describe('replay', () => {
  it('after an edit says what a fresh one says', () => {
    const edit = fc.record({ at: fc.nat(), place: fc.constantFrom('start' as const, 'end' as const), statement });
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 5 }), fc.array(edit, { maxLength: 4 }), (texts, edits) => {
        const kept = new Workspace(texts);
        kept.dump(texts.length - 1);
        for (const { at, place, statement: added } of edits) {
          kept.edit(at % texts.length, place, `${added};\n`);
          const index = (at + 1) % texts.length;
          expect(kept.dump(index)).toEqual(new Workspace(text(kept.documents)).dump(index));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('of statements apart says what a replay of all in turn says', () => {
    fc.assert(
      fc.property(file, file, (first, second) => {
        // Emptying a table counts in its own file alone.
        fc.pre(!second.includes('TRUNCATE'));
        const migration = new Workspace([first, second]).migration(1);
        const last: Statement | undefined = migration.document.statements.at(-1);
        const replayed = migration.directory.end;
        if (last) expect(dump(migration.after(last), false)).toEqual(dump(replayed, false));
        expect(dump(migration.end)).toEqual(dump(replayed));
      }),
      { numRuns: 400 },
    );
  });

  it('of statements apart reaches partitions of partitions', () => {
    const first = 'CREATE TABLE b PARTITION OF "C" DEFAULT;\nALTER TABLE a ATTACH PARTITION "C" DEFAULT;\n';
    const migration = new Workspace([first, 'ALTER TABLE a ADD COLUMN x int NOT NULL DEFAULT 1;\n']).migration(1);
    expect(dump(migration.end)).toEqual(dump(migration.directory.end));
    expect(dump(migration.after(migration.document.statements[0]!), false)).toEqual(
      dump(migration.directory.end, false),
    );
  });

  it('begins with the file that changes', () => {
    const workspace = new Workspace(Array.from({ length: 40 }, (_, index) => `CREATE TABLE t${index} (id int);\n`));
    const before = Array.from({ length: 41 }, (_, count) => workspace.history(count));
    workspace.edit(39, 'end', 'CREATE TABLE last (id int);');
    expect(workspace.history(39)).toBe(before[39]);
    expect(workspace.history(40)).not.toBe(before[40]);
    workspace.edit(20, 'start', '-- a note\n');
    expect(workspace.history(20)).toBe(before[20]);
    expect(workspace.history(21)).not.toBe(before[21]);
  });
});
