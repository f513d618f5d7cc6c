import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLocal, parameterOf, readConnectionString } from '../../../server/src/languages/connectionString.ts';

/** All parts, after checking that each span covers its text. */
function parts(text: string) {
  const read = readConnectionString(text);
  if (!read) return undefined;
  const { form, scheme, user, password, host, port, parameters } = read;
  for (const part of [user, password, host, port, ...parameters.map(one => one.value)])
    if (part) expect(text.slice(part.span.start, part.span.end)).toBe(part.text);
  return {
    form,
    scheme,
    user: user?.text,
    password: password?.text,
    host: host?.text,
    port: port?.text,
    parameters: parameters.map(({ name, value }) => `${name}=${value.text}`),
  };
}

describe('URLs', () => {
  it('reads every part', () => {
    expect(parts('postgresql://ann:s3c:r3t@db.example.com:5433/shop?sslmode=disable&schema=public')).toEqual({
      form: 'url',
      scheme: 'postgresql',
      user: 'ann',
      password: 's3c:r3t',
      host: 'db.example.com',
      port: '5433',
      parameters: ['sslmode=disable', 'schema=public'],
    });
  });

  it.each([
    ['postgres://db/shop', undefined, undefined, 'db', undefined],
    ['postgres://ann@db', 'ann', undefined, 'db', undefined],
    ['postgres://ann:@db/shop', 'ann', undefined, 'db', undefined],
    ['postgres://ann:p@ss@db/shop', 'ann', 'p@ss', 'db', undefined],
    ['postgres://ann:p/ss@db/shop', 'ann', 'p/ss', 'db', undefined],
    ['postgres://[::1]:5432/shop', undefined, undefined, '[::1]', '5432'],
    ['postgres:///shop?host=/tmp', undefined, undefined, undefined, undefined],
    ['postgres://a:1,b:2/shop', undefined, undefined, 'a', '1'],
    ['jdbc:postgresql://db:5432/shop?password=x', undefined, 'x', 'db', '5432'],
    ['sqlserver://db:1433;user=SA;password=x;encrypt=true', undefined, 'x', 'db', '1433'],
  ])('%s', (text, user, password, host, port) => {
    expect(parts(text)).toMatchObject({ user, password, host, port });
  });
});

describe('key=value pairs', () => {
  it('reads every part, quoted or not', () => {
    expect(parts("host=db port = 5432 user=ann password='it\\'s' dbname=shop sslmode=prefer")).toMatchObject({
      form: 'keyValue',
      user: 'ann',
      password: "it\\'s",
      host: 'db',
      port: '5432',
    });
  });

  it.each(['', 'a sentence', 'a = b', 'host=db, and so on', 'UPDATE t SET password = 1 WHERE a = 2'])(
    'is not: %s',
    text => {
      expect(readConnectionString(text)).toBeUndefined();
    },
  );

  it('takes the last of several', () => {
    expect(parameterOf(readConnectionString('host=a sslmode=disable sslmode=require')!, 'sslmode')?.value.text).toBe(
      'require',
    );
  });
});

it.each([
  ['postgres://localhost/a', true],
  ['postgres://127.0.0.1:1/a', true],
  ['postgres:///a', true],
  ['postgres://%2Ftmp/a', true],
  ['host=/tmp dbname=a', true],
  ['dbname=a', true],
  ['host=db', false],
  ['postgres://localhost.example.com/a', false],
])('%s is local: %s', (text, local) => {
  expect(isLocal(readConnectionString(text)!)).toBe(local);
});

it('never throws, and its spans lie in the text', () => {
  const piece = fc.constantFrom(
    'postgres://',
    'a',
    ':',
    '@',
    '/',
    '?',
    '&',
    '=',
    ';',
    '#',
    '[',
    ']',
    "'",
    '\\',
    ' ',
    'host=',
    'password=',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
      parts(pieces.join(''));
    }),
  );
});
