import { describe, expect, it } from 'vitest';
import { everyIndex, type ObjectName, type SchemaState, type TableState } from '#languages/sql';
import { migrationAt } from '../sql-tools/read.ts';

/** The schema after files with these texts. */
function endOf(...texts: readonly string[]): SchemaState {
  return last(texts).end;
}

function last(texts: readonly string[]) {
  const files = Object.fromEntries(texts.map((text, index) => [`migrations/00${index + 1}_step.sql`, text]));
  return migrationAt(`migrations/00${texts.length}_step.sql`, files);
}

function named(name: string, schema?: string): ObjectName {
  return { schema, name };
}

function tableIn(state: SchemaState, name: string, schema?: string): TableState {
  const found = state.table(named(name, schema));
  if (!found) throw new Error(`no table ${name}`);
  return found;
}

function constraintsOf(table: TableState): string[] {
  return table.constraints.map(one => `${one.knownAs}(${one.columns.join()})${one.valid ? '' : ' not valid'}`);
}

describe('columns', () => {
  it('are known with what fills them in', () => {
    const { columns } = tableIn(
      endOf(`CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY, n serial, at timestamptz DEFAULT  now() NOT NULL,
        d int GENERATED ALWAYS AS (n * 2) STORED, a varchar(20)[])`),
      't',
    );
    expect(
      columns.map(one => [one.name, one.numbering, one.default, one.generated, one.notNull, one.hasDefault]),
    ).toEqual([
      ['id', 'always', undefined, undefined, true, true],
      ['n', 'serial', undefined, undefined, true, true],
      ['at', undefined, 'now()', undefined, true, true],
      ['d', undefined, undefined, 'stored', false, true],
      ['a', undefined, undefined, undefined, false, false],
    ]);
    expect(columns[4]).toMatchObject({ type: 'varchar', args: ['20'], array: true });
  });

  it('keep their place when they change', () => {
    const table = tableIn(
      endOf('CREATE TABLE t (a int, b int);', 'ALTER TABLE t ALTER a TYPE bigint, ALTER a SET DEFAULT 1;'),
      't',
    );
    expect(table.columns.map(one => `${one.name} ${one.type} ${one.default}`)).toEqual([
      'a bigint 1',
      'b int undefined',
    ]);
  });

  it('are required in a primary key', () =>
    expect(
      tableIn(endOf('CREATE TABLE t (a int, b int, PRIMARY KEY (a));'), 't').columns.map(one => one.notNull),
    ).toEqual([true, false]));

  it('come along with LIKE, INHERITS and PARTITION OF', () => {
    const state = endOf(
      `CREATE TABLE p (id int DEFAULT 1, d date, CHECK (id > 0)) PARTITION BY RANGE (d); CREATE INDEX ON p (d);
       CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2);
       CREATE TABLE rest PARTITION OF p DEFAULT;
       CREATE TABLE c (own text) INHERITS (p);
       CREATE TABLE l (LIKE p INCLUDING INDEXES INCLUDING CONSTRAINTS);
       CREATE TABLE q AS SELECT 1;`,
      'ALTER TABLE p ADD COLUMN later int;',
    );
    expect(tableIn(state, 'p1').columns.map(one => one.name)).toEqual(['id', 'd', 'later']);
    expect(tableIn(state, 'p').defaultPartition?.name).toBe('rest');
    expect(tableIn(state, 'c').columns.map(one => one.name)).toEqual(['id', 'd', 'own']);
    const like = tableIn(state, 'l');
    expect(like.complete).toBe(true);
    expect(like.columns.map(one => one.default)).toEqual([undefined, undefined]);
    expect(like.indexes.map(one => one.knownAs)).toEqual(['l_d_idx']);
    expect(like.constraints.map(one => one.expression)).toEqual(['id > 0']);
    expect(tableIn(state, 'q').complete).toBe(false);
  });

  it('of a dropped type go, and follow a renamed one', () => {
    const prisma = endOf(
      `CREATE TYPE "Role" AS ENUM ('a', 'b'); CREATE TABLE t (role "Role");`,
      `CREATE TYPE "Role_new" AS ENUM ('a');
       ALTER TABLE t ALTER COLUMN role TYPE "Role_new" USING (role::text::"Role_new");
       ALTER TYPE "Role" RENAME TO "Role_old"; ALTER TYPE "Role_new" RENAME TO "Role"; DROP TYPE "Role_old";`,
    );
    expect(tableIn(prisma, 't').columns[0]?.type).toBe('Role');
    expect(prisma.type(named('Role'))?.values).toEqual(['a']);
    expect(prisma.type(named('Role_old'))).toBeUndefined();
    const dropped = endOf("CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (a e, b int);", 'DROP TYPE e CASCADE;');
    expect(tableIn(dropped, 't').columns.map(one => one.name)).toEqual(['b']);
  });
});

describe('constraints', () => {
  it('have the names that PostgreSQL chooses, and lose them', () => {
    const state = endOf(
      `CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE, b int REFERENCES o, c int CHECK (c > 0),
         UNIQUE (a, b), CHECK (a > b), CHECK (a > c), EXCLUDE USING gist (r WITH &&));`,
      'ALTER TABLE t DROP CONSTRAINT t_a_b_key; ALTER TABLE t RENAME CONSTRAINT t_pkey TO t_primary;',
    );
    expect(constraintsOf(tableIn(state, 't'))).toEqual([
      't_primary(id)',
      't_a_key(a)',
      't_b_fkey(b)',
      't_c_check(c)',
      't_check()',
      't_check1()',
      't_excl()',
    ]);
    expect(state.tableOfIndex(named('t_primary'))?.name).toBe('t');
    expect(state.tableOfIndex(named('t_a_b_key'))).toBeUndefined();
  });

  it('cut long names as PostgreSQL does', () => {
    const long = 'a_table_with_a_very_long_name_that_goes_on_and_on_and_on_for_ever';
    const state = endOf(
      `CREATE TABLE ${long} (a_column_of_that_table int REFERENCES o);`,
      `ALTER TABLE ${long} ADD COLUMN b int; ALTER TABLE ${long} ADD CONSTRAINT ${long}_b_key UNIQUE (b);`,
    );
    const table = tableIn(state, long.slice(0, 63));
    expect(table.columns).toHaveLength(2);
    expect(table.constraints[0]?.knownAs).toHaveLength(63);
    expect(table.constraints[0]?.knownAs).toMatch(/^a_table_with_.+_a_column_of_that_table_fkey$/);
    expect(table.constraints[1]?.knownAs).toBe(long.slice(0, 63));
  });

  it('are not valid until they are validated', () => {
    const steps = [
      'CREATE TABLE t (a int);',
      'ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID, ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES o (id) ON DELETE CASCADE NOT VALID;',
      'ALTER TABLE t VALIDATE CONSTRAINT c;',
    ];
    expect(constraintsOf(tableIn(endOf(...steps.slice(0, 2)), 't'))).toEqual(['c() not valid', 'f(a) not valid']);
    const table = tableIn(endOf(...steps), 't');
    expect(table.constraints[0]).toMatchObject({ valid: true, expression: 'a IS NOT NULL' });
    expect(table.constraints[1]).toMatchObject({
      valid: false,
      references: { name: 'o' },
      referencedColumns: ['id'],
      onDelete: 'CASCADE',
    });
  });

  it('take over the index after USING INDEX', () => {
    const state = endOf(
      'CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX i ON t (b, a);',
      'ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i;',
    );
    const table = tableIn(state, 't');
    expect(table.indexes).toEqual([]);
    expect(constraintsOf(table)).toEqual(['k(b,a)']);
    expect(everyIndex(table).map(one => one.name)).toEqual(['k']);
    expect(state.tableOfIndex(named('i'))).toBeUndefined();
    expect(state.tableOfIndex(named('k'))?.name).toBe('t');
  });

  it('go with the column, the table or the key that they need', () => {
    const base = `CREATE TABLE o (id int PRIMARY KEY, code text UNIQUE); CREATE TABLE t (a int, b int, CHECK (a > b));
      ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES o; ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES o (code);
      CREATE INDEX i ON t (b) WHERE a > 0; CREATE VIEW v AS SELECT * FROM o;`;
    expect(constraintsOf(tableIn(endOf(base, 'ALTER TABLE t DROP COLUMN a;'), 't'))).toEqual(['t_b_fkey(b)']);
    expect(tableIn(endOf(base, 'ALTER TABLE t DROP COLUMN a;'), 't').indexes).toEqual([]);
    expect(constraintsOf(tableIn(endOf(base, 'DROP TABLE o CASCADE;'), 't'))).toEqual(['t_check()']);
    expect(endOf(base, 'DROP TABLE o CASCADE;').table(named('v'))).toBeUndefined();
    const keyless = endOf(base, 'ALTER TABLE o DROP CONSTRAINT o_pkey CASCADE;');
    expect(constraintsOf(tableIn(keyless, 't'))).toEqual(['t_check()', 't_b_fkey(b)']);
    const codeless = endOf(base, 'ALTER TABLE o DROP COLUMN code CASCADE;');
    expect(constraintsOf(tableIn(codeless, 't'))).toEqual(['t_check()', 't_a_fkey(a)']);
  });

  it('follow renamed tables and columns', () => {
    const state = endOf(
      `CREATE TABLE o (id int PRIMARY KEY); CREATE TABLE t (o_id int REFERENCES o (id), live bool);
       CREATE INDEX i ON t (lower(o_id)) INCLUDE (o_id) WHERE o_id > 0 AND "live"; CREATE VIEW v AS SELECT id FROM o;`,
      'ALTER TABLE o RENAME TO owners; ALTER TABLE owners RENAME COLUMN id TO key; ALTER TABLE t RENAME o_id TO "Owner";',
    );
    const table = tableIn(state, 't');
    expect(table.constraints[0]).toMatchObject({
      knownAs: 't_o_id_fkey',
      columns: ['Owner'],
      references: { name: 'owners' },
      referencedColumns: ['key'],
    });
    expect(table.indexes[0]).toMatchObject({ where: '"Owner" > 0 AND "live"', include: ['Owner'] });
    expect(table.indexes[0]?.items[0]?.expression).toBe('lower("Owner")');
    expect(tableIn(state, 'v').reads).toMatchObject([{ name: 'owners' }]);
    expect(state.tableOfIndex(named('o_pkey'))?.name).toBe('owners');
  });
});

describe('indexes', () => {
  it('have the names that PostgreSQL chooses', () => {
    const state = endOf(
      `CREATE TABLE t (a int, b int); CREATE INDEX ON t (a, b); CREATE INDEX ON t (a, b DESC);
       CREATE INDEX ON t USING gin (lower(a) gin_trgm_ops); CREATE INDEX ON t ((a + b)) INCLUDE (a);`,
      'DROP INDEX t_lower_idx; ALTER INDEX t_a_b_idx RENAME TO first;',
    );
    const table = tableIn(state, 't');
    expect(table.indexes.map(one => one.knownAs)).toEqual(['first', 't_a_b_idx1', 't_expr_idx']);
    expect(table.indexes[1]?.items[1]).toMatchObject({ column: 'b', order: 'desc' });
    expect(table.indexes[2]).toMatchObject({ columns: [undefined], include: ['a'], mentions: ['a', 'b'] });
    expect(state.tableOfIndex(named('t_lower_idx'))).toBeUndefined();
  });
});

describe('schemas', () => {
  it('follow the search path, SET SCHEMA and RENAME', () => {
    const state = endOf(
      `CREATE TABLE t (a int); SET search_path TO app, public; CREATE TABLE t (b int); CREATE TABLE u (c int);
       ALTER TABLE t ADD COLUMN d int; RESET ALL;`,
      'ALTER TABLE app.u SET SCHEMA public; ALTER SCHEMA app RENAME TO shop;',
    );
    expect(tableIn(state, 't', 'shop').columns.map(one => one.name)).toEqual(['b', 'd']);
    expect(tableIn(state, 't').columns.map(one => one.name)).toEqual(['a']);
    expect(tableIn(state, 'u', 'public').columns.map(one => one.name)).toEqual(['c']);
    expect(state.table(named('t', 'app'))).toBeUndefined();
  });

  it('are dropped with what is in them', () => {
    const state = endOf('CREATE TABLE app.t (a int); CREATE TABLE t (a int);', 'DROP SCHEMA app CASCADE;');
    expect(state.tables().map(one => one.schema)).toEqual([undefined]);
  });

  it('are dropped in the middle of a file', () => {
    const migration = last(['CREATE TABLE app.t (a int);', 'SELECT 1; DROP SCHEMA app CASCADE; SELECT 2;']);
    const [before, , after] = migration.document.statements;
    expect(migration.before(before!).table(named('t', 'app'))).toBeDefined();
    expect(migration.before(after!).table(named('t', 'app'))).toBeUndefined();
  });
});

describe('other things', () => {
  it('are known by name', () => {
    const state = endOf(
      `CREATE FUNCTION app.f(a int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RETURN 1; END $$;
       CREATE DOMAIN email AS citext CHECK (VALUE ~ '@'); CREATE SEQUENCE s OWNED BY t.id;
       CREATE TABLE t (id int); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (true);
       CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f(); CREATE TRIGGER h BEFORE UPDATE ON t EXECUTE FUNCTION f();
       CREATE MATERIALIZED VIEW m AS WITH w AS (SELECT id FROM t) SELECT w.id, (SELECT max(x) FROM app.u) FROM w JOIN z USING (id);`,
      'DROP TRIGGER g ON t;',
    );
    expect(state.routine(named('f'))).toMatchObject({ schema: 'app', language: 'plpgsql', securityDefiner: true });
    expect(state.type(named('email'))).toMatchObject({ kind: 'domain', base: 'citext' });
    expect(state.sequence(named('s'))?.ownedBy).toEqual({ table: named('t'), column: 'id' });
    const table = tableIn(state, 't');
    expect(table.rowSecurity).toBe(true);
    expect(table.policies.map(one => one.name)).toEqual(['p']);
    expect(table.triggers.map(one => one.name)).toEqual(['h']);
    const view = tableIn(state, 'm');
    expect(view.kind).toBe('materializedView');
    expect(view.reads.map(one => one.name).sort()).toEqual(['t', 'u', 'z']);
    expect(view.mentions).toContain('x');
  });
});

describe('what goes without being named', () => {
  it('are temporary tables, after their file', () => {
    const state = endOf('CREATE TEMP TABLE t (a int); CREATE INDEX ON t (a); CREATE TABLE u (a int);', 'SELECT 1;');
    expect(state.tables().map(one => one.name)).toEqual(['u']);
    expect(state.tableOfIndex(named('t_a_idx'))).toBeUndefined();
  });

  it('are triggers of a dropped function', () => {
    const first = `CREATE TABLE t (a int); CREATE FUNCTION app.f() RETURNS trigger AS $$ $$ LANGUAGE plpgsql;
      CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION app.f();
      CREATE TRIGGER h BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION other();`;
    const triggers = (state: SchemaState) => tableIn(state, 't').triggers.map(one => one.name);
    expect(triggers(endOf(first, 'DROP FUNCTION app.f CASCADE;'))).toEqual(['h']);
    expect(triggers(endOf(first, 'DROP SCHEMA app CASCADE;'))).toEqual(['h']);
    expect(triggers(endOf(first, 'DROP FUNCTION app.f;'))).toEqual(['g', 'h']);
  });
});

describe('DO blocks', () => {
  it('do what they guard against being done twice', () => {
    const state = endOf(
      'CREATE TABLE t (a int);',
      `DO $$ BEGIN
         IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'e') THEN CREATE TYPE e AS ENUM ('a'); END IF;
         ALTER TABLE t ADD CONSTRAINT k UNIQUE (a);
       EXCEPTION WHEN duplicate_object THEN NULL;
       END $$;
       DO $$ BEGIN EXECUTE 'ALTER TABLE t ADD COLUMN b int'; END $$;`,
    );
    expect(state.type(named('e'))?.values).toEqual(['a']);
    expect(constraintsOf(tableIn(state, 't'))).toEqual(['k(a)']);
    expect(tableIn(state, 't')).toMatchObject({ uncertain: false, complete: true });
    expect(tableIn(state, 't').columns.map(one => one.name)).toEqual(['a', 'b']);
  });

  it('leave a table uncertain that they change in some cases', () => {
    const state = endOf(
      'CREATE TABLE t (a int); CREATE TABLE u (a int);',
      `DO $$ DECLARE n int := 1; BEGIN
         FOR n IN 1..3 LOOP ALTER TABLE t ADD COLUMN b int; END LOOP;
         IF n > 1 THEN ALTER TABLE u DROP COLUMN a; END IF;
       END $$;`,
    );
    expect(tableIn(state, 't')).toMatchObject({ uncertain: true, complete: false });
    expect(tableIn(state, 'u').columns.map(one => one.name)).toEqual(['a']);
    expect(tableIn(state, 'u').uncertain).toBe(true);
  });
});

describe('MySQL', () => {
  it('changes columns, keys and tables in its own words', () => {
    const state = endOf(
      `CREATE TABLE \`t\` (\`Id\` int unsigned NOT NULL AUTO_INCREMENT, \`a\` varchar(10), \`b\` int, PRIMARY KEY (\`Id\`),
           UNIQUE KEY \`by_a\` (\`a\`), KEY (\`b\`, \`a\`)) ENGINE=InnoDB;`,
      `ALTER TABLE \`t\` MODIFY a varchar(20) NOT NULL, CHANGE b c bigint, ADD UNIQUE (c), ADD CONSTRAINT fk FOREIGN KEY (c) REFERENCES o (id);
         ALTER TABLE t DROP KEY by_a, DROP FOREIGN KEY fk; RENAME TABLE t TO u; ALTER TABLE u DROP COLUMN ID, DROP PRIMARY KEY;`,
    );
    const table = tableIn(state, 'u');
    expect(
      table.columns.map(one => `${one.name} ${one.type}(${one.args.join()})${one.notNull ? ' not null' : ''}`),
    ).toEqual(['a varchar(20) not null', 'c bigint()']);
    expect(table.indexes.map(one => `${one.knownAs}(${one.columns.join()})`)).toEqual(['b(c,a)']);
    expect(constraintsOf(table)).toEqual(['c(c)']);
  });
});

describe('places', () => {
  it('say where each thing was made', () => {
    const first = 'CREATE TABLE t (\n  id int\n);\nALTER TABLE t ADD COLUMN a int;';
    const migration = last([first, '-- note\nALTER TABLE t ADD CONSTRAINT k UNIQUE (a);\nSELECT 1;']);
    const table = tableIn(migration.end, 't');
    const textAt = (one: TableState['made']) =>
      one && (one.uri.endsWith('001_step.sql') ? first : migration.document.text).slice(one.span.start, one.span.end);
    expect(textAt(table.made)).toBe('t');
    expect(table.columns.map(one => textAt(one.made))).toEqual(['t', 'a']);
    expect(textAt(table.constraints[0]?.made)).toBe('k');
    const statement = migration.document.statements.at(-1)!;
    const here = migration.tableBefore(statement, named('t'))?.constraints[0]?.made;
    expect(textAt(here)).toBe('k');
    expect(here?.statement).toBe(migration.document.statements[0]);
  });

  it('say what happens later, in this file and behind it', () => {
    const files = {
      'migrations/001_a.sql': 'CREATE TABLE t (a int); CREATE TABLE u (a int); CREATE INDEX i ON t (a);',
      'migrations/002_b.sql': 'ALTER TABLE t ADD COLUMN b int; ALTER TABLE u ADD COLUMN b int;',
    };
    const migration = migrationAt('migrations/001_a.sql', files);
    const [create] = migration.document.statements;
    expect(migration.changesAfter(create!, named('t')).map(one => one.change.type)).toEqual([
      'createIndex',
      'addColumn',
    ]);
    expect(migration.after(create!).table(named('t'))).toBeDefined();
    expect(migration.before(create!).table(named('t'))).toBeUndefined();
  });

  it('say what is new to a transaction', () => {
    const migration = migrationAt('migrations/002_b.sql', {
      'migrations/001_a.sql': 'SELECT 1;',
      'migrations/002_b.sql': 'BEGIN; CREATE TABLE t (a int); SELECT 1; COMMIT; SELECT 2;',
    });
    const [, , inside, , outside] = migration.document.statements;
    expect(migration.isNewTo(inside!, migration.tableBefore(inside!, named('t')))).toBe(true);
    expect(migration.isNewTo(outside!, migration.tableBefore(outside!, named('t')))).toBe(false);
  });
});
