import { describe, expect, it } from 'vitest';
import { type OpenApiDocument, openApiLanguage, parseOpenApi, updateOpenApi } from '#languages/openapi';
import { dump } from './dump.ts';
import { ASYNCAPI_2, ASYNCAPI_3, OPENAPI, SWAGGER } from './texts.ts';

/** Long enough that every path item and component is read by itself. */
const LONG = 130;

/** Puts comment lines below the keys of `depth` spaces: edits are told apart by pieces of the text. */
function lengthened(text: string, ...depths: readonly number[]): string {
  return text
    .split('\n')
    .flatMap(line => {
      const depth = /^ *(?=[^ #-])/.exec(line)?.[0].length ?? -1;
      if (!depths.includes(depth) || !/:$/.test(line)) return [line];
      return [line, ...Array.from({ length: LONG }, (_, index) => `${' '.repeat(depth + 2)}# ${index}`)];
    })
    .join('\n');
}

const SHOP = lengthened(
  `openapi: 3.1.0
info: { title: Shop, version: '1' }
security: [{ key: [] }]
paths:
  /orders:
    get:
      summary: lists orders
      parameters:
        - { $ref: '#/components/parameters/Limit' }
      responses: { '200': { $ref: '#/components/responses/Orders' } }
  /people:
    get:
      summary: lists people
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Person' } } } } }
  /plain:
    get:
      summary: says something
      responses: { '200': { description: ok } }
webhooks:
  placed:
    post:
      summary: tells of an order
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses: { '200': { description: ok } }
components:
  parameters:
    Limit:
      name: limit
      in: query
      schema: { type: integer }
  responses:
    Orders:
      description: all of them
      content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } }
  schemas:
    Order:
      type: object
      properties: { line: { $ref: '#/components/schemas/Line' } }
    Line:
      type: object
      properties: { order: { $ref: '#/components/schemas/Order' }, count: { type: integer } }
    Person:
      type: object
      properties: { name: { type: string } }
`,
  2,
  4,
);

function typed(document: OpenApiDocument, before: string, text: string, removed = 0): OpenApiDocument {
  const found = document.text.indexOf(before);
  if (found < 0) throw new Error(`"${before}" is expected in the text`);
  const start = found + before.length;
  return updateOpenApi(document, { span: { start, end: start + removed }, text });
}

interface Views {
  readonly name: string;
  readonly view: object;
}

/** Everything that `context.each` may be given, with a name to tell it by. */
function viewsOf(document: OpenApiDocument): readonly Views[] {
  const { paths, operations, parameters, schemas, sharedResponses, events, securitySchemes } = document;
  return [
    ...paths.map(view => ({ name: `path ${view.path}`, view })),
    ...operations.map(view => ({ name: view.label, view })),
    ...operations.flatMap(one =>
      one.responses.map(view => ({ name: `${one.label} ${view.code}`, view })).filter(() => one.node !== undefined),
    ),
    ...parameters.map(view => ({ name: `parameter ${view.name.text}`, view })),
    ...schemas.map(view => ({ name: `schema ${view.name}`, view })),
    ...schemas.flatMap(one => (one.schema ? [{ name: `schema of ${one.name}`, view: one.schema }] : [])),
    ...sharedResponses.map(view => ({ name: `response ${view.code}`, view })),
    ...securitySchemes.map(view => ({ name: `scheme ${view.name}`, view })),
    ...events.map(view => ({ name: `event ${view.name}`, view })),
  ];
}

/** The names of the views that are other objects after an edit; reads all of them before. */
function renewed(document: OpenApiDocument, edit: (document: OpenApiDocument) => OpenApiDocument): string[] {
  dump(document);
  const before = new Set(viewsOf(document).map(one => one.view));
  const after = edit(document);
  return viewsOf(after)
    .filter(one => !before.has(one.view))
    .map(one => one.name);
}

const shop = (): OpenApiDocument => parseOpenApi({ uri: 'file:///shop.yaml', text: SHOP });
const everything = viewsOf(shop()).map(one => one.name);
const ORDERS = ['path /orders', 'GET /orders', 'GET /orders 200'];
const PEOPLE = ['path /people', 'GET /people', 'GET /people 200'];

describe('views after an edit', () => {
  it('of an operation: its own are new, all others the same', () => {
    expect(renewed(shop(), one => typed(one, 'says something', ' else'))).toEqual(
      everything.filter(name => name.includes('/plain')),
    );
  });

  it('of a component: those that come to it are new, over any number of references', () => {
    expect(renewed(shop(), one => typed(one, 'Limit:\n', '      # more\n')).sort()).toEqual(
      [...ORDERS, 'parameter limit'].sort(),
    );
    const lines = [
      'schema Line',
      'schema of Line',
      'schema Order',
      'schema of Order',
      'response Orders',
      'event placed',
    ];
    expect(renewed(shop(), one => typed(one, 'count: { type: ', 'number', 7)).sort()).toEqual(
      [...ORDERS, ...lines].sort(),
    );
    expect(renewed(shop(), one => typed(one, 'name: { type: string', ', maxLength: 9')).sort()).toEqual(
      [...PEOPLE, 'schema Person', 'schema of Person'].sort(),
    );
  });

  it.each([
    ['security', '[{ key: [', 'read', 0],
    ['the version', 'openapi: 3.', '0', 1],
  ])('of %s: all are new', (_, before, text, removed) => {
    expect(renewed(shop(), one => typed(one, before, text, removed))).toEqual(everything);
  });

  it('of what no view speaks of: all are the same', () => {
    expect(renewed(shop(), one => typed(one, 'title: Shop', 's'))).toEqual([]);
    expect(renewed(shop(), one => typed(one, 'security: [{ key: []', ' '))).toEqual([]);
  });

  it('above them: the same, moved', () => {
    const before = shop();
    const operation = before.operations.at(-1)!;
    const { start } = operation.span;
    const after = typed(before, "version: '1' }\n", 'x-more:\n  - 1\n');
    expect(after.operations.at(-1)).toBe(operation);
    expect(operation.span.start).toBe(start + 'x-more:\n  - 1\n'.length);
    expect(operation.home.tree.text).toBe(after.text);
  });

  it('that adds what a reference misses, and takes it away again: what refers to it is new', () => {
    const missing = typed(shop(), '    Person', 's');
    expect(missing.operations[1]!.responses[0]!.content[0]!.schema).toBeUndefined();
    const again = typed(missing, '    Person', '', 1);
    expect(again.operations[1]!.responses[0]!.content[0]!.schema?.property('name')).toBeDefined();
    expect(renewed(shop(), one => typed(one, '    Person', 's'))).toEqual(expect.arrayContaining(PEOPLE));
  });

  it('that makes a schema a part of a request: it is another view', () => {
    const edited = renewed(shop(), one =>
      typed(
        one,
        'summary: says something\n',
        "      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Person' } } } }\n",
      ),
    );
    expect(edited).toContain('schema Person');
    expect(edited).not.toContain('schema Order');
    expect(edited).not.toContain('GET /people');
  });

  it('of a definition, in 2.0; of what it produces as a whole: all', () => {
    const swagger = (): OpenApiDocument =>
      parseOpenApi({
        uri: 'file:///old.json',
        text: JSON.stringify(
          {
            swagger: '2.0',
            info: { title: 'A', version: '1' },
            produces: ['application/json'],
            paths: {
              '/a': {
                get: {
                  'x-long': Array(LONG).fill(1),
                  responses: { 200: { description: 'a', schema: { $ref: '#/definitions/A' } } },
                },
              },
              '/b': {
                get: {
                  'x-long': Array(LONG).fill(2),
                  responses: { 200: { description: 'b', schema: { type: 'string' } } },
                },
              },
            },
            definitions: { A: { 'x-long': Array(LONG).fill(3), type: 'object', title: 'here' } },
          },
          undefined,
          2,
        ),
      });
    const all = viewsOf(swagger()).map(one => one.name);
    expect(renewed(swagger(), one => typed(one, '"title": "here', 'x')).sort()).toEqual(
      ['path /a', 'GET /a', 'GET /a 200', 'schema A', 'schema of A'].sort(),
    );
    expect(renewed(swagger(), one => typed(one, '"application/', 'hal+'))).toEqual(all);
  });
});

describe('AsyncAPI messages after an edit', () => {
  const events = (text: string): OpenApiDocument =>
    parseOpenApi({ uri: 'file:///events.yaml', text: lengthened(text, 2, 4) });

  it('are the same where nothing that they say has changed', () => {
    expect(renewed(events(ASYNCAPI_2), one => typed(one, 'title: Events', 's'))).toEqual([]);
    expect(renewed(events(ASYNCAPI_3), one => typed(one, 'title: Events', 's'))).toEqual([]);
  });

  it.each([
    // The channel leads to it, and so does what is written in the channel.
    ['its trait', 'required: [', 'x, ', ['Inline', 'Placed']],
    ["its channel's bindings", 'partitions: ', '1', ['Inline', 'Placed']],
    ['the broker', 'protocol: k', 'q', ['Inline', 'Paid', 'Placed']],
    ['the content type', 'defaultContentType: ', 'x-', ['Inline', 'Paid', 'Placed']],
  ])('are new where %s has', (_, before, text, names) => {
    const found = renewed(events(ASYNCAPI_2.replace('    Envelope: {', '    Envelope:\n      {')), one =>
      typed(one, before, text),
    );
    expect(found.filter(name => name.startsWith('event ')).sort()).toEqual(names.map(name => `event ${name}`));
  });
});

describe('a description of several files', () => {
  const ROOT = `openapi: 3.0.3
info: { title: Shop, version: '1' }
paths:
  /orders:
    $ref: paths/orders.yaml
  /people:
    get:
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: 'schemas.yaml#/Person' } } } } }
`;
  const FILES: Readonly<Record<string, string>> = {
    'file:///api/root.yaml': lengthened(ROOT, 2),
    'file:///api/paths/orders.yaml': `get:
  parameters: [{ $ref: '../limit.yaml' }]
  responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '../schemas.yaml#/Order' } } } } }
`,
    'file:///api/limit.yaml': 'name: limit\nin: query\nschema: { type: integer }\n',
    'file:///api/schemas.yaml': `Order: { type: object, properties: { buyer: { $ref: '#/Person' }, self: { $ref: 'schemas.yaml#/Order' } } }
Person: { type: object, properties: { name: { type: string } } }
`,
  };

  class Workspace {
    private readonly documents = new Map<string, OpenApiDocument>();

    constructor() {
      for (const [uri, text] of Object.entries(FILES)) {
        const isRoot = uri.endsWith('root.yaml');
        const source = isRoot ? { uri, text } : { uri, text, hints: { openApiFragment: true as const } };
        this.documents.set(uri, parseOpenApi(source));
      }
    }

    get(name: string): OpenApiDocument {
      const facts = new Map([...this.documents].map(([uri, one]) => [uri, openApiLanguage.facts(one)]));
      return openApiLanguage.link!(this.documents.get(`file:///api/${name}`)!, facts, uri => this.documents.get(uri));
    }

    type(name: string, before: string, text: string): void {
      const uri = `file:///api/${name}`;
      this.documents.set(uri, typed(this.documents.get(uri)!, before, text));
    }

    get names(): readonly string[] {
      return Object.keys(FILES).map(uri => uri.slice('file:///api/'.length));
    }
  }

  it('lists each thing in the file that it is written in', () => {
    const files = new Workspace();
    const labels = (name: string): readonly string[] => viewsOf(files.get(name)).map(one => one.name);
    expect(labels('root.yaml')).toEqual([...PEOPLE]);
    expect(labels('paths/orders.yaml')).toEqual([...ORDERS]);
    expect(labels('limit.yaml')).toEqual(['parameter limit']);
    expect(labels('schemas.yaml')).toEqual(['schema Order', 'schema Person', 'schema of Order', 'schema of Person']);
    expect(files.get('root.yaml').api.operations.map(one => one.label)).toEqual(['GET /orders', 'GET /people']);
    expect(files.get('schemas.yaml').version).toBe('3.0');
  });

  it.each([
    ['limit.yaml', 'type: integer', ', maximum: 9', [...ORDERS, 'parameter limit']],
    ['paths/orders.yaml', 'get:\n', '  summary: all\n', ORDERS],
    ['root.yaml', "'200': { description: ", 'very ', PEOPLE],
  ])('an edit of %s renews what comes to it, in all files', (name, before, text, expected) => {
    const files = new Workspace();
    const read = (): readonly Views[] =>
      files.names.flatMap(one => {
        const document = files.get(one);
        dump(document);
        return viewsOf(document);
      });
    const known = new Set(read().map(one => one.view));
    files.type(name, before, text);
    expect(
      read()
        .filter(one => !known.has(one.view))
        .map(one => one.name)
        .sort(),
    ).toEqual([...expected].sort());
  });

  it('says after edits what it says when it is read for the first time', () => {
    const files = new Workspace();
    const all = (one: Workspace): readonly unknown[] => one.names.map(name => dump(one.get(name)));
    all(files);
    const edits: readonly (readonly [string, string, string])[] = [
      ['schemas.yaml', 'Order: { type: object', ', required: [buyer]'],
      ['paths/orders.yaml', "schemas.yaml#/Order' } ", ', example: 1'],
      ['root.yaml', 'schemas.yaml#/', 'x'],
      ['limit.yaml', 'name: limit', 's'],
    ];
    const fresh = new Workspace();
    for (const [name, before, text] of edits) {
      files.type(name, before, text);
      all(files);
      fresh.type(name, before, text);
    }
    expect(all(files)).toEqual(all(fresh));
  });
});

it('texts of the law are read without complaint', () => {
  for (const text of [OPENAPI, SWAGGER, ASYNCAPI_2, ASYNCAPI_3]) {
    const document = parseOpenApi({ uri: 'file:///a.yaml', text });
    expect(document.problems).toEqual([]);
    expect(document.complete).toBe(true);
  }
});
