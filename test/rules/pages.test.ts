import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AnyRule } from '#engine';
import { kindOf } from '#engine';
import { rules } from '#rules';
import { afterFixes, type Example, examplesOf, expectedOf, openExample, shown, uriOf, withBreaks } from './harness.ts';
import { readPage } from './page.ts';

const BREAKS = [
  ['LF', '\n'],
  ['CRLF', '\r\n'],
] as const;

for (const rule of rules) {
  const path = `rules/${rule.id}.md`;
  describe(rule.id, () => {
    it('has a page', () => expect(existsSync(path)).toBe(true));
    if (!existsSync(path)) return;
    const examples = examplesOf(readPage(readFileSync(path, 'utf8')));
    const seen = { messages: new Set<string>(), fixes: new Set<string>() };

    for (const example of examples) {
      for (const [name, newline] of BREAKS) {
        it(`${example.word}, ${example.name} (${name})`, () => {
          checkExample(example, rule, newline, seen);
        });
      }
    }

    it('shows every message of the rule', () => {
      for (const template of Object.values(rule.messages)) {
        const pattern = new RegExp(
          `^${template
            .split(/\{\w+\}/)
            .map(escaped)
            .join('.+')}$`,
        );
        expect(
          [...seen.messages].some(message => pattern.test(message)),
          `no example shows: ${template}`,
        ).toBe(true);
      }
    });

    it('offers fixes as it says', () => {
      if (rule.fixable === 'no') expect([...seen.fixes]).toEqual([]);
      else expect(seen.fixes.has(rule.fixable), `no example shows a fix that is ${rule.fixable}`).toBe(true);
    });
  });
}

function checkExample(
  example: Example,
  rule: AnyRule,
  newline: '\n' | '\r\n',
  seen: { messages: Set<string>; fixes: Set<string> },
): void {
  const { engine, calls } = openExample(example, rule, newline);
  for (const block of example.blocks) {
    const uri = uriOf(block, rule);
    const code = withBreaks(block.code, newline);
    expect(engine.kindOf(uri), `${uri} was not recognised`).toBe(kindOf(rule));
    const before = calls();
    const findings = engine.findings(uri);
    expect(calls(), `the rule did not run on ${uri}: ${engine.status(uri).skipped}`).toBeGreaterThan(before);
    expect(
      findings.filter(one => one.rule !== rule.id),
      'the example itself has problems',
    ).toEqual([]);
    expect(shown(findings, code, rule).sort()).toEqual(expectedOf(block).sort());
    if (example.word === 'good')
      expect(block.expected, 'a good block expects findings only below the severity of the rule').toSatisfy(
        (all: Block['expected']) => all.every(one => one.severity),
      );
    for (const finding of findings) {
      seen.messages.add(finding.message);
      for (const fix of finding.fixes) seen.fixes.add(fix.safety);
      expect(structuredClone(finding), 'findings are plain data').toEqual(finding);
      expect(finding.message).toMatch(/^[\x20-\x7e]{1,160}$/);
    }
  }
  checkFixes(example, rule, newline);
}

function checkFixes(example: Example, rule: AnyRule, newline: '\n' | '\r\n'): void {
  if (example.word !== 'bad') return;
  for (const block of example.blocks) {
    const uri = uriOf(block, rule);
    const { engine } = openExample(example, rule, newline);
    const fixes = engine.findings(uri).flatMap(one => one.fixes);
    if (fixes.length === 0) continue;
    const shownFixes = example.fixed.filter(
      one => !one.file || uriOf(one, rule) === uri || example.blocks.every(other => other.file !== one.file),
    );
    expect(shownFixes.length, `no fixed block shows what ${fixes[0]!.title} does`).toBeGreaterThan(0);
    for (const title of new Set(shownFixes.map(one => one.title))) {
      const after = afterFixes(engine, uri, rule, title);
      for (const fixed of shownFixes.filter(one => one.title === title)) {
        const target = fixed.file ? uriOf(fixed, rule) : uri;
        expect(after.get(target), `after the fix, ${target}`).toBe(withBreaks(fixed.code, newline));
      }
      checkSettled(example, rule, newline, after);
    }
  }
}

/** What a fix made parses, is silent for the rule, and has nothing left to fix. */
function checkSettled(
  example: Example,
  rule: AnyRule,
  newline: '\n' | '\r\n',
  after: ReadonlyMap<string, string>,
): void {
  const { engine } = openExample(example, rule, newline);
  for (const [uri, text] of after) engine.setSource(uri, text);
  for (const [uri, text] of after) {
    const left = engine.findings(uri);
    expect(
      left.filter(one => one.rule !== rule.id),
      `the fix broke ${uri}:\n${text}`,
    ).toEqual([]);
    const fixable = left.filter(one => one.rule === rule.id && one.fixes.length > 0);
    expect(fixable, `the fix does not silence the rule in ${uri}:\n${text}`).toEqual([]);
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

type Block = Example['blocks'][number];
