import { describe, expect, it } from 'vitest';
import { addAnswers, answeringOperations, codeOfInvalid, type OpenApiDocument, parseOpenApi } from '#languages/openapi';
import { applyEdits } from '#text';

const HEAD = "openapi: 3.1.0\ninfo: { title: A, version: '1' }\n";

function read(text: string): OpenApiDocument {
  return parseOpenApi({ uri: 'file:///w/api.yaml', text: HEAD + text });
}

function withAnswers(text: string, code: '400' | '401' | '403' | '422' | '429'): string | undefined {
  const document = read(text);
  const lacking = answeringOperations(document.api).filter(one => !one.answers(Number(code)));
  const edits = addAnswers(document.api, lacking, code);
  return edits && applyEdits(HEAD + text, edits).slice(HEAD.length);
}

it('asks operations of clients that stay and can be read, each once', () => {
  const { api } = read(`paths:
  /a: &a
    get: { responses: { '200': { description: a } } }
    head: { responses: { '200': { description: a } } }
    put: { deprecated: true, responses: { '200': { description: a } } }
    post: { responses: { '200': { $ref: 'b.yaml' } } }
    patch: {}
  /b: *a
  /health: { get: { responses: { '200': { description: a } } } }
`);
  expect(api.operations.length).toBe(11);
  expect(answeringOperations(api).map(one => one.method)).toEqual(['get']);
});

it('says 422 where most do', () => {
  const api = (...codes: readonly string[]) =>
    read(
      `paths:\n${codes.map((code, at) => `  /${at}: { post: { responses: { '${code}': { description: a } } } }\n`).join('')}`,
    ).api;
  expect([api(), api('400', '422'), api('422')].map(codeOfInvalid)).toEqual(['400', '400', '422']);
});

describe('a reference', () => {
  const refers = (path: string, code: string, name: string): string =>
    `  /${path}: { get: { responses: { '${code}': { $ref: '#/components/responses/${name}' } } } }\n`;
  const components = (...names: readonly string[]): string =>
    `components:\n  responses:\n${names.map(name => `    ${name}: { description: a }\n`).join('')}`;
  const lacking = "  /z: { get: { responses: { '200': { description: a } } } }\n";
  const used = (text: string, code: '400' | '401' | '429'): string | undefined =>
    /\/z:.*responses\/(\w+)/.exec(withAnswers(text, code) ?? '')?.[1];

  it('is the one that others have, by habit or by its name', () => {
    const habit = ['a', 'b', 'c'].map(path => refers(path, '400', 'Nope')).join('');
    expect(used(`paths:\n${habit}${lacking}${components('Nope', 'BadRequest')}`, '400')).toBe('Nope');
    const once = refers('a', '400', 'WrongSku');
    expect(used(`paths:\n${once}${lacking}${components('WrongSku', 'BadRequest')}`, '400')).toBe('BadRequest');
    const named = refers('a', '429', 'ErrorRateLimited');
    expect(used(`paths:\n${named}${lacking}${components('ErrorRateLimited', 'R429')}`, '429')).toBe('ErrorRateLimited');
  });

  it.each([
    ['401', 'UnauthorizedError'],
    ['401', 'HTTP401'],
    ['401', 'unauthenticated'],
    ['400', 'ValidationError'],
    ['400', 'bad_request'],
    ['429', 'RateLimitExceeded'],
  ] as const)('of %s leads to %s', (code, name) => {
    expect(used(`paths:\n${lacking}${components(name)}`, code)).toBe(name);
  });

  it.each([
    ['401', 'Forbidden'],
    ['400', 'Error'],
    ['429', 'Error400'],
  ] as const)('of %s leads not to %s', (code, name) => {
    expect(used(`paths:\n${lacking}${components(name)}`, code)).not.toBe(name);
  });
});

it('writes what is shared once, for any number of operations, and the same text at no place twice', () => {
  const paths = Array.from(
    { length: 300 },
    (_, at) => `  /${at}: { get: { responses: { 200: { description: a } } } }\n`,
  );
  const text = `paths:\n${paths.join('')}components: { schemas: { Problem: { type: object } } }\n`;
  const after = withAnswers(text, '429')!;
  expect(after.split('429: { $ref:').length).toBe(301);
  expect(after.split('TooManyRequests: { description').length).toBe(2);
  expect(after).toContain("application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } }");
});

it('is written nowhere where one place cannot take it', () => {
  const text = `paths:
  /a: { get: { responses: &both { '200': { description: a } } } }
  /b: { get: { responses: *both } }
`;
  expect(withAnswers(text, '401')).toBeUndefined();
});
