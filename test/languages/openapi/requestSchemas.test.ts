import { describe, expect, it } from 'vitest';
import {
  bodyParts,
  boundsOf,
  isBoundedPattern,
  isQuantity,
  type OpenApiDocument,
  openObjects,
  parseOpenApi,
  QUANTITY_RANGE,
  requestParts,
  STRING_LENGTH,
  sharedWriteSchemas,
  updateOpenApi,
  wordsOf,
} from '#languages/openapi';

const HEAD = 'openapi: 3.1.0\ninfo: { title: Shop, version: 1.0.0 }\n';

function parse(text: string): OpenApiDocument {
  return parseOpenApi({ uri: 'file:///api.yaml', text: HEAD + text });
}

/** A POST with this schema for a body, and components. */
function withBody(schema: string, components = '{}'): string {
  return `paths:
  /orders:
    post:
      requestBody: { content: { application/json: { schema: ${schema} } } }
      responses: { '201': { description: It } }
components: { schemas: ${components} }
`;
}

const REF = (name: string): string => `{ $ref: '#/components/schemas/${name}' }`;

function partNames(text: string): readonly string[] {
  return requestParts(parse(text).api).map(one => one.name);
}

describe('parts of requests', () => {
  it('are bodies and the components that references lead to, each once', () => {
    const components = `{ A: { properties: { b: ${REF('B')}, again: ${REF('B')} } }, B: { type: array, items: ${REF('A')} }, C: {} }`;
    expect(partNames(withBody(REF('A'), components))).toEqual(['POST /orders', 'A', 'B']);
  });

  it('go through allOf, branches and maps', () => {
    const components = `{ A: { allOf: [${REF('B')}], oneOf: [${REF('C')}] }, B: { additionalProperties: ${REF('D')} }, C: {}, D: {} }`;
    expect(
      partNames(withBody(REF('A'), components))
        .slice(1)
        .sort(),
    ).toEqual(['A', 'B', 'C', 'D']);
  });

  it('end at what only answers have', () => {
    const components = `{ A: { properties: { b: { readOnly: true, allOf: [${REF('B')}] }, c: ${REF('C')} } }, B: {}, C: { readOnly: true } }`;
    expect(partNames(withBody(REF('A'), components))).not.toContain('B');
  });

  it('leave deprecated operations out', () => {
    const text = withBody(REF('A'), '{ A: { type: string } }').replace('post:', 'post:\n      deprecated: true');
    expect(partNames(text)).toEqual([]);
  });

  it('name each schema where it is written', () => {
    const schema = `{ properties: { name: { type: string }, tags: { type: array, items: { type: string } }, a: ${REF('A')} } }`;
    const [body] = requestParts(parse(withBody(schema, '{ A: { type: string } }')).api);
    expect(body?.written.map(one => one.name)).toEqual(['POST /orders', 'name', 'tags', 'tags']);
  });

  it('survive circles and half a reference', () => {
    const components = `{ A: { allOf: [${REF('A')}], properties: { a: ${REF('A')} } }, B: { $ref: , type: object }, C: { allOf: [{ $ref: '#/components/schemas/C/allOf/0' }] } }`;
    const schema = `{ properties: { a: ${REF('A')}, b: ${REF('B')}, c: ${REF('C')} } }`;
    expect(partNames(withBody(schema, components)).length).toBeGreaterThan(1);
  });

  it('take a shared body once', () => {
    const text = `paths:
  /a: { post: { requestBody: { $ref: '#/components/requestBodies/X' }, responses: { '200': { description: It } } } }
  /b: { post: { requestBody: { $ref: '#/components/requestBodies/X' }, responses: { '200': { description: It } } } }
components: { requestBodies: { X: { content: { application/json: { schema: { type: string } } } } } }
`;
    expect(bodyParts(parse(text).api).map(one => one.name)).toEqual(['POST /a']);
  });

  it('are the same while what they consist of is', () => {
    // Long enough to be read piece by piece.
    const filler = Array.from({ length: 40 }, (_, index) => `    # ${index}, so that there are many lines\n`).join('');
    const schemas = `  schemas:\n${filler}    A: { type: string }\n${filler}    B: { type: object }\n${filler}    C: {}\n`;
    const text = `${HEAD}${withBody(REF('A')).replace('components: { schemas: {} }\n', `components:\n${schemas}`)}`;
    const before = parseOpenApi({ uri: 'file:///api.yaml', text });
    const parts = requestParts(before.api);
    const at = text.indexOf('object');
    const after = updateOpenApi(before, { span: { start: at, end: at + 'object'.length }, text: 'number' });
    const now = requestParts(after.api);
    expect(now.map(one => one.name)).toEqual(['POST /orders', 'A']);
    expect(now.every((part, index) => part === parts[index])).toBe(true);
  });
});

describe('bounds', () => {
  function lacking(schema: string, bound = STRING_LENGTH): readonly string[] {
    const [part] = requestParts(parse(withBody(`{ type: object, properties: ${schema} }`)).api);
    return part ? boundsOf(part, bound).lacking.map(one => one.name) : [];
  }

  it.each([
    '{ a: { type: string } }',
    '{ a: { type: [string, "null"] } }',
    '{ a: { anyOf: [{ type: string }, { type: "null" }] } }',
    '{ a: { type: array, items: { type: string } } }',
    '{ a: { type: object, additionalProperties: { type: string } } }',
    '{ a: { type: string, pattern: "^[a-z]+$" } }',
    '{ a: { type: string, format: email } }',
  ])('a string without one: %s', schema => expect(lacking(schema)).toEqual(['a']));

  it.each([
    '{ a: { type: string, maxLength: 9 } }',
    '{ a: { maxLength: 9, anyOf: [{ type: string }] } }',
    '{ a: { type: string, format: date-time } }',
    '{ a: { type: string, readOnly: true } }',
    '{ a: { type: string, not: { const: x } } }',
    '{ a: { type: string, allOf: [{ $ref: missing.yaml }] } }',
    '{ a: { type: boolean } }',
  ])('a string with one, or none that can be seen: %s', schema => expect(lacking(schema)).toEqual([]));

  it('looks at integers that are quantities by their name', () => {
    const schema =
      '{ maxCount: { type: integer }, id: { type: integer }, size: { type: number }, page: { type: integer, maximum: 9 } }';
    expect(lacking(schema, QUANTITY_RANGE)).toEqual(['maxCount']);
  });

  it.each(['^[a-z]{1,9}$', '^\\+\\d{7}$', '^(a|b)$', '^(?=.*\\d).+$'])('ends: %s', pattern =>
    expect(isBoundedPattern(pattern)).toBe(true),
  );
  it.each(['^[a-z]+$', '^a{3,}$', '^.*$', '[a-z]{3}', '^abc', undefined])('does not end: %s', pattern =>
    expect(isBoundedPattern(pattern)).toBe(false),
  );

  it('takes names apart', () => {
    expect(wordsOf('pageSize')).toEqual(['page', 'size']);
    expect(wordsOf('max_count-v2')).toEqual(['max', 'count', 'v2']);
    expect(isQuantity('account')).toBe(false);
  });
});

describe('open objects', () => {
  function keywords(schema: string, components = '{}'): readonly string[] {
    return openObjects(parse(withBody(schema, components)).api).flatMap(one => one.open.map(({ keyword }) => keyword));
  }
  const PROPERTIES = 'properties: { a: { type: string } }';

  it('are closed by what sees their parts', () => {
    expect(keywords(`{ ${PROPERTIES} }`)).toEqual(['additionalProperties']);
    expect(keywords(`{ ${PROPERTIES}, allOf: [${REF('A')}] }`, `{ A: { ${PROPERTIES} } }`)).toEqual([
      'unevaluatedProperties',
    ]);
  });

  it('are no maps, and no branches beside properties', () => {
    expect(keywords(`{ ${PROPERTIES}, additionalProperties: {} }`)).toEqual([]);
    expect(keywords(`{ ${PROPERTIES}, oneOf: [{ ${PROPERTIES} }] }`)).toEqual([]);
    expect(keywords(`{ oneOf: [{ ${PROPERTIES} }] }`)).toEqual(['additionalProperties']);
  });
});

describe('schemas that are sent and received', () => {
  function owned(path: string, body: string, answer: string, components: string): readonly string[] {
    const text = `paths:
  ${path}:
    post:
      requestBody: { content: { application/json: { schema: ${body} } } }
      responses: { '201': { description: It, content: { application/json: { schema: ${answer} } } } }
components: { schemas: ${components} }
`;
    const shared = sharedWriteSchemas(parse(text).api);
    return shared.flatMap(one => one.owned.map(({ name }) => `${one.name}.${name}`));
  }
  const ITEM = '{ properties: { id: {}, text: {} } }';
  const USER = '{ properties: { role: {}, text: {} } }';

  it.each([
    ['as they are', REF('A')],
    ['in a list', `{ type: array, items: ${REF('A')} }`],
    ['in an envelope', `{ type: object, properties: { data: ${REF('A')} } }`],
    ['as a part', `{ allOf: [${REF('A')}] }`],
  ])('%s', (_, body) => {
    const components = `{ A: { type: object, ${ITEM.slice(2)} }`;
    expect(owned('/a', body, REF('A'), components)).toEqual(['A.id']);
  });

  it('are the same in both directions', () => {
    expect(owned('/a', REF('A'), REF('B'), `{ A: ${ITEM}, B: ${ITEM} }`)).toEqual([]);
  });

  it('have rights where they are people, but not where rights are the business', () => {
    expect(owned('/users', REF('User'), REF('User'), `{ User: ${USER} }`)).toEqual(['User.role']);
    expect(owned('/nodes', REF('Node'), REF('Node'), `{ Node: ${USER} }`)).toEqual([]);
    expect(owned('/invitations', REF('User'), REF('User'), `{ User: ${USER} }`)).toEqual([]);
    expect(owned('/admin/users', REF('User'), REF('User'), `{ User: ${USER} }`)).toEqual([]);
  });
});
