import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createEngine, type Engine, kindOf } from '#engine';
import { rules } from '#rules';
import { languages } from '../../server/src/languages/all.ts';
import { type Example, examplesOf, ROOT, uriOf } from '../rules/harness.ts';
import { readPage } from '../rules/page.ts';

/** Characters between two places that are edited; a prime, so that over all examples every kind of place is met. */
const STEP = 61;

/** One after the other, so that letters, statements that split in two and open quotes are all typed somewhere. */
const TYPED = ['x', ';', '\n', '(', "'", ',', '_', '-- '];

/** Other tables and statements around an example, so that what is remembered lies beside what changes. */
const AROUND = [
  'CREATE TABLE before_it (id bigint PRIMARY KEY, user_id bigint, price real);\n',
  '\nDROP TABLE a_b;\n',
] as const;

type Texts = ReadonlyMap<string, string>;

const sqlRules = rules.filter(rule => kindOf(rule) === 'sql');

/** Whatever was typed, rules say of the text what they say where it is read for the first time. */
describe.each(sqlRules.map(rule => [rule.id, rule] as const))('findings after keystrokes, %s', (id, rule) => {
  const examples = examplesOf(readPage(readFileSync(`rules/${id}.md`, 'utf8'))).filter(one => one.word === 'bad');

  it.each(examples.map(one => [one.name, one] as const))('%s', (_, example) => {
    const texts = textsOf(example, block => uriOf(block, rule));
    const engine = opened(example, texts);
    const known = new Map(texts);
    const agree = (): void => {
      const fresh = opened(example, known);
      for (const uri of known.keys()) expect(engine.findings(uri), known.get(uri)).toEqual(fresh.findings(uri));
    };
    agree();
    let count = 0;
    for (const [uri, text] of texts) {
      if (!uri.endsWith('.sql')) continue;
      for (let at = (count * 7) % STEP; at <= text.length; at += STEP) {
        const typed = TYPED[count++ % TYPED.length]!;
        engine.changeSource(uri, [{ span: { start: at, end: at }, text: typed }]);
        known.set(uri, text.slice(0, at) + typed + text.slice(at));
        agree();
        engine.changeSource(uri, [{ span: { start: at, end: at + typed.length }, text: '' }]);
        known.set(uri, text);
        if (count % TYPED.length === 0) agree();
      }
      agree();
    }
  });
});

/** What one statement says of a table, others are asked about. */
describe('findings after keystrokes in one of several statements about a table', () => {
  const text = `CREATE TABLE author (id bigint PRIMARY KEY, state text);
CREATE TABLE post (id int, author_id bigint, token text, price real, state text, deleted_at timestamp);
CREATE UNIQUE INDEX post_token ON post (token);
CREATE INDEX post_price ON post (token, price);
ALTER TABLE post ADD COLUMN stock integer, ALTER COLUMN price TYPE money;
ALTER TABLE post ADD PRIMARY KEY (id);
CREATE INDEX old_a ON old (a);
ALTER TABLE old ADD COLUMN other_id int, DROP COLUMN c;
CREATE INDEX old_ab ON old (a, b);
ALTER TABLE old ADD CONSTRAINT old_other FOREIGN KEY (other_id) REFERENCES author (id);
CREATE TABLE outbox_event (id bigint, payload jsonb);
`;
  const uri = `${ROOT}/migrations/20260102000000_change.sql`;
  const engineOver = (change: string): Engine => {
    const engine = createEngine({ languages, rules });
    engine.setConfig(`${ROOT}/.plumbline.json`, '{"extends":["plumbline:strict"]}');
    const first = 'CREATE TABLE old (id int PRIMARY KEY, a int NOT NULL, b int, c text);\n';
    engine.setSource(`${ROOT}/migrations/20260101000000_init.sql`, first);
    engine.setSource(uri, change);
    return engine;
  };
  const engine = engineOver(text);
  const original = engine.findings(uri);

  it.each(['x', ' ', ';', ','])('"%s"', typed => {
    for (let at = 0; at < text.length; at += 3) {
      // Over a letter, so that what was there before is no longer.
      engine.changeSource(uri, [{ span: { start: at, end: at + 1 }, text: typed }]);
      const now = text.slice(0, at) + typed + text.slice(at + 1);
      expect(engine.findings(uri), now).toEqual(engineOver(now).findings(uri));
      engine.changeSource(uri, [{ span: { start: at, end: at + 1 }, text: text[at]! }]);
      expect(engine.findings(uri)).toEqual(original);
    }
  });
});

function textsOf(example: Example, uriOfBlock: (block: Example['blocks'][number]) => string): Texts {
  const texts = new Map([
    [`${ROOT}/migrations/20260101000000_init.sql`, 'CREATE TABLE other (id bigint PRIMARY KEY);\n'],
  ]);
  if (example.blocks.some(one => one.file) || example.supporting.length > 0) texts.clear();
  for (const block of example.supporting) if (!block.head) texts.set(uriOfBlock(block), block.code);
  for (const block of example.blocks) texts.set(uriOfBlock(block), AROUND[0] + block.code + AROUND[1]);
  return texts;
}

/** All rules at once: the page of one shows the others what they look for, too. */
function opened(example: Example, texts: Texts): Engine {
  const engine = createEngine({ languages, rules });
  const config = { ...example.blocks[0]!.config, extends: ['plumbline:strict'] };
  engine.setConfig(`${ROOT}/.plumbline.json`, JSON.stringify(config));
  for (const [uri, text] of texts) engine.setSource(uri, text);
  return engine;
}
