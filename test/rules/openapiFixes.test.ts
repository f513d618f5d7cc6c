import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AnyRule, Fix } from '#engine';
import { kindOf } from '#engine';
import { rules } from '#rules';
import { applyEdits } from '#text';
import { descriptionErrors } from '../support/openApiSchemas.ts';
import { type Example, examplesOf, openExample, uriOf } from './harness.ts';
import { type Block, readPage } from './page.ts';

/** Rules with examples that the specification does not allow as they stand, each with the reason. */
const FAULTY: Readonly<Record<string, string>> = {
  'openapi/api-without-security': 'half-typed',
};

const openApiRules = rules.filter(one => kindOf(one) === 'openapi');

for (const rule of openApiRules) {
  const bad = examplesOf(pageOf(rule)).filter(one => one.word === 'bad');
  it(`${rule.id}: what is valid stays valid after every fix`, async () => {
    let checked = 0;
    for (const example of bad) checked += await checkExample(example, rule);
    // So that this cannot pass by looking at nothing.
    expect(checked > 0, `${checked} fixes made a valid document`).toBe(rule.fixable !== 'no');
  });
}

describe('the examples of the pages', () => {
  it('are valid, but for the listed ones', async () => {
    const faulty = new Map<string, string>();
    for (const rule of openApiRules)
      for (const block of pageOf(rule).blocks.filter(isDescription)) {
        const [error] = (await descriptionErrors(block.code)) ?? [];
        if (error !== undefined) faulty.set(rule.id, `line ${block.line} (${block.word}): ${error}`);
      }
    expect([...faulty].filter(([id]) => !(id in FAULTY))).toEqual([]);
    expect([...faulty.keys()].sort()).toEqual(Object.keys(FAULTY));
  });
});

describe('the validators', () => {
  const info = { title: 'Shop', version: '1.0.0' };
  const responses = { '200': { description: 'OK' } };
  it.each([
    ['a valid 3.0', { openapi: '3.0.3', info, paths: { '/a': { get: { responses } } } }, []],
    ['a valid 2.0', { swagger: '2.0', info, paths: { '/a': { get: { responses } } } }, []],
    ['a valid AsyncAPI', { asyncapi: '3.0.0', info }, []],
    ['no whole description', { get: { responses } }, undefined],
  ])('know %s', async (_, object, errors) => {
    expect(await descriptionErrors(JSON.stringify(object))).toEqual(errors);
  });

  it.each([
    [
      'a schema beside a parameter of 2.0',
      {
        swagger: '2.0',
        info,
        paths: { '/a': { get: { responses, parameters: [{ name: 'a', in: 'query', schema: {} }] } } },
      },
    ],
    [
      'a list of types in 3.0',
      { openapi: '3.0.3', info, paths: {}, components: { schemas: { A: { type: ['string', 'null'] } } } },
    ],
    [
      'a response without a description',
      { openapi: '3.1.0', info, paths: { '/a': { get: { responses: { '200': {} } } } } },
    ],
    ['a reference to nothing', { openapi: '3.1.0', info, paths: { '/a': { $ref: '#/components/pathItems/A' } } }],
    ['an unknown field of AsyncAPI', { asyncapi: '3.0.0', info, chanels: {} }],
  ])('refuse %s', async (_, object) => {
    expect(await descriptionErrors(JSON.stringify(object))).not.toEqual([]);
  });
});

/** Applies every fix of every finding alone; returns how many made a text that is valid. */
async function checkExample(example: Example, rule: AnyRule): Promise<number> {
  const { engine } = openExample(example, rule, '\n');
  let checked = 0;
  for (const uri of example.blocks.map(block => uriOf(block, rule)))
    for (const fix of engine.findings(uri).flatMap(one => one.fixes))
      for (const [target, text] of textsAfter(fix, uri, one => engine.textOf(one) ?? '')) {
        const before = (await descriptionErrors(engine.textOf(target) ?? '')) ?? [];
        const after = await descriptionErrors(text);
        expect(
          (after ?? []).filter(one => !before.includes(one)),
          `${example.name}: ${fix.title}\n${text}`,
        ).toEqual([]);
        if (after?.length === 0) checked++;
      }
  return checked;
}

function textsAfter(fix: Fix, uri: string, textOf: (uri: string) => string): ReadonlyMap<string, string> {
  const targets = [...new Set(fix.edits.map(edit => edit.uri ?? uri))];
  return new Map(
    targets.map(target => {
      const edits = fix.edits.filter(edit => (edit.uri ?? uri) === target);
      return [target, applyEdits(textOf(target), edits)];
    }),
  );
}

function isDescription({ word, code }: Block): boolean {
  return word !== 'with' || /^\s*["{]?(openapi|swagger|asyncapi)\b/.test(code);
}

function pageOf(rule: AnyRule): ReturnType<typeof readPage> {
  return readPage(readFileSync(`rules/${rule.id}.md`, 'utf8'));
}
