import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnyRule, createEngine, defineRule, type Engine } from '#engine';
import type { OpenApiDocument } from '#languages/openapi';
import { languages } from '../../../server/src/languages/all.ts';
import { dump } from './dump.ts';

const uri = (name: string): string => `file:///w/${name}`;

const TEXTS: Readonly<Record<string, string>> = {
  'openapi.yaml': `openapi: 3.1.0
info: { title: Shop, version: '1' }
security: [{ key: [] }]
paths:
  /orders: { $ref: orders.yaml }
  /orders/{id}:
    parameters: [{ $ref: 'shared.yaml#/id' }]
    get: { $ref: 'orders.yaml#/x-one' }
  /health: { get: { security: [], responses: { '200': { description: ok } } } }
components:
  schemas:
    Money: { type: string, maxLength: 9 }
    Order: { $ref: order.json }
  securitySchemes: { key: { type: apiKey, in: header, name: x-key } }
`,
  'orders.yaml': `parameters:
  - $ref: shared.yaml#/limit
get:
  responses:
    '200': { $ref: 'shared.yaml#/list' }
post:
  requestBody: { content: { application/json: { schema: { $ref: order.json } } } }
  responses: { '201': { description: made } }
x-one:
  deprecated: true
  responses: { default: { $ref: 'shared.yaml#/list' } }
`,
  'shared.yaml': `limit: { name: limit, in: query, schema: { $ref: 'openapi.yaml#/components/schemas/Money' } }
id: { name: id, in: path, required: true, schema: { type: string } }
list:
  description: ok
  content:
    application/json:
      schema: { type: array, items: { $ref: order.json } }
`,
  'order.json': `{
  "type": "object",
  "properties": {
    "price": { "$ref": "openapi.yaml#/components/schemas/Money" },
    "next": { "$ref": "#" }
  }
}
`,
  'events.yaml': `asyncapi: 2.6.0
info: { title: Events, version: '1' }
channels:
  placed: { subscribe: { message: { payload: { $ref: order.json } } } }
`,
};
const NAMES = Object.keys(TEXTS);

/** A rule that keeps what it sees. */
function spy(seen: Map<string, unknown>): AnyRule {
  return defineRule({
    id: 'openapi/spy',
    guide: 'schema/constraints',
    summary: 'Keeps what it sees.',
    severity: 'warning',
    recommended: true,
    fixable: 'no',
    messages: {},
    check: (document: OpenApiDocument) => void seen.set(document.uri, dump(document)),
  });
}

interface Opened {
  readonly engine: Engine;
  /** What rules see in each file; undefined where they are not asked. */
  see(): readonly unknown[];
}

function open(files: ReadonlyMap<string, string>): Opened {
  const seen = new Map<string, unknown>();
  const engine = createEngine({ languages, rules: [spy(seen)] });
  for (const [name, text] of files) engine.setSource(uri(name), text);
  const see = (): readonly unknown[] =>
    NAMES.map(name => {
      expect(engine.findings(uri(name)).filter(one => one.rule === 'engine/rule-failed')).toEqual([]);
      return engine.kindOf(uri(name)) === 'openapi' ? seen.get(uri(name)) : undefined;
    });
  return { engine, see };
}

const TYPED = ['x', '\n', ' ', ': ', '{', '}', '"', '$ref', '$ref: order.json', 'orders.yaml', '#/', 'get', ''];

type Step =
  | {
      readonly what: 'type';
      readonly name: string;
      readonly at: number;
      readonly removed: number;
      readonly text: string;
    }
  | { readonly what: 'remove'; readonly name: string }
  | { readonly what: 'restore'; readonly name: string };

const name = fc.constantFrom(...NAMES);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('type' as const),
      name,
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      removed: fc.integer({ min: 0, max: 14 }),
      text: fc.constantFrom(...TYPED),
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('remove' as const, 'restore' as const)
      .chain(what => fc.record({ what: fc.constant(what), name })) as fc.Arbitrary<Step>,
  },
);

function take(engine: Engine, texts: Map<string, string>, one: Step): void {
  const before = texts.get(one.name);
  if (one.what === 'remove') {
    texts.delete(one.name);
    engine.removeSource(uri(one.name));
  } else if (one.what === 'restore') {
    texts.set(one.name, TEXTS[one.name]!);
    engine.setSource(uri(one.name), TEXTS[one.name]!);
  } else if (before !== undefined) {
    const start = Math.floor(one.at * before.length);
    const end = Math.min(before.length, start + one.removed);
    texts.set(one.name, before.slice(0, start) + one.text + before.slice(end));
    engine.changeSource(uri(one.name), [{ span: { start, end }, text: one.text }]);
  }
}

describe('a description over several files, after any edits of them', () => {
  it('says what it says when all files are read for the first time', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), steps => {
        const texts = new Map(Object.entries(TEXTS));
        const { engine, see } = open(texts);
        see();
        for (const one of steps) {
          take(engine, texts, one);
          see();
        }
        expect(see()).toEqual(open(texts).see());
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same views as long as nothing that they lead to changes', () => {
    let document: OpenApiDocument | undefined;
    const keep: AnyRule = { ...spy(new Map()), check: (one: never) => void (document = one) };
    const engine = createEngine({ languages, rules: [keep] });
    for (const [one, text] of Object.entries(TEXTS)) engine.setSource(uri(one), text);
    const views = () => {
      engine.findings(uri('openapi.yaml'));
      const { operations } = document!.api;
      return Object.fromEntries(operations.map(one => [one.label, one]));
    };
    const change = (file: string, before: string, text: string): void => {
      const start = engine.textOf(uri(file))!.indexOf(before);
      engine.changeSource(uri(file), [{ span: { start, end: start + before.length }, text }]);
    };
    const first = views();
    const labels = ['GET /orders', 'POST /orders', 'GET /orders/{id}', 'GET /health'];
    expect(Object.keys(first)).toEqual(labels);
    const renewed = () => labels.filter(label => views()[label] !== first[label]);
    change('events.yaml', 'placed', 'paid');
    expect(renewed()).toEqual([]);
    change('order.json', 'price', 'cost');
    expect(renewed()).toEqual(labels.slice(0, 3));
  });
});
