import { describe, expect, test } from 'vitest';
import { type Candidate, isRelevant } from '../../client/src/relevance.ts';

function relevant(path: string, text = '', rest: Partial<Candidate> = {}): boolean {
  return isRelevant({ scheme: 'file', path, languageId: 'plaintext', head: () => text, ...rest });
}

const deployment = 'apiVersion: apps/v1\nkind: Deployment\n';

describe('by path', () => {
  test.each([
    '/shop/prisma/schema.prisma',
    '/shop/migrations/1.sql',
    '/shop/UP.SQL',
    '/shop/.plumbline.jsonc',
    '/shop/.plumbline.yml',
  ])('%s concerns Plumbline, whatever is in it', path => expect(relevant(path)).toBe(true));

  test('the language id of another extension changes nothing', () => {
    expect(relevant('/shop/1.sql', '', { languageId: 'postgres' })).toBe(true);
    expect(relevant('/chart/templates/a.yaml', deployment, { languageId: 'helm' })).toBe(true);
  });

  test('other files are not even looked into', () => {
    const head = (): string => {
      throw new Error('looked into');
    };
    expect(relevant('/shop/main.go', '', { head })).toBe(false);
    expect(relevant('/shop/plumbline.json.ts', '', { head })).toBe(false);
  });
});

describe('by content', () => {
  test.each([
    ['a manifest', '/k8s/app.yaml', deployment],
    ['a manifest after another document', '/k8s/all.yml', `# values\na: 1\n---\n${deployment}`],
    ['CRLF', '/k8s/app.yaml', deployment.replaceAll('\n', '\r\n')],
    ['OpenAPI', '/api/shop.yaml', '# The shop\nopenapi: 3.1.0\n'],
    ['OpenAPI in JSON', '/api/shop.json', '{\n  "openapi": "3.1.0" }'],
    ['OpenAPI in JSON on one line', '/api/shop.json', '{"info":{"title":"Shop"},"openapi":"3.1.0"}'],
    ['AsyncAPI', '/api/events.yaml', 'asyncapi: 3.0.0'],
    ['Swagger, quoted', '/api/old.yaml', "'swagger' : '2.0'"],
    ['a path item of its own', '/api/paths/orders.yaml', 'get:\n  responses: {}\n'],
    ['a list of references', '/api/paths.yaml', '/orders: { $ref: paths/orders.yaml }\n'],
    ['parameters of their own', '/api/limit.yaml', 'name: limit\nin: query\n'],
    ['a schema of its own', '/api/order.yaml', 'type: object\nproperties:\n  id: { type: string }\n'],
    ['a schema of its own in JSON', '/api/order.json', '{"allOf":[{"$ref":"base.json"}]}'],
    ['a List of manifests', '/k8s/list.json', '{"kind":"List","apiVersion":"v1"}'],
  ])('%s', (_, path, text) => expect(relevant(path, text)).toBe(true));

  test.each([
    ['package.json', '/shop/package.json', '{ "name": "shop", "dependencies": { "openapi": "1.0.0" } }'],
    [
      "an extension's package.json",
      '/ext/package.json',
      '{ "contributes": { "configuration": { "properties": { "a": { "type": "boolean" } } } } }',
    ],
    ['properties of something else', '/app/application.yaml', 'spring:\n  properties:\n    type: redis\n'],
    ['a compose file', '/shop/compose.yaml', 'services:\n  db:\n    image: postgres\n'],
    ['a workflow', '/shop/.github/workflows/ci.yml', 'on: push\njobs: {}\n'],
    ['Helm values', '/chart/values.yaml', 'replicaCount: 1\n# apiVersion: v1\n'],
    ['prose that names the key', '/notes.yaml', 'text: say which apiVersion: v1 you mean\n'],
  ])('not %s', (_, path, text) => expect(relevant(path, text)).toBe(false));
});

describe('by scheme', () => {
  test.each(['git', 'output', 'gitlens', 'chat-editing-text-model', 'vscode-notebook-cell'])('never %s', scheme => {
    expect(relevant('/shop/1.sql', '', { scheme })).toBe(false);
  });

  test.each(['vscode-vfs', 'vscode-remote'])('also %s', scheme => {
    expect(relevant('/shop/1.sql', '', { scheme })).toBe(true);
  });

  test('an untitled document is taken by its language, as it has no name yet', () => {
    expect(relevant('Untitled-1', '', { scheme: 'untitled', languageId: 'sql' })).toBe(true);
    expect(relevant('Untitled-1', deployment, { scheme: 'untitled', languageId: 'yaml' })).toBe(true);
    expect(relevant('Untitled-1', 'a: 1', { scheme: 'untitled', languageId: 'yaml' })).toBe(false);
    expect(relevant('Untitled-1', deployment, { scheme: 'untitled', languageId: 'markdown' })).toBe(false);
  });
});
