import { describe, expect, it } from 'vitest';
import { inverseOf, type Migration, openMigration, sqlLanguage } from '#languages/sql';

const settings = {
  dialect: 'postgresql' as const,
  postgresVersion: 15,
  scope: 'all' as const,
  tableSizes: {},
  migrations: [],
};

/** The last of several migrations that run one after the other. */
function migration(...texts: readonly string[]): Migration {
  const documents = texts.map((text, at) =>
    sqlLanguage.parse({ uri: `file:///migrations/00${at}_x.sql`, text, hints: { sqlDialect: 'postgresql' } }),
  );
  const facts = new Map(documents.map(one => [one.uri, sqlLanguage.facts(one)]));
  return openMigration(documents.at(-1)!, facts, settings)!;
}

function inverse(...texts: readonly string[]): { lines: readonly string[]; complete: boolean } {
  const last = migration(...texts);
  return inverseOf(last, last.document.statements);
}

describe('inverseOf', () => {
  it('reverses statements, and the actions of one, from the last to the first', () => {
    expect(
      inverse(
        'CREATE TABLE a (id int PRIMARY KEY);',
        'ALTER TABLE a ADD COLUMN b int, ADD COLUMN c int; CREATE INDEX a_b ON a (b); CREATE TABLE d ();',
      ),
    ).toEqual({
      lines: ['DROP TABLE d;', 'DROP INDEX a_b;', 'ALTER TABLE a DROP COLUMN c, DROP COLUMN b;'],
      complete: true,
    });
  });

  it('leaves out what goes with a table made here', () => {
    const text = `CREATE TABLE a (id int); CREATE INDEX ON a (id); ALTER TABLE a ADD COLUMN b int;
      INSERT INTO a VALUES (1); GRANT SELECT ON a TO app; CREATE TRIGGER t BEFORE UPDATE ON a EXECUTE FUNCTION f();`;
    expect(inverse('SELECT 1;', text)).toEqual({ lines: ['DROP TABLE a;'], complete: true });
  });

  it('brings back types, defaults, requirements, constraints and indexes from the history', () => {
    const before = `CREATE TABLE s.a (id int PRIMARY KEY, b varchar(8) NOT NULL DEFAULT 'x', c int,
      CONSTRAINT a_c CHECK (c > 0)); CREATE UNIQUE INDEX a_i ON s.a (lower(b), c DESC) WHERE c > 1;
      ALTER TABLE s.a ADD CONSTRAINT a_f FOREIGN KEY (c) REFERENCES s.o (id) ON DELETE CASCADE;`;
    const { lines, complete } = inverse(
      before,
      `ALTER TABLE s.a ALTER b TYPE int USING 1; ALTER TABLE s.a ALTER b DROP DEFAULT; ALTER TABLE s.a ALTER b DROP NOT NULL;
       ALTER TABLE s.a DROP CONSTRAINT a_c, DROP CONSTRAINT a_f; DROP INDEX s.a_i;`,
    );
    expect(lines).toEqual([
      'CREATE UNIQUE INDEX a_i ON s.a ((lower(b)), c DESC) WHERE c > 1;',
      'ALTER TABLE s.a ADD CONSTRAINT a_f FOREIGN KEY (c) REFERENCES s.o (id) ON DELETE CASCADE, ADD CONSTRAINT a_c CHECK (c > 0);',
      'ALTER TABLE s.a ALTER COLUMN b SET NOT NULL;',
      "ALTER TABLE s.a ALTER COLUMN b SET DEFAULT 'x';",
      'ALTER TABLE s.a ALTER COLUMN b TYPE varchar(8) USING b::varchar(8);',
    ]);
    expect(complete).toBe(true);
  });

  it('renames back: columns, tables, schemas, enum values, types', () => {
    expect(
      inverse(
        "CREATE TABLE s.a (b int); CREATE TYPE e AS ENUM ('x');",
        `ALTER TABLE s.a RENAME b TO "B"; ALTER TABLE s.a RENAME TO "A"; ALTER TABLE s."A" SET SCHEMA t;
         ALTER TYPE e RENAME VALUE 'x' TO 'y'; ALTER TYPE e RENAME TO f; ALTER SCHEMA s RENAME TO u;`,
      ).lines,
    ).toEqual([
      'ALTER SCHEMA u RENAME TO s;',
      'ALTER TYPE f RENAME TO e;',
      "ALTER TYPE e RENAME VALUE 'y' TO 'x';",
      'ALTER TABLE t."A" SET SCHEMA s;',
      'ALTER TABLE s."A" RENAME TO a;',
      'ALTER TABLE s.a RENAME COLUMN "B" TO b;',
    ]);
  });

  it('says what does not come back', () => {
    expect(
      inverse(
        'CREATE TABLE a (id int, b int NOT NULL);',
        `ALTER TABLE a DROP COLUMN b; DROP TABLE other; DELETE FROM a -- all
          WHERE id = 1; ALTER TYPE e ADD VALUE 'x'; CREATE TABLE {{ t }} (id int); CREATE INDEX`,
      ),
    ).toEqual({
      lines: [
        '-- irreversible: CREATE INDEX',
        '-- irreversible: CREATE TABLE {{ t }} (id int)',
        "-- irreversible: ALTER TYPE e ADD VALUE 'x'",
        '-- irreversible: DELETE FROM a WHERE id = 1',
        '-- irreversible: DROP TABLE other',
        '-- irreversible: the values of a.b are gone',
        'ALTER TABLE a ADD COLUMN b int;',
      ],
      complete: false,
    });
  });

  it('takes away nothing that was there before', () => {
    const before = 'CREATE TABLE a (id int, b int NOT NULL); CREATE INDEX i ON a (id); CREATE VIEW v AS SELECT 1;';
    const text = `CREATE TABLE IF NOT EXISTS a (id int); ALTER TABLE a ADD COLUMN IF NOT EXISTS b int, ALTER b SET NOT NULL;
      CREATE INDEX IF NOT EXISTS i ON a (id); CREATE EXTENSION IF NOT EXISTS citext;`;
    expect(inverse(before, text)).toEqual({ lines: [], complete: true });
    expect(inverse(before, 'CREATE OR REPLACE VIEW v AS SELECT 2;')).toEqual({
      lines: ['-- irreversible: CREATE OR REPLACE VIEW v'],
      complete: false,
    });
  });

  it('never throws on half-typed text', () => {
    const text = `ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES o (id), ALTER b TYPE text, RENAME TO d;
      CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f(); ALTER TYPE e RENAME VALUE 'x' TO 'y'; CREATE POLICY p ON a;`;
    for (let end = 0; end <= text.length; end++)
      expect(() => inverse('CREATE TABLE a (b int);', text.slice(0, end))).not.toThrow();
  });
});
