import { describe, expect, it } from 'vitest';
import { type BodyPart, bodyOf, formattedValues, pastedValues, type RoutineStatement } from '#languages/sql';
import { read } from './read.ts';

function bodyIn(text: string) {
  const [statement] = read(text).statements;
  return bodyOf(statement as RoutineStatement);
}

function shown(part: BodyPart): string {
  const loops = part.loops.length > 0 ? ` in ${part.loops.join('/')}` : '';
  if (part.type === 'sql') return `${part.statement.type}${part.returned ? ' returned' : ''}${loops}`;
  if (part.type === 'execute') return `execute ${part.command?.kind} using ${part.using.length}${loops}`;
  if (part.type === 'assign') return `${part.name.text} := ${part.value?.text}${loops}`;
  return `${part.type}${loops}`;
}

const parts = (text: string) => bodyIn(text)?.parts.map(shown);

describe('bodies of PL/pgSQL', () => {
  it('loops with what runs inside them', () => {
    const text = `DO $$
DECLARE
  n int := 0; -- BEGIN
  r users%ROWTYPE;
BEGIN
  <<outer>>
  LOOP
    UPDATE users SET a = 1 WHERE id IN (SELECT id FROM users WHERE a IS NULL LIMIT 100);
    GET DIAGNOSTICS n = ROW_COUNT;
    COMMIT;
    EXIT WHEN n = 0;
    FOR r IN SELECT * FROM users WHERE b = 1 LOOP
      DELETE FROM t WHERE id = r.id;
    END LOOP;
  END LOOP outer;
  PERFORM pg_sleep(1);
END $$;`;
    expect(parts(text)).toEqual([
      'update in 1',
      'other in 1',
      'commit in 1',
      'other in 1',
      'select in 1',
      'delete in 1/2',
      'select',
    ]);
    const body = bodyIn(text)!;
    expect(body.variables.map(one => [one.name?.text, one.type])).toEqual([
      ['n', 'int'],
      ['r', 'users%rowtype'],
    ]);
    const [update] = body.parts;
    if (update?.type !== 'sql' || update.statement.type !== 'update') throw new Error('no update');
    expect(update.statement.where?.text).toMatch(/^id IN/);
    expect(text.slice(update.span.start, update.span.end)).toMatch(/^UPDATE users .* LIMIT 100\)$/);
    expect(update.query?.nested[0]?.query.limit).toBeDefined();
  });

  it('conditions, handlers and CASE', () => {
    const text = `CREATE FUNCTION f(a int, b text DEFAULT 'x', OUT c numeric(10, 2), double precision)
RETURNS TABLE (x int) LANGUAGE plpgsql AS $fn$
BEGIN
  IF a = 1 AND CASE WHEN b = 'x' THEN true ELSE false END THEN
    RETURN QUERY SELECT 1;
  ELSIF EXISTS (SELECT 1 FROM t) THEN
    INSERT INTO t VALUES (1);
  ELSE
    c := (SELECT max(x) FROM t) + 1;
  END IF;
  CASE b WHEN 'x' THEN DELETE FROM t; ELSE NULL; END CASE;
  BEGIN
    UPDATE t SET x = 1;
  EXCEPTION WHEN unique_violation OR others THEN
    ROLLBACK;
  END;
  RETURN QUERY EXECUTE 'SELECT $1' USING a;
  EXECUTE format('DROP TABLE %I', b) INTO STRICT c USING a, b;
  FOR x IN EXECUTE b LOOP NULL; END LOOP;
  OPEN cur FOR EXECUTE b USING a;
END;
$fn$;`;
    expect(parts(text)).toEqual([
      'select returned',
      'insert',
      'c := (SELECT max(x) FROM t) + 1',
      'delete',
      'other',
      'update',
      'rollback',
      'execute literal using 1',
      'execute call using 2',
      'execute column using 0',
      'other in 1',
      'execute column using 1',
    ]);
    const body = bodyIn(text)!;
    expect(body.returnsSet).toBe('table');
    expect(body.variables.map(one => [one.name?.text, one.type, one.parameter])).toEqual([
      ['a', 'int', true],
      ['b', 'text', true],
      ['c', 'numeric(10, 2)', true],
      [undefined, 'double precision', true],
    ]);
  });

  it('in single quotes, with every quote doubled', () => {
    const text = `CREATE FUNCTION f() RETURNS void AS 'BEGIN UPDATE t SET a = ''x;y'' WHERE b = ''z''; END' LANGUAGE plpgsql;`;
    const body = bodyIn(text)!;
    expect(body.doubledQuotes).toBe(true);
    expect(parts(text)).toEqual(['update']);
    const [update] = body.parts;
    expect(text.slice(update!.span.start)).toMatch(/^UPDATE t SET a = ''x;y'' WHERE/);
  });
});

describe('bodies of SQL', () => {
  it('quoted, atomic, and a lone expression', () => {
    const quoted = `CREATE FUNCTION f(a int) RETURNS SETOF t LANGUAGE sql AS $$ DELETE FROM s; SELECT * FROM t WHERE id = a; $$`;
    expect(parts(quoted)).toEqual(['delete', 'select returned']);
    const atomic = `CREATE FUNCTION f() RETURNS int BEGIN ATOMIC INSERT INTO t VALUES (1); SELECT 1; END`;
    expect(parts(atomic)).toEqual(['insert', 'select returned']);
    expect(parts('CREATE FUNCTION f(a int) RETURNS int RETURN a + 1')).toEqual(['other']);
  });
});

describe('what is not read', () => {
  it.each([
    ['CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS $$ return 1 $$'],
    ["CREATE FUNCTION f() RETURNS int AS 'f.so', 'f' LANGUAGE c"],
    ['DO LANGUAGE plv8 $$ var a = 1; $$'],
    ['DO $$ BEGIN'],
  ])('%s', text => {
    expect(bodyIn(text)).toBeUndefined();
  });
});

describe('half-typed bodies', () => {
  const text = `CREATE FUNCTION f(a text, VARIADIC b text[]) RETURNS SETOF t LANGUAGE plpgsql AS $$
DECLARE q text := 'SELECT ' || a; r record;
BEGIN
  <<l>> FOR r IN EXECUTE format('SELECT %s, %1$I', a) USING b[1] LOOP
    IF r.x = CASE WHEN a THEN 1 END THEN q := q || concat(' WHERE ', lower(a), r.name::text); END IF;
    UPDATE t SET a = (SELECT max(b) FROM s) WHERE id = r.id AND EXISTS (SELECT * FROM u); COMMIT;
  END LOOP l;
  SELECT x, y INTO q, r FROM t; RETURN QUERY EXECUTE (q || a) USING a, r;
END $$;`;

  it('any prefix of the body, and any line dropped', () => {
    const body = text.slice(text.indexOf('$$') + 2, text.lastIndexOf('$$'));
    const inner = Array.from(body, (_, at) => body.slice(0, at));
    const lines = body.split('\n');
    const dropped = lines.map((_, at) => lines.filter((__, other) => other !== at).join('\n'));
    for (const one of [...inner, ...dropped])
      for (const quotes of ['$$', "'"]) {
        const [statement] = read(text.replace(`$$${body}$$`, () => quotes + one + quotes)).statements;
        const found = statement?.type === 'createFunction' ? bodyOf(statement) : undefined;
        if (!found) continue;
        expect(() => [pastedValues(found), formattedValues(found)]).not.toThrow();
        for (const { span } of found.parts) expect(span.end).toBeLessThanOrEqual(statement!.span.end);
      }
  });

  it('finds what is pasted, and who can put something into it', () => {
    const [statement] = read(text).statements;
    const body = bodyOf(statement as RoutineStatement)!;
    expect(pastedValues(body).map(one => [one.operand.text, one.taint])).toEqual([
      ['a', 'caller'],
      ['a', 'caller'],
      ['lower(a)', 'caller'],
      ['r.name::text', 'local'],
    ]);
    expect(formattedValues(body).map(one => one.operand.text)).toEqual(['a']);
  });
});
