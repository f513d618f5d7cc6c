import { describe, expect, it } from 'vitest';
import { type OpenApiDocument, type Operation, parseOpenApi } from '#languages/openapi';
import { ASYNCAPI_2, ASYNCAPI_3, OPENAPI, SWAGGER } from './texts.ts';

const read = (text: string): OpenApiDocument => parseOpenApi({ uri: 'file:///api.yaml', text });

function operation(document: OpenApiDocument, label: string): Operation {
  const found = document.operations.find(one => one.label === label);
  if (!found) throw new Error(`${label} is expected`);
  return found;
}

describe('OpenAPI 3', () => {
  const document = read(OPENAPI);

  it('has the operations of paths, those of 3.2 and shared path items among them; not those of webhooks', () => {
    expect(document.operations.map(one => one.label)).toEqual([
      'GET /orders/{id}',
      'POST /orders/{id}',
      'QUERY /shared',
      'COPY /shared',
      'GET /health',
    ]);
    expect(document.events.map(one => [one.kind, one.name])).toEqual([
      ['webhook', 'placed'],
      ['callback', '{$request.body#/url}'],
    ]);
  });

  it('merges parameters, and lists each where it is written', () => {
    const get = operation(document, 'GET /orders/{id}');
    expect(get.parameters.map(one => one.name.text)).toEqual(['id', 'trace', 'limit']);
    expect(get.parameters[2]!.schema?.number('maximum')).toBe(100);
    expect(get.parameters.map(one => one.ownsSchema)).toEqual([true, true, false]);
    expect(get.parametersAreKnown).toBe(true);
    expect(get.ownParameters).toEqual([]);
    expect(document.parameters.map(one => one.name.text)).toEqual(['id', 'trace', 'limit']);
  });

  it('lets own parameters win, and knows when some cannot be known', () => {
    const text = (list: string): string =>
      `openapi: 3.0.3\npaths:\n  /a:\n    parameters: [{ name: x, in: query, required: true }]\n    get: { parameters: ${list} }\n`;
    const own = read(text('[{ name: x, in: query }, { name: x, in: header }]')).operations[0]!;
    expect(own.parameters.map(one => [one.in, one.required])).toEqual([
      ['query', false],
      ['header', false],
    ]);
    expect(read(text("[{ $ref: '#/components/parameters/None' }]")).operations[0]!.parametersAreKnown).toBe(false);
  });

  it('answers by code, range and default', () => {
    const get = operation(document, 'GET /orders/{id}');
    expect([200, 404, 429, 500].map(status => get.answers(status))).toEqual([true, true, true, false]);
    expect(operation(document, 'POST /orders/{id}').answers(500)).toBe(true);
    expect(get.successes.map(one => [one.code, one.isOwn, one.headers.map(header => header.name)])).toEqual([
      ['200', true, ['X-Total']],
    ]);
    expect(get.responses[1]).toMatchObject({ code: '4XX', isOwn: false, at: { text: 'description' } });
  });

  it('inherits security, and knows that an empty list is none', () => {
    expect(operation(document, 'GET /orders/{id}').effectiveSecurity?.schemes).toEqual(['key']);
    expect(operation(document, 'POST /orders/{id}').security?.schemes).toEqual(['key']);
    const health = operation(document, 'GET /health');
    expect(health.effectiveSecurity).toMatchObject({ schemes: [], isOptional: true });
    expect(health.path.isInfrastructure).toBe(true);
  });

  it('lists a component that only refers to another one where that stands, and finds it by its own name', () => {
    expect(document.schemas.map(one => one.name)).toEqual(['Base', 'Order', 'Line', 'Count', 'Problem', 'Unused']);
    expect(document.api.schema('Alias')?.schema).toBe(document.api.schema('Count')?.schema);
    expect(document.api.schema('Alias')?.schema?.name).toBe('Count');
  });

  it('knows which way a schema goes', () => {
    const ways = document.schemas.map(one => [one.name, one.isRequest, one.isResponse]);
    expect(ways).toContainEqual(['Order', true, true]);
    expect(ways).toContainEqual(['Count', true, true]);
    expect(ways).toContainEqual(['Problem', false, true]);
    // A discriminator's mapping leads nowhere by itself.
    expect(ways).toContainEqual(['Unused', false, false]);
  });

  it('lists what two paths share once where it is written, and twice in the whole', () => {
    const twice = read(
      "openapi: 3.1.0\npaths:\n  /a: { $ref: '#/components/pathItems/A' }\n  /b: { $ref: '#/components/pathItems/A' }\ncomponents:\n  pathItems:\n    A:\n      parameters: [{ name: x, in: query }]\n      get: {}\n",
    );
    expect(twice.operations.map(one => one.label)).toEqual(['GET /a']);
    expect(twice.parameters).toHaveLength(1);
    expect(twice.api.operations.map(one => one.label)).toEqual(['GET /a', 'GET /b']);
  });

  it('gives up on references in a circle, and on what is no mapping', () => {
    const circle = read(
      "openapi: 3.1.0\npaths:\n  /a: { get: { responses: { '200': { $ref: '#/components/responses/A' } } } }\n  /b: 1\n  /c: { $ref: '#/paths/~1c' }\ncomponents:\n  responses:\n    A: { $ref: '#/components/responses/B' }\n    B: { $ref: '#/components/responses/A' }\n",
    );
    expect(circle.operations.map(one => [one.label, one.responsesAreKnown])).toEqual([['GET /a', false]]);
    expect(circle.paths.map(one => one.node !== undefined)).toEqual([true, false, false]);
  });

  it('reads streams of 3.2', () => {
    const [stream] = read(
      "openapi: 3.2.0\npaths:\n  /a: { get: { responses: { '200': { content: { text/event-stream; charset=utf-8: { itemSchema: { type: object } } } } } } }\n",
    ).operations[0]!.responses[0]!.content;
    expect(stream).toMatchObject({ type: 'text/event-stream', isJson: false, hasSchema: true, schema: undefined });
    expect(stream!.itemSchema?.types).toEqual(['object']);
  });
});

describe('Swagger 2.0', () => {
  const document = read(SWAGGER);

  it('has bodies for the parameters that are bodies', () => {
    const bodies = ['post', 'put', 'patch'].map(method => operation(document, `${method.toUpperCase()} /orders`));
    expect(bodies.map(one => one.requestBody?.content.map(media => media.type))).toEqual([
      ['application/xml', 'application/json'],
      ['application/json'],
      [],
    ]);
    expect(bodies.map(one => one.requestBody?.isOwn)).toEqual([true, false, true]);
    expect(bodies[1]!.requestBody).toMatchObject({ required: true, at: { text: 'body' } });
    expect(bodies.flatMap(one => one.parameters)).toEqual([]);
    expect(bodies.flatMap(one => one.ownParameters.map(inner => inner.in))).toEqual(['body', 'formData', 'formData']);
  });

  it('has one view of a shared body: that of the parameter is that of its content', () => {
    const shared = document.parameters.find(one => one.name.text === 'body')!;
    const content = operation(document, 'PUT /orders').requestBody!.content[0]!;
    expect(content.schema).toBe(shared.schema);
    expect(content.schema?.property('a')).toBeDefined();
  });

  it('reads bounds in the parameter, answers in its media types, flows in the words of 3', () => {
    const get = operation(document, 'GET /orders');
    expect(get.isSwagger).toBe(true);
    expect(get.parameters[0]).toMatchObject({ ownsSchema: true, operation: undefined });
    expect(get.parameters[0]!.schema?.number('maximum')).toBe(100);
    expect(get.successes[0]!.content.map(one => [one.type, one.schema?.items?.name])).toEqual([
      ['application/json', 'Order'],
    ]);
    expect(document.securitySchemes[0]!.flows.map(one => [one.name, one.scopes])).toEqual([
      ['authorizationCode', ['read']],
    ]);
    expect(document.api.servers.map(one => one.url)).toEqual(['https://api.example.com/v1']);
  });
});

describe('AsyncAPI', () => {
  it('2: lists messages once, where they are written, with what their channels and traits say', () => {
    const placed = read(ASYNCAPI_2).events.find(one => one.name === 'Placed')!;
    expect(placed).toMatchObject({ kind: 'message', address: 'orders/placed', isKnown: true, isReply: false });
    expect(placed.headers.map(one => [one.name, one.required])).toEqual([['event-id', true]]);
    expect(placed.payload?.name).toBe('Order');
    // A binding behind a reference, and the operation's own.
    expect(placed.bindings.get('kafka')).toHaveLength(2);
    expect(placed.protocols).toEqual(['kafka']);
    expect(read(ASYNCAPI_2).events.find(one => one.name === 'Paid')).toMatchObject({
      isKnown: false,
      payload: undefined,
    });
  });

  it('3: knows replies', () => {
    const events = read(ASYNCAPI_3).events.map(one => [one.name, one.isReply, one.hasCorrelationId, one.address]);
    expect(events).toEqual([
      ['Placed', false, false, 'orders.placed'],
      ['reply', true, true, 'orders.placed'],
    ]);
  });
});
