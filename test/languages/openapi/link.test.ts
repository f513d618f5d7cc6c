import { describe, expect, it } from 'vitest';
import { type AnyRule, createEngine, defineRule, type Engine } from '#engine';
import type { OpenApiDocument } from '#languages/openapi';
import { languages } from '../../../server/src/languages/all.ts';

const uri = (path: string): string => `file:///w/${path}`;

/** Reports what stands in each file, so that the tests see what rules see. */
const listing: AnyRule = defineRule({
  id: 'openapi/listing',
  guide: 'schema/constraints',
  summary: 'Reports what it sees.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: { seen: '{what}' },
  check(document, { report }) {
    const say = (at: { readonly span: { start: number; end: number } }, what: string): void =>
      report({ at, message: 'seen', data: { what } });
    for (const one of document.operations) say(one.at, one.label);
    for (const one of document.parameters) say(one.name, `parameter ${one.name.text}`);
    for (const one of document.schemas) say(one.at, `schema ${one.name}`);
    for (const one of document.sharedResponses) say(one.at, `response ${one.code}`);
  },
});

function open(files: Readonly<Record<string, string>>, rules: readonly AnyRule[] = [listing]): Engine {
  const engine = createEngine({ languages, rules });
  for (const [path, text] of Object.entries(files)) engine.setSource(uri(path), text);
  return engine;
}

/** Findings as `text: message`. */
function seen(engine: Engine, path: string): string[] {
  const text = engine.textOf(uri(path)) ?? '';
  return engine.findings(uri(path)).map(one => `${text.slice(one.span.start, one.span.end)}: ${one.message}`);
}

function type(engine: Engine, path: string, before: string, after: string): void {
  const start = engine.textOf(uri(path))!.indexOf(before);
  if (start < 0) throw new Error(`"${before}" is not in ${path}`);
  engine.changeSource(uri(path), [{ span: { start, end: start + before.length }, text: after }]);
}

/** What a rule sees as the document at a path. */
function documentAt(files: Readonly<Record<string, string>>, path: string): OpenApiDocument {
  let found: OpenApiDocument | undefined;
  const spy: AnyRule = defineRule({
    ...(listing as typeof listing & { id: 'openapi/listing' }),
    messages: {},
    check(document: OpenApiDocument) {
      if (document.uri === uri(path)) found = document;
    },
  } as never);
  open(files, [spy]).findings(uri(path));
  if (!found) throw new Error(`${path} was not checked`);
  return found;
}

const root = (paths: string, rest = ''): string =>
  `openapi: 3.0.3\ninfo: { title: Shop, version: '1' }\npaths:\n${paths}${rest}`;
const OK = "responses: { '200': { description: ok } }";

const SHOP = {
  'api/openapi.yaml': root(
    `  /orders: { $ref: './paths/orders.yaml' }
  /items:
    parameters: [{ $ref: 'shared.yaml#/trace' }]
    post: { $ref: paths/items.yaml#/create }
`,
    `components:
  schemas:
    Money: { type: string }
`,
  ),
  'api/paths/orders.yaml': `get:
  parameters:
    - $ref: ../shared.yaml#/limit
    - { name: own, in: query, schema: { type: string } }
  responses:
    '200': { $ref: '../shared.yaml#/~1orders%20answer' }
post: { ${OK} }
`,
  'api/paths/items.yaml': `create:
  requestBody:
    content: { application/json: { schema: { $ref: '../schemas/my%20item.yaml' } } }
  ${OK}
unused: { ${OK} }
`,
  'api/shared.yaml': `limit: { name: limit, in: query, schema: { type: integer } }
trace: { name: trace, in: header, schema: { type: string } }
/orders answer:
  description: ok
  content: { application/json: { schema: { type: array, items: { $ref: 'schemas/order.json#/Order' } } } }
`,
  'api/schemas/order.json': `{
  "Order": { "type": "object", "properties": { "price": { "$ref": "../openapi.yaml#/components/schemas/Money" } } }
}
`,
  'api/schemas/my item.yaml': 'type: object\nproperties: { next: { $ref: "#" } }\n',
};
// As a host spells it.
const FILES = Object.fromEntries(Object.entries(SHOP).map(([path, text]) => [path.replace(' ', '%20'), text]));

describe('a description over several files', () => {
  it('is seen in each file as what the references make of it', () => {
    const engine = open(FILES);
    expect(seen(engine, 'api/openapi.yaml')).toEqual(['Money: schema Money']);
    expect(seen(engine, 'api/paths/orders.yaml')).toEqual([
      'get: GET /orders',
      'own: parameter own',
      'post: POST /orders',
    ]);
    expect(seen(engine, 'api/paths/items.yaml')).toEqual(['requestBody: POST /items']);
    expect(seen(engine, 'api/shared.yaml')).toEqual(['limit: parameter limit', 'trace: parameter trace']);
    expect(engine.missingParts()).toEqual([]);
  });

  it('is whole from each of its files', () => {
    for (const path of Object.keys(FILES)) {
      const document = documentAt(FILES, path);
      expect(document.api.operations.map(one => one.label)).toEqual(['GET /orders', 'POST /orders', 'POST /items']);
      expect(document.version).toBe('3.0');
      expect(document.complete).toBe(true);
      expect(document.isFragment).toBe(path !== 'api/openapi.yaml');
    }
  });

  it('is followed over files, and back into the root', () => {
    const { api } = documentAt(FILES, 'api/openapi.yaml');
    const [get, , items] = api.operations;
    expect(get?.parameters.map(one => one.name.text)).toEqual(['limit', 'own']);
    expect(items?.parameters.map(one => one.name.text)).toEqual(['trace']);
    expect(get?.responsesAreKnown).toBe(true);
    const order = get?.successes[0]?.content[0]?.schema?.items;
    expect(order?.name).toBe('Order');
    expect(order?.property('price')?.schema?.types).toEqual(['string']);
    expect(order?.property('price')?.schema?.home.uri).toBe(uri('api/openapi.yaml'));
    expect(items?.requestBody?.content[0]?.schema?.property('next')?.schema?.types).toEqual(['object']);
  });

  it('says where a part is used', () => {
    const used = (path: string): string[][] => {
      const engine = open(FILES);
      return engine
        .findings(uri(path))
        .map(one =>
          one.related.map(
            ({ uri: at, span, message }) => `${engine.textOf(at)!.slice(span.start, span.end)} ${message}`,
          ),
        );
    };
    expect(used('api/openapi.yaml')).toEqual([[]]);
    expect(used('api/paths/orders.yaml')[0]).toEqual(["'./paths/orders.yaml' Used by /orders in openapi.yaml."]);
    expect(used('api/paths/items.yaml')).toEqual([['paths/items.yaml#/create Used by POST /items in openapi.yaml.']]);
    expect(used('api/shared.yaml')).toEqual([
      ['../shared.yaml#/limit Used by GET /orders in orders.yaml.'],
      ["'shared.yaml#/trace' Used by /items in openapi.yaml."],
    ]);
  });

  it('names the operation behind other files, and few of many users', () => {
    const paths = Array.from(
      { length: 9 },
      (_, at) => `  /p${at}: { get: { responses: { '200': { $ref: a.yaml } } } }\n`,
    );
    const engine = open(
      {
        'openapi.yaml': root(paths.join('')),
        'a.yaml': 'description: ok\ncontent: { application/json: { schema: { $ref: b.yaml#/B } } }\n',
        'b.yaml': 'B: { type: object }\nC: { type: object }\n',
      },
      [
        defineRule({
          ...(listing as never as Parameters<typeof defineRule>[0]),
          check: (document: never, { report }: never) =>
            (report as (one: object) => void)({
              at: (document as OpenApiDocument).root!.entries[0]!.key,
              message: 'seen',
              data: { what: 'x' },
            }),
        } as never) as AnyRule,
      ],
    );
    expect(engine.findings(uri('a.yaml'))[0]?.related.map(one => one.message)).toEqual([
      'Used by GET /p0 in openapi.yaml.',
      'Used by GET /p1 in openapi.yaml.',
      'Used by GET /p2 in openapi.yaml.',
    ]);
    expect(engine.findings(uri('b.yaml'))[0]?.related.map(one => [one.uri, one.message])).toEqual([
      [uri('a.yaml'), 'Used by GET /p0 in openapi.yaml.'],
    ]);
  });

  it('does not reach over a network, nor to files that nobody gave', () => {
    const engine = open({
      'openapi.yaml': root(`  /a: { $ref: 'https://example.com/a.yaml' }
  /b: { $ref: '//example.com/b.yaml' }
  /c: { $ref: 'urn:example:c' }
  /d: { $ref: '../../../etc/passwd' }
  /e: { $ref: 'd.yaml' }
  /f: { $ref: 'notes.md' }
  /g: { $ref: 'broken%.yaml' }
  /h: { $ref: '' }
  /i: { $ref: '#' }
`),
    });
    expect(engine.missingParts()).toEqual([uri('d.yaml'), uri('broken%25.yaml')]);
    expect(seen(engine, 'openapi.yaml')).toEqual([]);
  });

  it.each([
    ['file:///c%3A/api/openapi.yaml', 'file:///c%3A/api/paths/a.yaml'],
    ['file:///C:/api/openapi.yaml', 'file:///c%3A/api/paths/a.yaml'],
    ['file://server/share/openapi.yaml', 'file://server/share/paths/a.yaml'],
    ['vscode-vfs://github/shop/api/openapi.yaml', 'vscode-vfs://github/shop/api/paths/a.yaml'],
  ])('is found beside %s', (own, part) => {
    const engine = createEngine({ languages, rules: [listing] });
    engine.setSource(own, root('  /a: { $ref: ./x/../paths/a.yaml }\n'));
    expect(engine.missingParts()).toEqual([part]);
    engine.setSource(part, `get: { ${OK} }\n`);
    expect(engine.findings(part).map(one => one.message)).toEqual(['GET /a']);
  });

  it('may have no name yet', () => {
    const engine = createEngine({ languages, rules: [listing] });
    for (const own of ['untitled:Untitled-1.yaml', 'x.yaml', 'file:///x.yaml']) {
      engine.setSource(own, root(`  /a: { $ref: ../../a.yaml }\n  /b: { get: { ${OK} } }\n`));
      expect(engine.findings(own).map(one => one.message)).toEqual(['GET /b']);
    }
  });

  it('survives circles', () => {
    const engine = open({
      'openapi.yaml': root('  /a: { $ref: a.yaml }\n  /b: { $ref: b.yaml }\n  /c: { $ref: c.yaml }\n'),
      'a.yaml': '$ref: b.yaml\n',
      'b.yaml': '$ref: a.yaml\n',
      'c.yaml': `get: { requestBody: { content: { application/json: { schema: { $ref: d.yaml } } } }, ${OK} }\n`,
      'd.yaml': 'properties: { next: { $ref: d.yaml }, up: { $ref: e.yaml } }\n',
      'e.yaml': 'allOf: [{ $ref: d.yaml }, { $ref: e.yaml }]\n',
    });
    for (const path of ['openapi.yaml', 'a.yaml', 'b.yaml', 'd.yaml', 'e.yaml'])
      expect(() => seen(engine, path)).not.toThrow();
    expect(seen(engine, 'c.yaml')).toEqual(['get: GET /c']);
  });

  it('leaves other documents what they are', () => {
    const engine = open({
      'openapi.yaml': root('  /a: { $ref: app.yaml }\n  /b: { $ref: other.yaml }\n  /c: { $ref: values.yaml }\n'),
      'app.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: x }\n',
      'other.yaml': root(`  /own: { get: { ${OK} } }\n`),
      'values.yaml': `get: { ${OK} }\n`,
    });
    expect(engine.kindOf(uri('app.yaml'))).toBe('kubernetes');
    expect(seen(engine, 'other.yaml')).toEqual(['get: GET /own']);
    expect(seen(engine, 'values.yaml')).toEqual(['get: GET /c']);
  });

  it('has parts in dependencies, in which nobody can change anything', () => {
    const engine = open({
      'openapi.yaml': root('  /a: { $ref: node_modules/@shop/api/a.yaml }\n'),
    });
    const part = 'node_modules/%40shop/api/a.yaml';
    engine.setSource(uri(part), `get: { ${OK} }\n`);
    expect(engine.status(uri(part))).toMatchObject({ kind: 'openapi', skipped: 'a part that a dependency brings' });
    expect(seen(engine, part)).toEqual([]);
  });

  it('belongs to the first of its roots, and to the next one when that is gone', () => {
    const part = { 'part.yaml': `get: { ${OK} }\n` };
    const engine = open({
      ...part,
      'b.yaml': root('  /b: { $ref: part.yaml }\n'),
      'a.yaml': root('  /a: { $ref: part.yaml }\n'),
    });
    expect(seen(engine, 'part.yaml')).toEqual(['get: GET /a']);
    engine.removeSource(uri('a.yaml'));
    expect(seen(engine, 'part.yaml')).toEqual(['get: GET /b']);
    engine.removeSource(uri('b.yaml'));
    expect(engine.kindOf(uri('part.yaml'))).toBeUndefined();
  });

  it('follows edits of each of its files', () => {
    const engine = open({
      'openapi.yaml': root('  /a: { $ref: a.yaml }\n  /b: { get: { parameters: [{ $ref: p.yaml }] } }\n'),
      'a.yaml': `get: { ${OK} }\n`,
      'p.yaml': 'name: limit\nin: query\n',
    });
    expect(seen(engine, 'p.yaml')).toEqual(['limit: parameter limit']);
    type(engine, 'a.yaml', 'get', 'put');
    expect(seen(engine, 'a.yaml')).toEqual(['put: PUT /a']);
    type(engine, 'openapi.yaml', '/a:', '/aa:');
    expect(seen(engine, 'a.yaml')).toEqual(['put: PUT /aa']);
    type(engine, 'openapi.yaml', '[{ $ref: p.yaml }]', '[]');
    expect(engine.kindOf(uri('p.yaml'))).toBeUndefined();
    type(engine, 'openapi.yaml', '[]', '[{ $ref: p.yaml }]');
    type(engine, 'p.yaml', 'limit', 'size');
    expect(seen(engine, 'p.yaml')).toEqual(['size: parameter size']);
  });

  it('has ignores in its parts', () => {
    const engine = open({
      'openapi.yaml': root('  /a: { $ref: a.yaml }\n  /b: { $ref: b.json }\n'),
      'a.yaml': `get: { ${OK} }\n# plumbline-ignore openapi/listing: on purpose\nput: { ${OK} }\n`,
      'b.json':
        '{ "get": { "x-plumbline-ignore": { "openapi/listing": "on purpose" }, "responses": {} }, "put": {} }\n',
    });
    expect(seen(engine, 'a.yaml')).toEqual(['get: GET /a']);
    expect(seen(engine, 'b.json')).toEqual(['"put": PUT /b']);
    const [finding] = engine.findings(uri('a.yaml'));
    expect(engine.ignoreFixes(finding!).map(one => one.edit.uri)).toEqual([uri('a.yaml'), uri('a.yaml')]);
  });
});
