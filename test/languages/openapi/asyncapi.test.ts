import { describe, expect, it } from 'vitest';
import { type ApiEvent, isContract, type OpenApiDocument, parseOpenApi, updateOpenApi } from '#languages/openapi';

const V2 = "asyncapi: 2.6.0\ninfo: { title: Shop, version: '1' }\n";
const V3 = "asyncapi: 3.0.0\ninfo: { title: Shop, version: '1' }\n";

function parse(text: string): OpenApiDocument {
  return parseOpenApi({ uri: 'file:///api.yaml', text });
}

function eventsOf(text: string): readonly ApiEvent[] {
  return parse(text).events;
}

/** The only message of a description of version 3. */
function message(written: string, components = '{}', rest = ''): ApiEvent {
  const found = eventsOf(
    `${V3}${rest}channels: { orders: { address: shop.orders, messages: { placed: ${written} } } }\ncomponents: ${components}\n`,
  );
  if (found.length !== 1) throw new Error(`there are ${found.length} events`);
  return found[0]!;
}

const textAt = (text: string, { at }: ApiEvent): string => text.slice(at.span.start, at.span.end);
const bindings = (event: ApiEvent): Record<string, number> =>
  Object.fromEntries([...event.bindings].map(([protocol, nodes]) => [protocol, nodes.length]));

describe('messages of 2', () => {
  const text = `${V2}channels:
  orders:
    publish: { message: { payload: { type: object } } }
    subscribe: { message: { $ref: '#/components/messages/Shared' } }
  many:
    publish:
      message:
        oneOf:
          - { $ref: '#/components/messages/Shared' }
          - { name: first, payload: {} }
          - { messageId: second, payload: {} }
          - { $ref: '#/components/messages/None' }
  elsewhere: { $ref: '#/components/channels/None' }
components:
  messages:
    Shared: { payload: {} }
    Several: { oneOf: [{ $ref: '#/components/messages/Shared' }] }
`;

  it('are listed once each, where they are written', () => {
    expect(eventsOf(text).map(one => [one.name, textAt(text, one), one.address])).toEqual([
      ['Shared', 'Shared', 'orders'],
      ['orders', 'message', 'orders'],
      ['first', 'name', 'many'],
      ['second', 'messageId', 'many'],
    ]);
  });
});

describe('messages of 3', () => {
  const text = `${V3}channels:
  ask: { address: shop.ask, messages: { question: { payload: {} } } }
  answer: { address: shop.answer, messages: { reply: { $ref: '#/components/messages/Reply' }, other: { payload: {} } } }
  none: { messages: { lost: { $ref: '#/components/messages/None' } } }
operations:
  ask:
    action: send
    channel: { $ref: '#/channels/ask' }
    reply: { channel: { $ref: '#/channels/answer' }, messages: [{ $ref: '#/channels/answer/messages/reply' }] }
  lost: { action: send, channel: { $ref: '#/channels/nowhere' } }
components:
  messages:
    Reply: { correlationId: { location: $message.header#/id }, payload: {} }
`;

  it('are listed once each, however they are used', () => {
    expect(eventsOf(text).map(one => [one.name, textAt(text, one), one.address])).toEqual([
      ['Reply', 'Reply', 'shop.answer'],
      ['question', 'question', 'shop.ask'],
      ['other', 'other', 'shop.answer'],
    ]);
  });

  it('know what is a request and what is a reply', () => {
    expect(eventsOf(text).map(one => [one.isRequest, one.isReply, one.hasCorrelationId])).toEqual([
      [false, true, true],
      [true, false, false],
      [false, false, false],
    ]);
  });

  it('are replies no more where they are sent otherwise as well', () => {
    const also = text.replace(
      'components:',
      `  tell: { action: send, channel: { $ref: '#/channels/answer' } }\ncomponents:`,
    );
    expect(eventsOf(also).map(one => one.isReply)).toEqual([false, false, false]);
  });
});

describe('headers', () => {
  it('are those of traits as well, and any of them may require one', () => {
    const event = message(
      `{ headers: { required: [event-id], properties: { trace: {} } }, traits: [{ $ref: '#/components/messageTraits/Envelope' }] }`,
      '{ messageTraits: { Envelope: { headers: { properties: { event-id: {} } } } } }',
    );
    expect(event.headers.map(one => [one.name, one.required])).toEqual([
      ['trace', false],
      ['event-id', true],
    ]);
    expect(event.isKnown).toBe(true);
  });

  it.each([
    "{ headers: { $ref: '#/components/schemas/None' } }",
    '{ headers: { schemaFormat: application/vnd.apache.avro, schema: {} } }',
    "{ traits: [{ $ref: '#/components/messageTraits/None' }] }",
  ])('of %s are not known', written => {
    expect(message(written).isKnown).toBe(false);
  });
});

describe('payloads', () => {
  it.each([
    ['{ payload: { type: string } }', ['string'], true],
    ["{ payload: { $ref: '#/components/schemas/Order' } }", ['object'], true],
    ["{ payload: { $ref: '#/components/schemas/Wrapped' } }", ['integer'], true],
    [
      '{ payload: { schemaFormat: application/vnd.aai.asyncapi+yaml;version=3.0.0, schema: { type: string } } }',
      ['string'],
      true,
    ],
    ['{ schemaFormat: application/schema+json;version=draft-07, payload: { type: string } }', ['string'], true],
    ['{ schemaFormat: application/vnd.apache.avro, payload: { type: record } }', undefined, false],
    ['{ payload: { schemaFormat: application/vnd.google.protobuf, schema: x } }', undefined, false],
    ["{ payload: { $ref: '#/components/schemas/Avro' } }", undefined, false],
    ["{ payload: { $ref: './order.avsc' } }", undefined, false],
    ['{}', undefined, true],
  ] as const)('of %s', (written, types, isKnown) => {
    const event = message(
      written,
      `{ schemas: {
        Order: { type: object },
        Wrapped: { schemaFormat: application/schema+json, schema: { type: integer } },
        Avro: { schemaFormat: application/vnd.apache.avro, schema: { type: record } } } }`,
    );
    expect([event.payload?.types, event.isKnown]).toEqual([types, isKnown]);
  });

  it('have the content type that is the default, but for what is said', () => {
    const rest = 'defaultContentType: application/json\n';
    expect(message('{}', '{}', rest).contentType).toBe('application/json');
    expect(message('{ contentType: text/plain }', '{}', rest).contentType).toBe('text/plain');
    expect(message('{ traits: [{ contentType: text/csv }] }', '{}', rest).contentType).toBe('text/csv');
    expect(message('{}').contentType).toBeUndefined();
  });
});

describe('bindings', () => {
  it('are those of the message, its operations and its channel, traits and references followed', () => {
    const [event] = eventsOf(`${V2}channels:
  orders:
    bindings: { kafka: { topic: orders } }
    publish:
      bindings: { $ref: '#/components/operationBindings/Amqp' }
      traits: [{ bindings: { http: { method: POST } } }]
      message:
        bindings: { kafka: { key: { type: string } } }
        traits: [{ bindings: { mqtt: {}, lost: { $ref: '#/components/none' } } }]
components: { operationBindings: { Amqp: { amqp: { ack: true } } } }
`);
    expect(bindings(event!)).toEqual({ kafka: 2, mqtt: 1, amqp: 1, http: 1 });
  });

  it('say which protocols there are, as servers do', () => {
    const rest = 'servers: { a: { host: example.com, protocol: kafka } }\n';
    expect([...message('{ bindings: { amqp: {} } }', '{}', rest).protocols].sort()).toEqual(['amqp', 'kafka']);
  });

  it('with an id of the broker ask for no other', () => {
    const payload = 'payload: { properties: { total: {} } }';
    expect(isContract(message(`{ ${payload}, bindings: { amqp: { messageId: a } } }`))).toBe(false);
    expect(isContract(message(`{ ${payload}, bindings: { amqp: { ack: true } } }`))).toBe(true);
  });
});

describe('identity', () => {
  const apart = Array.from({ length: 200 }, (_, at) => `    # ${at}\n`).join('');
  const text = `${V3}channels:
  orders: { address: orders, messages: { a: { $ref: '#/components/messages/A' } } }
${apart}  rest: { address: rest, messages: { b: { $ref: '#/components/messages/B' } } }
${apart}components:
  messages:
    A: { payload: { type: object, properties: { total: { type: integer } } } }
${apart}    B: { payload: { $ref: '#/components/schemas/B' } }
${apart}  schemas:
    B: { type: string }
`;
  const renewed = (before: string, after: string): readonly string[] => {
    const document = parse(text);
    const known = new Set(document.events);
    const start = document.text.indexOf(before);
    const next = updateOpenApi(document, { span: { start, end: start + before.length }, text: after });
    return next.events.filter(one => !known.has(one)).map(one => one.name);
  };

  it('is lost by what a message leads to, and by its uses', () => {
    expect(renewed('B: { type: string', 'B: { type: integer')).toEqual(['B']);
    expect(renewed('type: integer', 'type: string')).toEqual(['A']);
    expect(renewed('address: orders', 'address: others')).toEqual(['A']);
  });

  it('is kept by everything else', () => {
    expect(renewed('title: Shop', 'title: Store')).toEqual([]);
  });
});

describe('awkward text', () => {
  it('of loops leads to nothing', () => {
    const text = `${V3}channels:
  a: { $ref: '#/channels/b' }
  b: { $ref: '#/channels/a' }
  c: { messages: { self: { $ref: '#/channels/c/messages/self' }, ok: { payload: {} } } }
operations: { x: { $ref: '#/operations/x' } }
`;
    expect(eventsOf(text).map(one => one.name)).toEqual(['ok']);
  });

  it('with anchors is read as what they stand for', () => {
    const text = `${V2}channels:
  a: { publish: { message: &placed { name: placed, payload: {} } } }
  b: { publish: { message: *placed } }
  c: { publish: { message: { <<: *placed, name: paid } } }
`;
    expect(eventsOf(text).map(one => [one.name, one.isKnown])).toEqual([
      ['placed', true],
      ['paid', true],
    ]);
  });

  it('that is half-typed never throws', () => {
    const whole = `${V3}servers: { a: { host: example.com, protocol: kafka } }
channels: { a: { address: a, bindings: { kafka: {} }, messages: { m: { $ref: '#/components/messages/M' } } } }
operations: { o: { action: send, channel: { $ref: '#/channels/a' }, reply: { messages: [{ $ref: '#/channels/a/messages/m' }] } } }
components:
  messages:
    M: { traits: [{ headers: { properties: { id: {} } } }], payload: { schemaFormat: application/json, schema: {} } }
`;
    const read = (text: string): number => {
      for (const event of eventsOf(text))
        void [
          event.headers,
          event.payload,
          event.isKnown,
          event.bindings,
          event.protocols,
          event.isReply,
          isContract(event),
        ];
      return eventsOf(text).length;
    };
    for (let end = 0; end < whole.length; end++) read(whole.slice(0, end));
    expect(read(whole)).toBe(1);
  });
});
