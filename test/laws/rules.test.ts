import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guide, rules } from '#rules';
import { readPage } from '../rules/page.ts';

const statements = new Set(guide.map(one => one.id));

describe('laws over all rules', () => {
  it('ids are unique and sorted', () => {
    const ids = rules.map(rule => rule.id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('no name that a rule had before is a rule now', () => {
    const ids = new Set<string>(rules.map(rule => rule.id));
    for (const rule of rules) for (const old of rule.formerly ?? []) expect(ids.has(old), old).toBe(false);
  });

  it('rules replace rules of their own kind that exist', () => {
    const ids = new Set<string>(rules.map(rule => rule.id));
    for (const rule of rules)
      for (const other of rule.replaces ?? []) {
        expect(ids.has(other), other).toBe(true);
        expect(other.split('/')[0]).toBe(rule.kind ?? rule.id.split('/')[0]);
      }
  });
});

for (const rule of rules) {
  describe(`laws: ${rule.id}`, () => {
    const source = `rules/${rule.id}.ts`;
    const page = `rules/${rule.id}.md`;

    it('its id is its path', () => {
      expect(existsSync(source), source).toBe(true);
      expect(existsSync(page), page).toBe(true);
      expect(readFileSync(source, 'utf8')).toContain(`id: '${rule.id}'`);
    });

    it('names a statement of the guide', () => expect(statements.has(rule.guide), rule.guide).toBe(true));

    it('says in one sentence what it reports', () => {
      expect(rule.summary).toMatch(/^Reports [^\n]*[^.\n]\.$/);
      expect(rule.summary.match(/\.\s/g) ?? []).toEqual([]);
    });

    it('has messages in ASCII, on one line, short enough, ending with a full stop', () => {
      for (const message of Object.values(rule.messages)) expect(message).toMatch(/^[\x20-\x7e]{10,160}\.$/);
      expect(new Set(Object.values(rule.messages)).size).toBe(Object.keys(rule.messages).length);
    });

    it('names the kind only where the id does not', () => {
      expect(rule.kind !== undefined).toBe(rule.id.startsWith('workspace/'));
      if (rule.id.startsWith('workspace/')) expect(rule.reads?.length ?? 0).toBeGreaterThan(0);
    });

    it('is readable in one sitting', () =>
      expect(readFileSync(source, 'utf8').split('\n').length).toBeLessThanOrEqual(150));

    it('has a page with why, bad and good, and the reason where its fix is unsafe', () => {
      const { headings, blocks } = readPage(readFileSync(page, 'utf8'));
      expect(headings).toContain('Why');
      expect(blocks.some(block => block.word === 'bad')).toBe(true);
      expect(blocks.some(block => block.word === 'good')).toBe(true);
      expect(headings.includes('Why the fix is unsafe')).toBe(rule.fixable === 'unsafe');
      if (rule.fixable !== 'no') expect(blocks.some(block => block.word === 'fixed')).toBe(true);
    });

    it('describes its options', () => {
      for (const one of Object.values(rule.options ?? {})) expect(one.description).toMatch(/^[A-Z].*\.$/);
    });
  });
}
