import { describe, expect, it } from 'vitest';
import { type NamedSchema, type OpenApiDocument, parseOpenApi, type Schema, updateOpenApi } from '#languages/openapi';

const VERSIONS = {
  '2.0': "swagger: '2.0'",
  '3.0': 'openapi: 3.0.3',
  '3.1': 'openapi: 3.1.0',
  asyncapi: 'asyncapi: 2.6.0',
} as const;

type Version = keyof typeof VERSIONS;

function parse(schemas: string, version: Version = '3.1', rest = 'paths: {}\n'): OpenApiDocument {
  const section = version === '2.0' ? `definitions:\n${schemas}` : `components:\n  schemas:\n${schemas}`;
  const text = `${VERSIONS[version]}\ninfo: { title: Shop, version: '1' }\n${rest}${section}`;
  return parseOpenApi({ uri: 'file:///api.yaml', text });
}

/** The schema of the component `A`. */
function schemaOf(schemas: string, version: Version = '3.1'): Schema {
  const found = parse(schemas, version).api.schema('A')?.schema;
  if (!found) throw new Error('there is no schema A');
  return found;
}

const names = (schema: Schema | undefined): readonly string[] | undefined => schema?.properties.map(one => one.name);
const ref = (name: string): string => `{ $ref: '#/components/schemas/${name}' }`;

describe('types', () => {
  it.each([
    ['3.0', '{ type: string, nullable: true }', ['string'], true],
    ['3.0', '{ type: string }', ['string'], false],
    ['3.1', '{ type: [string, "null", integer] }', ['string', 'integer'], true],
    ['3.1', '{ type: [string, null] }', ['string'], true],
    ['3.1', '{ type: "null" }', [], true],
    ['2.0', '{ type: string, x-nullable: true }', ['string'], true],
    ['3.1', '{ properties: { a: {} } }', ['object'], false],
    ['3.1', '{ items: {} }', ['array'], false],
    ['3.1', '{}', [], false],
  ] as const)('of %s %s', (version, written, types, nullable) => {
    const schema = schemaOf(`    A: ${written}\n`, version);
    expect([schema.types, schema.nullable]).toEqual([types, nullable]);
  });
});

describe('allOf', () => {
  const inherited = `    A:
      allOf:
        - ${ref('B')}
        - { required: [own], properties: { own: { type: string } }, maxProperties: 3 }
      properties: { shared: { type: integer } }
    B: { type: object, required: [shared], properties: { shared: { type: string }, base: {} }, readOnly: true }
`;

  it('is merged, and the nearest says what counts', () => {
    const schema = schemaOf(inherited);
    expect(names(schema)).toEqual(['shared', 'base', 'own']);
    expect(schema.property('shared')?.schema?.types).toEqual(['integer']);
    expect([...schema.required].sort()).toEqual(['own', 'shared']);
    expect(schema.number('maxProperties')).toBe(3);
    expect(schema.types).toEqual(['object']);
    expect(schema.readOnly).toBe(true);
    expect(schema.writeOnly).toBe(false);
  });

  it('lists its own parts as bases', () => {
    expect(schemaOf(inherited).bases.map(one => one.name)).toEqual(['B', undefined]);
  });

  it.each([
    ['itself', `    A: { allOf: [${ref('A')}], properties: { a: {} } }\n`],
    ['a ring', `    A: { allOf: [${ref('B')}], properties: { a: {} } }\n    B: { allOf: [${ref('A')}] }\n`],
  ])('in a loop over %s is harmless', (_, text) => {
    const schema = schemaOf(text);
    expect(names(schema)).toEqual(['a']);
    expect(schema.isUnknown).toBe(false);
    expect([...schema.walk()].length).toBeLessThan(4);
  });

  it('of more parts than one reads is unknown', () => {
    const parts = Array.from({ length: 300 }, (_, at) => `{ properties: { p${at}: {} } }`);
    expect(schemaOf(`    A: { allOf: [${parts.join(', ')}] }\n`).isUnknown).toBe(true);
    expect(schemaOf(`    A: { allOf: [${parts.slice(0, 100).join(', ')}] }\n`).isUnknown).toBe(false);
  });
});

describe('keywords beside a reference', () => {
  const written = `    A: { $ref: '#/components/schemas/B', required: [b], properties: { a: {} }, maxLength: 5 }
    B: { type: object, properties: { b: {} }, maxLength: 9 }
`;

  it('count in 3.1', () => {
    const schema = schemaOf(written);
    expect(schema.name).toBe('A');
    expect(names(schema)).toEqual(['a', 'b']);
    expect([...schema.required]).toEqual(['b']);
    expect(schema.number('maxLength')).toBe(5);
    expect(schema.bases.map(one => one.name)).toEqual(['B']);
  });

  it('are ignored in 3.0', () => {
    const schema = schemaOf(written, '3.0');
    expect(schema.name).toBe('B');
    expect(names(schema)).toEqual(['b']);
    expect(schema.required.size).toBe(0);
  });

  it('count on the way to what a reference leads to, and within allOf', () => {
    const text = `    A: { allOf: [{ $ref: '#/components/schemas/B', required: [x] }] }
    B: { $ref: '#/components/schemas/C', required: [y] }
    C: { required: [z] }
`;
    expect([...schemaOf(text).required]).toEqual(['x', 'y', 'z']);
  });

  it('do not make a missing target known', () => {
    expect(schemaOf(`    A: { $ref: '#/components/schemas/None', type: object }\n`).isUnknown).toBe(true);
  });

  it('in a loop are harmless', () => {
    const schema = schemaOf(`    A: { $ref: '#/components/schemas/A', properties: { a: {} } }\n`);
    expect(names(schema)).toEqual(['a']);
  });
});

describe('what cannot be known', () => {
  it.each([
    ['a missing part', `{ allOf: [${ref('None')}] }`],
    ['a missing branch', `{ oneOf: [{ type: object }, ${ref('None')}] }`],
    ['another site', '{ allOf: [{ $ref: "https://example.com/a.yaml" }] }'],
    ['a file that is not there', '{ allOf: [{ $ref: "other.yaml#/A" }] }'],
    ['a reference to itself', `{ allOf: [${ref('Loop')}] }`],
    ['a dynamic reference', '{ $dynamicRef: "#node" }'],
    ['a template among its keywords', '{ type: object, <<: "{{ more }}" }'],
    ['a template for properties', '{ type: object, properties: "{{ all }}" }'],
    ['an anchor of JSON Schema', '{ allOf: [{ $ref: "#order" }] }'],
  ])('%s', (_, written) => {
    expect(schemaOf(`    A: ${written}\n    Loop: ${ref('Loop')}\n`).isUnknown).toBe(true);
  });

  it.each([
    ['a plain one', '{ type: object }'],
    ['true as a part', '{ allOf: [true, { type: object }] }'],
    ['a missing target of a property only', `{ properties: { a: ${ref('None')} } }`],
  ])('%s is known', (_, written) => {
    expect(schemaOf(`    A: ${written}\n`).isUnknown).toBe(false);
  });

  it('is undefined where nothing but a reference stands', () => {
    const text = `    A: { properties: { lost: ${ref('None')}, loop: ${ref('Loop')}, any: true, none: false } }\n    Loop: ${ref('Loop')}\n`;
    expect(schemaOf(text).properties.map(one => [one.name, one.schema])).toEqual([
      ['lost', undefined],
      ['loop', undefined],
      ['any', undefined],
      ['none', undefined],
    ]);
  });
});

describe('conditions', () => {
  it.each(['oneOf: [{}]', 'anyOf: [{}]', 'not: {}', 'if: {}', 'dependentSchemas: { a: {} }'])('%s', keyword => {
    expect(schemaOf(`    A: { ${keyword} }\n`).isConditional).toBe(true);
    expect(schemaOf(`    A: { allOf: [{ ${keyword} }] }\n`).isConditional).toBe(true);
  });

  it('are none where only a property has some', () => {
    expect(schemaOf('    A: { properties: { a: { oneOf: [{}] } } }\n').isConditional).toBe(false);
  });

  it('have branches, those of parts included', () => {
    const text = `    A: { oneOf: [${ref('B')}], allOf: [{ anyOf: [{ type: string }] }] }\n    B: {}\n`;
    expect(schemaOf(text).branches.map(one => one.name ?? one.types[0])).toEqual(['B', 'string']);
  });
});

describe('objects', () => {
  it.each([
    ['additionalProperties: false', false],
    ['additionalProperties: true', true],
    ['unevaluatedProperties: false', false],
    ['type: object', undefined],
  ])('%s', (written, additional) => {
    expect(schemaOf(`    A: { ${written} }\n`).additional).toBe(additional);
  });

  it('with a schema for other properties', () => {
    const { additional } = schemaOf('    A: { additionalProperties: { type: integer } }\n');
    expect(typeof additional === 'object' && additional.types).toEqual(['integer']);
  });

  it('know what is only read or written, by themselves or by their schema', () => {
    const text = `    A: { properties: { a: { readOnly: true }, b: ${ref('B')}, c: {} } }\n    B: { writeOnly: true }\n`;
    expect(schemaOf(text).properties.map(one => [one.readOnly, one.writeOnly])).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
  });

  it('take what merge keys and aliases bring, their own first', () => {
    const text = `    Base: &base { properties: &fields { id: { type: string }, at: { type: string } } }
    A: { properties: { <<: *fields, id: { type: integer } } }
    C: { <<: *base, required: [id] }
    D: *base
`;
    const { api } = parse(text);
    expect(names(api.schema('A')?.schema)).toEqual(['id', 'at']);
    expect(api.schema('A')?.schema?.property('id')?.schema?.types).toEqual(['integer']);
    expect(names(api.schema('C')?.schema)).toEqual(['id', 'at']);
    expect(names(api.schema('D')?.schema)).toEqual(['id', 'at']);
  });
});

describe('walking', () => {
  it('gives everything once, itself first, parts of allOf too', () => {
    const text = `    A:
      allOf: [${ref('Base')}]
      properties: { list: { items: ${ref('Item')} }, self: ${ref('A')} }
      additionalProperties: ${ref('More')}
      oneOf: [${ref('Branch')}, ${ref('Item')}]
    Base: { properties: { item: ${ref('Item')} } }
    Item: { properties: { a: ${ref('A')} } }
    More: {}
    Branch: {}
    Other: {}
`;
    const found = [...schemaOf(text).walk()].map(one => one.name ?? '-');
    expect(found[0]).toBe('A');
    expect(found.sort()).toEqual(['-', 'A', 'Base', 'Branch', 'Item', 'More']);
  });

  it('is linear where every schema leads to every other one', () => {
    const count = 60;
    const fields = Array.from({ length: count }, (_, at) => `p${at}: ${ref(`S${at}`)}`).join(', ');
    const all = Array.from({ length: count }, (_, at) => `    S${at}: { properties: { ${fields} } }\n`).join('');
    expect([...schemaOf(`    A: ${ref('S0')}\n${all}`).walk()]).toHaveLength(count);
  });

  it('gives one object for one schema', () => {
    const schema = schemaOf(`    A: { properties: { a: ${ref('B')}, b: ${ref('B')} } }\n    B: {}\n`);
    expect(schema.property('a')?.schema).toBe(schema.property('b')?.schema);
  });
});

describe('half-typed text', () => {
  const whole = `    A:
      allOf:
        - $ref: '#/components/schemas/B'
        - required: [a, b]
      properties:
        a: { type: [string, 'null'], oneOf: [{ $ref: '#/components/schemas/A' }] }
      additionalProperties: false
    B: { items: { $ref: '#/components/schemas/A' } }
`;

  it('never throws', () => {
    const full = parse(whole).text;
    for (let end = full.indexOf('components'); end <= full.length; end++) {
      const { api } = parseOpenApi({ uri: 'file:///api.yaml', text: full.slice(0, end) });
      for (const { schema } of api.schemas)
        for (const one of schema?.walk() ?? [])
          void [one.types, one.nullable, one.required, one.additional, one.isUnknown, one.isConditional, one.bases];
    }
    expect(names(schemaOf(whole))).toEqual(['a']);
  });
});

describe('what operations do with a named schema', () => {
  const schemas = `    Sent: { properties: { part: ${ref('Part')} } }
    Part: { properties: { sent: ${ref('Sent')} } }
    Answer: { allOf: [${ref('Part')}] }
    Told: {}
    Called: {}
    Filter: {}
    Unused: ${'{ properties: { told: {} } }'}
`;
  const paths = `paths:
  /a:
    parameters: [{ name: filter, in: query, schema: ${ref('Filter')} }]
    post:
      requestBody: { content: { application/json: { schema: ${ref('Sent')} } } }
      responses: { '200': { description: ok, content: { application/json: { schema: ${ref('Answer')} } } } }
      callbacks:
        done: { 'https://a': { post: { requestBody: { content: { application/json: { schema: ${ref('Called')} } } } } } }
webhooks:
  told: { post: { requestBody: { content: { application/json: { schema: ${ref('Told')} } } } } }
`;
  const use = ({ isRequest, isResponse }: NamedSchema): string =>
    [isRequest ? 'in' : '', isResponse ? 'out' : ''].filter(Boolean).join('+');
  const uses = (document: OpenApiDocument): Record<string, string> =>
    Object.fromEntries(document.schemas.map(one => [one.name, use(one)]));

  it('follows references, however far and round', () => {
    expect(uses(parse(schemas, '3.1', paths))).toEqual({
      Sent: 'in+out',
      Part: 'in+out',
      Answer: 'out',
      Told: 'out',
      Called: 'out',
      Filter: 'in',
      Unused: '',
    });
  });

  it('works over definitions of 2.0', () => {
    const text = `paths:
  /a:
    post:
      parameters: [{ name: body, in: body, schema: { $ref: '#/definitions/In' } }]
      responses: { '200': { description: ok, schema: { $ref: '#/definitions/Out' } } }
`;
    expect(uses(parse('  In: {}\n  Out: {}\n', '2.0', text))).toEqual({ In: 'in', Out: 'out' });
  });

  it('makes another view where it changes, and keeps it where it does not', () => {
    // Of a short text everything is read anew.
    const apart = Array.from({ length: 200 }, (_, at) => `    # ${at}\n`).join('');
    const before = parse(schemas.replace(/^ {4}Told/m, `${apart}$&`), '3.1', paths + apart);
    const start = before.text.indexOf('schemas/Filter');
    const change = { span: { start, end: start + 'schemas/Filter'.length }, text: 'schemas/Unused' };
    const viewOf = ({ api }: OpenApiDocument, name: string): NamedSchema | undefined => api.schema(name);
    const known = ['Filter', 'Unused', 'Told'].map(name => viewOf(before, name));
    const after = updateOpenApi(before, change);
    expect(uses(after)).toMatchObject({ Filter: '', Unused: 'in' });
    expect(['Filter', 'Unused', 'Told'].map((name, at) => viewOf(after, name) === known[at])).toEqual([
      false,
      false,
      true,
    ]);
  });
});
