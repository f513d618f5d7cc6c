import { describe, expect, it } from 'vitest';
import {
  growthOf,
  isUnpagedList,
  listAnswer,
  type Operation,
  pageSizeOf,
  pagingOf,
  parseOpenApi,
  publicCache,
} from '#languages/openapi';

function read(paths: string) {
  const text = `openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths:\n${paths}`;
  return parseOpenApi({ uri: 'file:///api.yaml', text });
}

/** The GET of a path that answers with a schema. */
function getOf(schema: string, { path = '/orders', parameters = '[]', others = '' } = {}): Operation {
  const content = `{ application/json: { schema: ${schema} } }`;
  const get = `get: { parameters: ${parameters}, responses: { '200': { description: A, content: ${content} } } }`;
  return read(`  ${path}: { ${get}${others} }`).operations.find(one => one.method === 'get')!;
}

const LIST = '{ type: array, items: { type: string } }';

describe('list answers', () => {
  it.each([
    ['{ type: array }', true, false],
    ['{ items: { type: string } }', true, false],
    ['{ type: object, properties: { data: { type: array } } }', true, false],
    ['{ properties: { orders: { type: array } } }', true, false],
    ['{ allOf: [{ properties: { items: { type: array } } }, { properties: { has_more: {} } }] }', true, true],
    ['{ properties: { results: { type: array }, meta: { properties: { nextCursor: {} } } } }', true, true],
    ['{ properties: { results: { type: array }, meta: { properties: { total: {} } } } }', true, false],
    ['{ properties: { Resources: { type: array }, itemsPerPage: {} } }', true, true],
    ['{ properties: { tags: { type: array } } }', false, false],
    ['{ items: [{ type: string }] }', false, false],
    ['{ oneOf: [{ type: array }] }', false, false],
    ['{ $ref: gone.yaml }', false, false],
    ['{ type: object }', false, false],
  ])('%s', (schema, isList, hasNext) => {
    const answer = listAnswer(getOf(schema));
    expect([answer !== undefined, answer?.hasNext ?? false]).toEqual([isList, hasNext]);
  });

  it('are those of a GET', () => {
    const content = `{ application/json: { schema: ${LIST} } }`;
    const [post] = read(`  /a: { post: { responses: { '200': { description: A, content: ${content} } } } }`).operations;
    expect(listAnswer(post!)).toBeUndefined();
  });
});

describe('paging', () => {
  const offsetOf = (...parameters: readonly string[]) => {
    const paging = pagingOf(
      getOf(LIST, { parameters: `[${parameters.map(one => `{ in: query, ${one} }`).join(', ')}]` }),
    );
    return paging && (paging.offset?.name.text ?? 'cursor');
  };

  it.each([
    ['name: offset, schema: { type: integer }', 'offset'],
    ['name: "page[number]", schema: { type: number }', 'page[number]'],
    ['name: $skip, schema: { type: integer }', '$skip'],
    ['name: startIndex, schema: { type: integer }', 'startIndex'],
    ['name: page, schema: { type: [integer, "null"] }', 'page'],
    ['name: page, schema: { type: string }', 'cursor'],
    ['name: next_cursor, schema: { type: string }', 'cursor'],
    ['name: scroll_param, schema: { type: string }', 'cursor'],
    ['name: pageToken', 'cursor'],
    ['name: after, schema: { type: string, format: date-time }', undefined],
    ['name: token, schema: { type: string }', undefined],
    ['name: offset, schema: { $ref: gone.yaml }', undefined],
    ['name: limit, schema: { type: integer }', undefined],
  ])('%s', (parameter, expected) => {
    expect(offsetOf(parameter)).toBe(expected);
  });

  it('counts no pages where a cursor is offered as well', () => {
    expect(offsetOf('name: page, schema: { type: integer }', 'name: since_id, schema: { type: integer }')).toBe(
      'cursor',
    );
  });

  it('leaves SCIM alone', () => {
    expect(offsetOf('name: startIndex, schema: { type: integer }', 'name: count')).toBeUndefined();
  });

  it('cannot be known where a parameter leads nowhere', () => {
    expect(
      pagingOf(
        getOf(LIST, { parameters: '[{ $ref: gone.yaml }, { name: page, in: query, schema: { type: integer } }]' }),
      ),
    ).toBeUndefined();
  });
});

describe('unpaged lists', () => {
  it.each([
    ['/orders', LIST, '[]', true],
    ['/orders', LIST, '[{ name: status, in: query }]', true],
    ['/orders', LIST, '[{ name: limit, in: query }]', false],
    ['/orders', LIST, '[{ name: created_since, in: query }]', true],
    ['/orders', LIST, '[{ name: since, in: query }]', false],
    ['/orders', '{ properties: { data: { type: array }, next: {} } }', '[]', false],
    ['/orders', '{ type: array, maxItems: 100 }', '[]', undefined],
    ['/orders', '{ type: array, maxItems: 101 }', '[]', true],
    ['/orders', '{ type: array, items: { enum: [a] } }', '[]', undefined],
    ['/orders/{id}', LIST, '[]', undefined],
    ['/currencies', LIST, '[]', undefined],
    ['/health', LIST, '[]', undefined],
    ['/scim/Users', LIST, '[]', undefined],
    ['/orders', LIST, '[{ $ref: gone.yaml }]', undefined],
  ])('%s %s %s', (path, schema, parameters, expected) => {
    expect(isUnpagedList(getOf(schema, { path, parameters }))).toBe(expected);
  });

  const body = (schema: string) => `requestBody: { content: { application/json: { schema: ${schema} } } }`;
  it.each([
    ['/orders', '', 'possible'],
    ['/orders', ', post: {}', 'growing'],
    ['/orders', ', post: { deprecated: true }', 'possible'],
    ['/orders', ', put: {}', undefined],
    ['/orders', `, post: {}, put: { ${body(LIST)} }`, undefined],
    ['/orders', `, post: {}, put: { ${body('{ type: object }')} }`, 'growing'],
    ['/ticketTypes', '', undefined],
    ['/ticket-types', ', post: {}', 'growing'],
  ])('%s%s grows: %s', (path, others, expected) => {
    expect(growthOf(getOf(LIST, { path, others }))).toBe(expected);
  });
});

describe('page sizes', () => {
  const sizeOf = (parameter: string) => {
    const [found] = read(`  /a: { get: { parameters: [{ in: query, ${parameter} }] } }`).parameters;
    const size = found && pageSizeOf(found);
    return size && [size.maximum, size.default].map(({ stands, value }) => `${stands} ${value}`);
  };
  const described = (text: string, more = '') =>
    sizeOf(`name: limit, description: ${JSON.stringify(text)}, schema: { type: integer${more} }`);

  it.each([
    ['', 'nowhere 100', 'nowhere 20'],
    ['The maximum number of items to return.', 'nowhere 100', 'nowhere 20'],
    ['Limit can range between 1 and 100, and the default is 10.', 'text 100', 'text 10'],
    ['Must be between 1 - 1000 both inclusive.', 'text 1000', 'nowhere 20'],
    ['The default is **30**, and the maximum is **300**.', 'text 300', 'text 30'],
    ['Default and maximum allowed is 100.', 'text 100', 'text 100'],
    ['Defaults to 15', 'nowhere 100', 'text 15'],
    ['Defaults to 500', 'nowhere 500', 'text 500'],
    ['Defaults to `all`. Max 50', 'text 50', 'text undefined'],
    ['By day: max: 31. By hour: max: 168.', 'text undefined', 'nowhere 20'],
    ['No larger than 1,000', 'text 1000', 'nowhere 20'],
    ['Max 10', 'text 10', 'nowhere 10'],
    ['Max 10, defaults to 20', 'text undefined', 'text undefined'],
    ['All rows if not given', 'nowhere 100', 'text undefined'],
  ])('%s', (text, maximum, standard) => {
    expect(described(text)).toEqual([maximum, standard]);
  });

  it.each([
    [', maximum: 5', 'schema undefined', 'nowhere 5'],
    [', exclusiveMaximum: 5', 'schema undefined', 'nowhere 4'],
    [', minimum: 200', 'nowhere 200', 'nowhere 200'],
    [', default: 300', 'nowhere 300', 'schema undefined'],
    [', enum: [10, 20]', 'schema undefined', 'nowhere undefined'],
    [', minimum: 9, maximum: 5', 'schema undefined', 'nowhere undefined'],
  ])('%s', (more, maximum, standard) => {
    expect(described('', more)).toEqual([maximum, standard]);
  });

  it.each([
    'name: credit_limit, schema: { type: integer }',
    'name: limit, schema: { type: string }',
    'name: limit, schema: { $ref: gone.yaml }',
    'name: limit, schema: { type: integer, oneOf: [{ maximum: 5 }] }',
    'name: limit, deprecated: true, schema: { type: integer }',
    'name: limit',
  ])('none: %s', parameter => {
    expect(sizeOf(parameter)).toBeUndefined();
  });
});

describe('public caches', () => {
  it.each([
    ['{ Cache-Control: { schema: { const: public } } }', 'public'],
    ['{ cache-control: { example: "max-age=3, public" } }', 'max-age=3, public'],
    ['{ Cache-Control: { examples: { a: { value: public } } } }', 'public'],
    ['{ Cache-Control: { schema: { enum: [public] } } }', 'public'],
    ['{ Cache-Control: { schema: { enum: [public, private] } } }', undefined],
    ['{ Cache-Control: { schema: { const: private } } }', undefined],
    ['{ Cache-Control: { schema: { const: public } }, Vary: { schema: { const: Accept } } }', 'public'],
    ['{ Cache-Control: { schema: { const: public } }, Vary: { example: Authorization } }', undefined],
    ['{ Cache-Control: { schema: { const: public } }, Vary: { $ref: gone.yaml } }', undefined],
    ['{ Cache-Control: { $ref: gone.yaml } }', undefined],
    ['{ Cache-Control: null }', undefined],
  ])('%s', (headers, expected) => {
    const [operation] = read(`  /a: { get: { responses: { '200': { headers: ${headers} } } } }`).operations;
    expect(publicCache(operation!.successes[0]!)?.text).toBe(expected);
  });
});
