import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { type IRawGrammar, parseRawGrammar, Registry } from 'vscode-textmate';

const INJECTION = 'plumbline-ignore.injection';

/** As much of a host grammar as matters here: where a comment begins, where it ends, what it is called. */
function hostGrammar(scopeName: string, comments: readonly Record<string, string>[]): IRawGrammar {
  const word = { match: '\\w+', name: 'variable.other' };
  return parseRawGrammar(JSON.stringify({ scopeName, patterns: [...comments, word] }), `${scopeName}.json`);
}

const hosts: Record<string, IRawGrammar> = {
  'source.sql': hostGrammar('source.sql', [
    { begin: '--', end: '\\n', name: 'comment.line.double-dash.sql' },
    { begin: '/\\*', end: '\\*/', name: 'comment.block' },
  ]),
  'source.yaml': hostGrammar('source.yaml', [{ begin: '#', end: '$', name: 'comment.line.number-sign.yaml' }]),
  'source.prisma': hostGrammar('source.prisma', [{ begin: '//', end: '$\\n?', name: 'comment.prisma' }]),
};

let registry: Registry;

beforeAll(async () => {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await loadWASM(wasm);
  const path = 'syntaxes/plumbline-ignore.injection.tmLanguage.json';
  const injection = parseRawGrammar(readFileSync(path, 'utf8'), path);
  registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async scope => (scope === INJECTION ? injection : hosts[scope]),
    getInjections: () => [INJECTION],
  });
});

/** The tokens of one line that the injection names, as `text: innermost scope`. */
async function tokens(scope: string, line: string): Promise<string[]> {
  const grammar = await registry.loadGrammar(scope);
  if (!grammar) throw new Error(`no grammar for ${scope}`);
  return grammar.tokenizeLine(line, null).tokens.flatMap(token => {
    const innermost = token.scopes.at(-1)!;
    return innermost.endsWith('.plumbline') ? [`${line.slice(token.startIndex, token.endIndex)}: ${innermost}`] : [];
  });
}

const keyword = (text: string): string => `${text}: keyword.control.ignore.plumbline`;
const rule = (text: string): string => `${text}: entity.name.function.rule.plumbline`;
const comma = ',: punctuation.separator.rule.plumbline';
const colon = ':: punctuation.separator.reason.plumbline';
const reason = (text: string): string => `${text}: string.unquoted.reason.plumbline`;

describe('ignore comments are coloured', () => {
  test.each([
    ['source.sql', '-- plumbline-ignore sql/index-not-concurrent: the table is new'],
    ['source.sql', '/* plumbline-ignore sql/index-not-concurrent: the table is new */'],
    ['source.yaml', '  replicas: 1 # plumbline-ignore sql/index-not-concurrent: the table is new'],
    ['source.prisma', '  // plumbline-ignore sql/index-not-concurrent: the table is new'],
    ['source.prisma', '/// plumbline-ignore sql/index-not-concurrent: the table is new'],
  ])('%s: %s', async (scope, line) => {
    expect(await tokens(scope, line)).toEqual([
      keyword('plumbline-ignore'),
      rule('sql/index-not-concurrent'),
      colon,
      reason('the table is new'),
    ]);
  });

  test('several rules, for the whole file', async () => {
    expect(await tokens('source.yaml', '# plumbline-ignore-file openapi/no-a, openapi/*: legacy: all of it')).toEqual([
      keyword('plumbline-ignore-file'),
      rule('openapi/no-a'),
      comma,
      rule('openapi/*'),
      colon,
      reason('legacy: all of it'),
    ]);
  });

  test('half typed: no reason yet, no rule yet', async () => {
    expect(await tokens('source.sql', '-- plumbline-ignore sql/no-x')).toEqual([
      keyword('plumbline-ignore'),
      rule('sql/no-x'),
    ]);
    expect(await tokens('source.sql', '-- plumbline-ignore')).toEqual([keyword('plumbline-ignore')]);
  });
});

describe('nothing else is', () => {
  test.each([
    ['source.sql', 'plumbline-ignore sql/no-x: not a comment'],
    ['source.yaml', 'key: plumbline-ignore a/b: a value'],
    ['source.sql', '-- see x-plumbline-ignore in the document'],
    ['source.sql', '-- plumbline-ignored rows'],
    ['source.prisma', '// an ordinary comment'],
  ])('%s: %s', async (scope, line) => {
    expect(await tokens(scope, line)).toEqual([]);
  });
});
