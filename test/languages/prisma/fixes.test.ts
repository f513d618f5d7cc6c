import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { AnyRule } from '#engine';
import { rules } from '#rules';
import { applyEdits } from '#text';
import { type Example, examplesOf, openExample, uriOf } from '../../rules/harness.ts';
import { readPage } from '../../rules/page.ts';

/**
 * The pages say what the fixes make; here Prisma's own engine says that each of them, alone, leaves a valid schema, and
 * that its formatter changes nothing then that it would not have changed before.
 */
const engine = createRequire(import.meta.url)('@prisma/prisma-schema-wasm') as {
  lint(files: string): string;
  format(files: string, params: string): string;
};

type Schema = ReadonlyMap<string, string>;

/**
 * What only one version says: the engine here is a later one than Prisma 6, whose datasource has to have `url` (and may have
 * `directUrl`). Pages that are about it are valid but for that.
 */
const OF_PRISMA_7 = /no longer supported in schema files/;

const pages = readdirSync('rules/prisma').filter(one => one.endsWith('.md'));

describe.each(pages)('the fixes of %s', page => {
  const rule = rules.find(one => one.id === `prisma/${page.replace('.md', '')}`)!;
  const all = examplesOf(readPage(readFileSync(`rules/prisma/${page}`, 'utf8')));
  const examples = all.filter(one => one.word === 'bad' && !one.blocks[0]!.code.startsWith('// use prisma-8'));

  it.each(examples.map(one => [one.name, one] as const))('%s', (_name, example) => {
    const before = filesOf(example, rule);
    expect(messagesOf(before, false), 'the example is not valid').toEqual([]);
    for (const { title, after } of fixedFiles(example, rule, before)) {
      expect(messagesOf(after, false), `after "${title}"`).toEqual([]);
      const warned = messagesOf(before, true);
      const warnings = messagesOf(after, true).filter(one => !warned.includes(one));
      expect(warnings, `after "${title}" Prisma warns`).toEqual([]);
      expectNoLessFormatted(before, after, title);
    }
  });
});

it('offers no fix for Prisma 8 that this test would have to leave out unseen', () => {
  const left = pages.filter(one => /^\/\/ use prisma-(?:8|next)/m.test(readFileSync(`rules/prisma/${one}`, 'utf8')));
  // Its language is another one, which no engine here reads: what these pages show is by Prisma's documentation.
  expect(left).toEqual([
    'event-without-schema-version.md',
    'full-index-on-flag.md',
    'relation-without-index.md',
    'soft-delete-unique.md',
  ]);
});

/** The files of an example that make its schema, with a datasource and a generator where it shows none. */
function filesOf(example: Example, rule: AnyRule): Schema {
  const shown = [...example.supporting, ...example.blocks].filter(one => one.language === 'prisma');
  const files = new Map(shown.map(one => [uriOf(one, rule), one.code]));
  if (![...files.values()].some(one => /^datasource /m.test(one)))
    files.set('file:///page/datasource.prisma', 'datasource db {\n  provider = "postgresql"\n}\n');
  return files;
}

/** What each fix of each finding makes of the schema. */
function fixedFiles(example: Example, rule: AnyRule, before: Schema): readonly { title: string; after: Schema }[] {
  const { engine: ours } = openExample(example, rule, '\n');
  return example.blocks.flatMap(block => {
    const own = uriOf(block, rule);
    if (block.language !== 'prisma') return [];
    return ours
      .findings(own)
      .flatMap(one => one.fixes)
      .map(({ title, edits }) => {
        const after = new Map(before);
        for (const uri of new Set(edits.map(one => one.uri ?? own))) {
          const text = before.get(uri);
          if (text === undefined) continue;
          const here = edits.filter(one => (one.uri ?? own) === uri);
          after.set(uri, applyEdits(text, here));
        }
        return { title, after };
      });
  });
}

function messagesOf(files: Schema, warnings: boolean): readonly string[] {
  const said = JSON.parse(engine.lint(JSON.stringify([...files]))) as { is_warning: boolean; text: string }[];
  return said.filter(one => one.is_warning === warnings && !OF_PRISMA_7.test(one.text)).map(one => one.text);
}

function expectNoLessFormatted(before: Schema, after: Schema, title: string): void {
  const formattedBefore = formatted(before);
  const formattedAfter = formatted(after);
  for (const [uri, text] of after) {
    const was = before.get(uri)!;
    if (formattedBefore.get(uri) === was) {
      expect(text, `the formatter changes what "${title}" has made`).toBe(formattedAfter.get(uri));
      continue;
    }
    // It moves no line between two empty ones of which it would have left every line alone.
    const moving = linesMoved(was, formattedBefore.get(uri)!);
    const known = new Set(was.split('\n'));
    const moved = [...linesMoved(text, formattedAfter.get(uri)!)].filter(one => known.has(one) && !moving.has(one));
    expect(moved, `the formatter changes what "${title}" has left`).toEqual([]);
  }
}

/** The lines that a formatter changes, and those that no empty line parts from one: they are in columns with it. */
function linesMoved(text: string, formattedText: string): ReadonlySet<string> {
  const kept = new Set(formattedText.split('\n'));
  const paragraphs = text.split(/\n[ \t]*\n/).map(one => one.split('\n'));
  return new Set(paragraphs.filter(lines => lines.some(one => !kept.has(one))).flat());
}

function formatted(files: Schema): Schema {
  const params = { textDocument: { uri: 'file:/dev/null' }, options: { tabSize: 2, insertSpaces: true } };
  const result = JSON.parse(engine.format(JSON.stringify([...files]), JSON.stringify(params))) as [string, string][];
  return new Map(result);
}
