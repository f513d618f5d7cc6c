import { describe, expect, it } from 'vitest';
import { isPlaceholder, mayBeSecret, secretIn, secretInText } from '#languages/kubernetes';

describe('secretIn', () => {
  it.each([
    ['DB_PASSWORD', 'hunter2'],
    ['dbPassword', 'hunter2'],
    ['db.password', 'hunter2'],
    ['PGPASSWORD', 'hunter2'],
    ['MYSQL_PWD', 'hunter2'],
    ['AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI'],
    ['STRIPE_APIKEY', '0f3a9c77'],
    ['ADMIN_PASSWORD', '12345678901234'],
  ])('%s=%s is one by its name', (name, value) => expect(secretIn(name, value)).toBe('name'));

  it.each([
    ['A', 'postgres://app:hunter2@db:5432/shop'],
    ['B', 'redis://:hunter2@cache:6379'],
    ['C', 'host=db user=app password=hunter2'],
    ['D', 'Server=db;User Id=sa;Password=Pass@word'],
    ['E', 'jdbc:postgresql://db/shop?user=app&password=hunter2'],
  ])('%s=%s holds a password', (name, value) => expect(secretIn(name, value)).toBe('connection'));

  it('knows keys by what their issuers write', () => {
    expect(secretIn('X', `ghp_${'a1'.repeat(18)}`)).toBe('key');
    expect(secretIn('X', '-----BEGIN RSA PRIVATE KEY-----\nMIIE')).toBe('key');
    expect(secretIn('X', 'AKIAIOSFODNN7EXAMPLE')).toBeUndefined();
  });

  it.each([
    ['PWD', '/app'],
    ['DB_PASSWORD_FILE', '/run/secrets/db'],
    ['DB_PASSWORD', '/run/secrets/db'],
    ['TOKEN', 'https://id.shop.io/token'],
    ['API_KEY', 'true'],
    ['MAX_TOKEN', '4096'],
    ['SECRET', 'DATABASE_PASSWORD'],
    ['IMAGE_PULL_SECRET', 'registry'],
    ['RECAPTCHA_SITE_KEY', '6Lc'],
    ['STRIPE_PUBLIC_KEY', 'pk_1'],
    ['PASSWORD', '${DB}'],
    ['PASSWORD', '<db>'],
    ['PASSWORD', '$2a$10$RncPyHW'],
    ['URL', 'postgres://db:5432/shop'],
    ['URL', 'postgres://app@db/shop'],
    ['URL', 'postgres://app:$(PASSWORD)@db/shop'],
    ['URL', 'https://shop.io/a:b@c'],
    ['URL', 'https://social.shop.io:8443/@anna'],
    ['NOTE', 'the password = the name of the dog'],
  ])('%s=%s is none', (name, value) => expect(secretIn(name, value)).toBeUndefined());
});

describe('what stands in Secrets', () => {
  it.each([
    '',
    'changeme',
    'CHANGE-ME',
    '<token>',
    'REPLACE_ME',
    'xxxx',
    'your-password',
    'TODO',
    '${X}',
    'null',
    'secret_goes_here',
  ])('"%s" is a placeholder', value => expect(isPlaceholder(value)).toBe(true));
  it.each(['hunter2', 'password', 'postgres', '0f3a9c77de'])('"%s" is none', value =>
    expect(isPlaceholder(value)).toBe(false),
  );
  it.each([
    ['username', 'orders'],
    ['azurestorageaccountname', 'shop'],
    ['ca.crt', 'MIIB'],
    ['host', 'db.shop.svc'],
    ['app.yaml', 'listen: 8080\nlog: info'],
    ['accessKeyId', 'AK123'],
    ['admin.passwordMtime', '2022-06-01T10:00:00Z'],
  ])('%s: %s may be known to all', (key, value) => expect(mayBeSecret(key, value)).toBe(false));
  it.each([
    ['password', 'orders'],
    ['session', '0f3a9c77de'],
    ['app.ini', '[db]\npassword = hunter2'],
    ['url', 'postgres://app:hunter2@db/shop'],
  ])('%s: %s may not', (key, value) => expect(mayBeSecret(key, value)).toBe(true));

  it('finds the first secret of a file', () => {
    expect(secretInText('user: app\nexport TOKEN="0f3a"\npassword: x')).toEqual({ name: 'TOKEN', kind: 'name' });
    expect(secretInText('{ "a": 1,\n  "db_password": "hunter2",\n}')).toEqual({ name: 'db_password', kind: 'name' });
    expect(secretInText('password: changeme\ntoken_file: /x')).toBeUndefined();
  });
});
