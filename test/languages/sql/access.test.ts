import { describe, expect, it } from 'vitest';
import { only, read } from './read.ts';

const texts = (all: readonly { readonly text: string }[]): string[] => all.map(one => one.text);

describe('GRANT and REVOKE', () => {
  it('reads privileges with columns, objects and grantees', () => {
    const { privileges, object, objects, grantees, all } = only(
      'GRANT SELECT, INSERT (id, email) ON TABLE public.users, "Order" TO app, GROUP old, PUBLIC',
      'grant',
    );
    expect(privileges.map(one => one.name)).toEqual(['SELECT', 'INSERT']);
    expect([object, all]).toEqual(['TABLE', undefined]);
    expect(objects.map(one => one.name.text)).toEqual(['users', 'Order']);
    expect(grantees.map(one => [one.text, one.public])).toEqual([
      ['app', false],
      ['old', false],
      ['public', true],
    ]);
  });

  it.each([
    ['GRANT ALL ON orders TO app', 'TABLE', 'named'],
    ['GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA a, b TO app', 'TABLE', 'allInSchema'],
    ['GRANT ALL ON ALL SEQUENCES IN SCHEMA a TO app', 'SEQUENCE', 'allInSchema'],
    ['GRANT ALL ON SCHEMA a TO app', 'SCHEMA', 'named'],
    ['GRANT ALL ON FUNCTION f(int, text) TO app', 'FUNCTION', 'named'],
    ['ALTER DEFAULT PRIVILEGES FOR ROLE o IN SCHEMA a GRANT ALL ON TABLES TO app', 'TABLE', 'byDefault'],
    ['GRANT ALL ON type TO app', 'TABLE', 'named'],
  ])('%s', (text, object, reach) => {
    const grant = only(text, 'grant');
    expect([grant.object, grant.reach, grant.grantees[0]?.text]).toEqual([object, reach, 'app']);
    expect(grant.all).toBeDefined();
  });

  it('tells roles from objects, and reads the options', () => {
    const roles = only('GRANT admin, auditor TO ann WITH ADMIN OPTION', 'grant');
    expect([roles.object, roles.privileges.map(one => one.name), roles.grantOption]).toEqual([
      undefined,
      ['ADMIN', 'AUDITOR'],
      undefined,
    ]);
    expect(only('GRANT SELECT ON t TO a WITH GRANT OPTION', 'grant').grantOption).toBeDefined();
    expect(only('REVOKE GRANT OPTION FOR SELECT ON t FROM a', 'revoke').grantees[0]?.text).toBe('a');
  });

  it('takes ALL of some columns for a privilege', () => {
    const { all, privileges } = only('GRANT ALL PRIVILEGES (a, b) ON t TO app', 'grant');
    expect([all, privileges.map(one => one.name)]).toEqual([undefined, ['ALL PRIVILEGES']]);
  });

  it("reads MySQL's objects and users", () => {
    const { grantees, object } = only("GRANT ALL PRIVILEGES ON shop.* TO 'app'@'%'", 'grant', 'mysql');
    expect([object, grantees.map(one => one.text)]).toEqual(['TABLE', ['app']]);
  });
});

describe('roles, databases and settings', () => {
  it('reads options with their values', () => {
    const text = "CREATE ROLE app WITH LOGIN ENCRYPTED PASSWORD 'x''y' CONNECTION LIMIT 20 IN ROLE a, b NOSUPERUSER";
    const { options, name } = only(text, 'createRole');
    expect(name?.text).toBe('app');
    expect(options.map(one => [one.name, one.value?.text])).toEqual([
      ['LOGIN', undefined],
      ['PASSWORD', "x''y"],
      ['CONNECTION LIMIT', '20'],
      ['IN ROLE', undefined],
      ['NOSUPERUSER', undefined],
    ]);
    const password = options[1]!;
    expect(text.slice(password.span.start, password.span.end)).toBe("ENCRYPTED PASSWORD 'x''y'");
    expect(text.slice(password.value!.span.start, password.value!.span.end)).toBe("x''y");
  });

  it.each([
    ['ALTER SYSTEM SET fsync = off', 'system', undefined, 'fsync', 'off'],
    ['ALTER DATABASE shop SET "row_security" TO \'off\'', 'database', 'shop', 'row_security', "'off'"],
    ['ALTER ROLE app IN DATABASE shop SET app.mode = a, b', 'role', 'app', 'app.mode', 'a, b'],
    ['ALTER USER ALL SET work_mem TO 64', 'role', undefined, 'work_mem', '64'],
    ['ALTER ROLE app RESET ALL', 'role', 'app', undefined, undefined],
    ['ALTER SYSTEM RESET fsync', 'system', undefined, 'fsync', undefined],
  ])('%s', (text, scope, target, name, value) => {
    const setting = only(text, 'storedSetting');
    expect([setting.scope, setting.target?.text, setting.name, setting.value?.text]).toEqual([
      scope,
      target,
      name,
      value,
    ]);
  });

  it('does not take an option for a setting', () => {
    expect(only('ALTER DATABASE shop SET TABLESPACE fast', 'alterDatabase').name?.text).toBe('shop');
    expect(only('ALTER DATABASE shop WITH CONNECTION LIMIT = -1', 'alterDatabase').options[0]?.value?.text).toBe('-1');
  });
});

describe('policies', () => {
  it('reads all parts', () => {
    const policy = only(
      'CREATE POLICY "own rows" ON app.t AS RESTRICTIVE FOR UPDATE TO app, PUBLIC USING (a = (1)) WITH CHECK (true)',
      'createPolicy',
    );
    expect([policy.name?.text, policy.table?.name.text, policy.command]).toEqual(['own rows', 't', 'UPDATE']);
    expect([policy.using?.text, policy.withCheck?.text]).toEqual(['a = (1)', 'true']);
    expect(policy.roles.map(one => one.public)).toEqual([false, true]);
    expect(policy.restrictive).toBeDefined();
  });

  it('is for everything and everybody where nothing is written', () => {
    const policy = only('CREATE POLICY p ON t USING (a)', 'createPolicy');
    expect([policy.command, policy.roles, policy.restrictive]).toEqual(['ALL', [], undefined]);
  });
});

describe('other databases', () => {
  it('reads the options of servers and user mappings', () => {
    const text = "ALTER SERVER s OPTIONS (SET host 'a', ADD sslmode 'disable', DROP port, password 'x')";
    const { options, name } = only(text, 'alterServer');
    expect(name?.text).toBe('s');
    expect(options.map(one => [one.name, one.value?.text])).toEqual([
      ['host', 'a'],
      ['sslmode', 'disable'],
      ['password', 'x'],
    ]);
    const mapping = only("CREATE USER MAPPING IF NOT EXISTS FOR app SERVER s OPTIONS (user 'u')", 'createUserMapping');
    expect([mapping.name?.text, texts(mapping.options.flatMap(one => one.value ?? []))]).toEqual(['s', ['u']]);
  });

  it('reads the connection of a subscription', () => {
    const text = "CREATE SUBSCRIPTION s CONNECTION 'host=a password=b' PUBLICATION p WITH (create_slot = false)";
    expect(only(text, 'createSubscription').connection?.text).toBe('host=a password=b');
  });
});

describe('SET search_path of routines', () => {
  it.each([
    'CREATE FUNCTION f() RETURNS int SECURITY DEFINER SET search_path = a, b AS $$ SELECT 1 $$',
    'CREATE FUNCTION f() RETURNS int LANGUAGE sql SET "search_path" TO \'\' AS $$ SELECT 1 $$',
    'CREATE FUNCTION f() RETURNS int AS $$ SELECT 1 $$ SET search_path FROM CURRENT',
  ])('%s', text => {
    expect(only(text, 'createFunction').searchPath).toBeDefined();
  });

  it('of an ALTER as well', () => {
    expect(only('ALTER FUNCTION f(int) SET search_path = a', 'alterOther').searchPath).toBeDefined();
    expect(only('ALTER FUNCTION f(int) SET work_mem = 1', 'alterOther').searchPath).toBeUndefined();
  });
});

it('never throws, and takes nothing for an access statement that MySQL does not have', () => {
  const whole =
    "GRANT SELECT (a), ALL ON ALL TABLES IN SCHEMA s TO a@b WITH GRANT OPTION; ALTER DEFAULT PRIVILEGES IN SCHEMA; CREATE ROLE a PASSWORD; ALTER ROLE b IN DATABASE c SET d TO; CREATE POLICY p ON t FOR USING (; CREATE SERVER s OPTIONS (SET a 'b', DROP; CREATE SUBSCRIPTION s CONNECTION";
  for (let end = 0; end <= whole.length; end++) expect(() => read(whole.slice(0, end))).not.toThrow();
  expect(read('CREATE DATABASE shop', 'mysql').statements[0]?.type).toBe('createOther');
});
