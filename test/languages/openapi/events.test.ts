import { describe, expect, it } from 'vitest';
import { type ApiEvent, eventId, hasSchemaVersion, isContract, isTakenIn, parseOpenApi } from '#languages/openapi';

const HEAD = "openapi: 3.1.0\ninfo: { title: Shop, version: '1' }\n";

function eventsOf(text: string, head = HEAD): readonly ApiEvent[] {
  return parseOpenApi({ uri: 'file:///api.yaml', text: head + text }).events;
}

/** A webhook with this payload, and these schemas beside it. */
function told(payload: string, components = '{}', operation = ''): ApiEvent {
  const [event] = eventsOf(`webhooks:
  told:
    post:
      ${operation}
      requestBody: { content: { application/json: { schema: ${payload} } } }
components: { schemas: ${components} }
`);
  if (!event) throw new Error('there is no event');
  return event;
}

const ref = (name: string): string => `{ $ref: '#/components/schemas/${name}' }`;
const fields = (...names: readonly string[]): string =>
  `{ type: object, properties: { ${names.map(one => `${one}: { type: string }`).join(', ')} } }`;

describe('webhooks and callbacks', () => {
  it('are events, one an operation', () => {
    const text = `webhooks:
  created: { post: {}, put: {} }
  shared: { $ref: '#/components/pathItems/Shared' }
  lost: { $ref: '#/components/pathItems/None' }
paths:
  /a:
    post:
      callbacks:
        done: { 'https://a': { post: {} }, x-note: { post: {} } }
        also: { $ref: '#/components/callbacks/Also' }
        lost: { $ref: '#/components/callbacks/None' }
  /b: { post: { callbacks: { also: { $ref: '#/components/callbacks/Also' } } } }
components:
  pathItems: { Shared: { post: {} } }
  callbacks: { Also: { 'https://b': { post: {} } } }
`;
    expect(eventsOf(text).map(one => `${one.kind} ${one.name} ${one.operation?.method}`)).toEqual([
      'webhook created post',
      'webhook created put',
      'webhook shared post',
      'callback https://a post',
      'callback https://b post',
    ]);
  });

  it('are read from x-webhooks before 3.1', () => {
    expect(eventsOf('x-webhooks: { a: { post: {} } }\n', HEAD.replace('3.1.0', '3.0.3'))).toHaveLength(1);
  });

  it('have header parameters for headers, shared ones too', () => {
    const [event] = eventsOf(`webhooks:
  a:
    parameters: [{ $ref: '#/components/parameters/Id' }]
    post: { parameters: [{ name: trace, in: header }, { name: page, in: query }] }
components: { parameters: { Id: { name: event-id, in: header, required: true } } }
`);
    expect(event!.headers.map(one => [one.name, one.required])).toEqual([
      ['event-id', true],
      ['trace', false],
    ]);
  });

  it('prefer JSON of several bodies', () => {
    const [event] = eventsOf(
      `webhooks: { a: { post: { requestBody: { content: { text/plain: { schema: { type: string } }, application/json: { schema: { type: object } } } } } } }\n`,
    );
    expect(event!.payload?.types).toEqual(['object']);
  });
});

describe('an event is known', () => {
  it('where all of it is read', () => {
    expect(told(fields('a')).isKnown).toBe(true);
    expect(eventsOf('webhooks: { a: { post: {} } }\n')[0]!.isKnown).toBe(true);
  });

  it.each([
    ['a payload', ref('None')],
    ['a part of it', `{ allOf: [${ref('None')}] }`],
    ['a branch', `{ oneOf: [${fields('a')}, ${ref('None')}] }`],
  ])('but not where %s leads nowhere', (_, payload) => {
    expect(told(payload).isKnown).toBe(false);
  });

  it.each([
    ["requestBody: { $ref: '#/components/requestBodies/None' }"],
    ["requestBody: { content: { application/json: { $ref: '#/components/mediaTypes/None' } } }"],
    ["parameters: [{ $ref: '#/components/parameters/None' }]"],
    ["<<: '{{ more }}'"],
  ])('and not with %s', written => {
    expect(eventsOf(`webhooks: { a: { post: { ${written} } } }\n`)[0]!.isKnown).toBe(false);
  });
});

describe('the id of an event', () => {
  it.each([
    fields('eventId'),
    fields('message_id'),
    fields('idempotencyKey'),
    fields('uuid'),
    fields('id', 'type'),
    `{ allOf: [${fields('data')}, ${fields('deliveryId')}] }`,
    `{ properties: { metadata: ${fields('eventId')} } }`,
    `{ properties: { event: ${fields('id', 'created_at')} } }`,
    `{ type: array, items: ${fields('eventId')} }`,
    `{ properties: { events: { type: array, items: ${fields('id', 'type')} } } }`,
    `{ properties: { id: {} }, oneOf: [${fields('type', 'data')}] }`,
  ])('is in %s', payload => {
    expect(eventId(told(payload))).toBeDefined();
  });

  it.each([
    fields('id', 'total'),
    fields('orderId', 'type'),
    fields('webhook_id', 'type'),
    fields('event', 'total'),
    `{ properties: { data: ${fields('id', 'type')}, kind: {} } }`,
  ])('is not in %s', payload => {
    expect(eventId(told(payload))).toBeUndefined();
    expect(isContract(told(payload))).toBe(true);
  });

  it('is required where a part or the whole that has the branches says so', () => {
    const required = (payload: string): boolean | undefined => eventId(told(payload))?.required;
    expect(required(fields('eventId'))).toBe(false);
    expect(required(`{ allOf: [${fields('eventId')}, { required: [eventId] }] }`)).toBe(true);
    expect(required(`{ required: [eventId], oneOf: [${fields('eventId')}] }`)).toBe(true);
    expect(required(`{ $ref: '#/components/schemas/None', required: [eventId], properties: { eventId: {} } }`)).toBe(
      true,
    );
  });

  it('is the thing itself where clients send it too', () => {
    const paths = `paths: { /a: { post: { requestBody: { content: { application/json: { schema: ${ref('Party')} } } } } } }\n`;
    const webhook = (name: string): string =>
      `webhooks: { a: { post: { requestBody: { content: { application/json: { schema: ${ref(name)} } } } } } }\n`;
    const schemas = `components: { schemas: { Party: ${fields('eventId')}, Told: ${fields('eventId')} } }\n`;
    const taken = (name: string): boolean => {
      const { api, events } = parseOpenApi({ uri: 'file:///api.yaml', text: HEAD + paths + webhook(name) + schemas });
      return isTakenIn(api, eventId(events[0]!)!);
    };
    expect(taken('Party')).toBe(true);
    expect(taken('Told')).toBe(false);
  });
});

describe('the version of an event', () => {
  it.each([
    fields('schemaVersion'),
    fields('specversion'),
    `{ properties: { type: { const: order.created.v2 } } }`,
    `{ properties: { meta: ${fields('version')} } }`,
  ])('is in %s', payload => {
    expect(hasSchemaVersion(told(payload))).toBe(true);
  });

  it.each([fields('type'), fields('ce-source'), `{ properties: { type: { const: order.created } } }`])(
    'is not in %s',
    payload => {
      expect(hasSchemaVersion(told(payload))).toBe(false);
    },
  );
});

describe('nothing is asked of an event', () => {
  it.each([
    ['whose payload is not described', '{ type: object }'],
    ['whose payload is a map', '{ type: object, additionalProperties: { type: string } }'],
    ['with an envelope that leads nowhere', `{ properties: { metadata: ${ref('None')} } }`],
    ['with an envelope of which nothing is said', '{ properties: { headers: { type: object }, data: {} } }'],
    ['that is a list of what leads nowhere', `{ type: array, items: ${ref('None')} }`],
  ])('%s', (_, payload) => {
    expect(isContract(told(payload))).toBe(false);
  });

  it('that is deprecated', () => {
    expect(isContract(told(fields('a'), '{}', 'deprecated: true'))).toBe(false);
  });

  it('that leads back to itself, but for what it says', () => {
    const loop = `{ A: { properties: { event: ${ref('A')}, total: {} }, oneOf: [${ref('A')}] } }`;
    expect(isContract(told(ref('A'), loop))).toBe(true);
    expect(eventId(told(ref('A'), loop))).toBeUndefined();
  });
});

it('half-typed text never throws', () => {
  const text = `${HEAD}webhooks:
  a:
    post:
      parameters: [{ name: event-id, in: header, required: true }]
      requestBody:
        content:
          application/json:
            schema: { allOf: [{ properties: { meta: { properties: { id: {}, type: {} } } } }] }
`;
  for (let end = 0; end <= text.length; end++)
    for (const event of eventsOf(text.slice(0, end), ''))
      void [eventId(event), hasSchemaVersion(event), isContract(event)];
  expect(eventId(eventsOf(text, '')[0]!)?.name).toBe('event-id');
});
