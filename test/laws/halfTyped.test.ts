import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createEngine } from '#engine';
import { rules } from '#rules';
import { languages } from '../../server/src/languages/all.ts';
import { uriOf } from '../rules/harness.ts';
import { readPage } from '../rules/page.ts';

/** Characters between two prefixes; a prime, so that over all examples every kind of place is cut. */
const STEP = 13;

/** People lint half-typed files: whatever is cut off or left out, every rule of every kind answers and none fails. */
describe.each(rules.map(rule => [rule.id, rule] as const))('half-typed examples of %s', (id, rule) => {
  const blocks = readPage(readFileSync(`rules/${id}.md`, 'utf8')).blocks;
  const engine = createEngine({ languages, rules });
  engine.setConfig('file:///page/.plumbline.json', '{"extends":["plumbline:strict"],"sql":{"scope":"all"}}');

  const failures = (uri: string, text: string): readonly string[] => {
    engine.setSource(uri, text);
    const failed = engine.findings(uri).filter(one => one.rule === 'engine/rule-failed');
    return failed.map(one => `${one.message}\n${text}`);
  };

  it('cut off anywhere', () => {
    for (const block of blocks) {
      const uri = uriOf(block, rule);
      for (let end = 0; end <= block.code.length; end += STEP)
        expect(failures(uri, block.code.slice(0, end))).toEqual([]);
    }
  });

  it('with any line left out', () => {
    for (const block of blocks) {
      const lines = block.code.split('\n');
      const uri = uriOf(block, rule);
      lines.forEach((_, index) => {
        expect(failures(uri, lines.filter((_, other) => other !== index).join('\n'))).toEqual([]);
      });
    }
  });
});
