import { describe, expect, it } from 'vitest';
import { createEngine, defineRule } from '#engine';
import type { Language } from '#languages';
import { lineLanguage } from './fakes.ts';

const language: Language<never, never> = {
  ...lineLanguage,
  outOfScope: ({ uri }: { readonly uri: string }) => (uri.includes('old') ? 'applied migration' : undefined),
} as never;

const common = {
  guide: 'migrations/reversible',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: { one: 'One.' },
} as const;

const everywhere = defineRule({
  ...common,
  id: 'sql/everywhere',
  summary: 'Reports what differs from the last commit.',
  outOfScope: true,
  check(document, context) {
    const before = context.workspace.committed.textOf(document.uri);
    if (before !== undefined && before !== document.text) context.report({ at: { start: 0, end: 1 }, message: 'one' });
  },
});

const inScope = defineRule({
  ...common,
  id: 'sql/in-scope',
  summary: 'Reports everything.',
  check: (_, context) => context.report({ at: { start: 0, end: 1 }, message: 'one' }),
});

function opened(text: string) {
  const engine = createEngine({ languages: [language], rules: [everywhere, inScope] });
  engine.setSource('file:///w/old.sql', text);
  engine.setSource('file:///w/new.sql', text);
  return engine;
}

describe('documents that are out of scope', () => {
  it('are left to the rules that ask for them', () => {
    const engine = opened('a\n');
    engine.setCommitted({ has: () => true, textOf: () => 'b\n' });
    expect(engine.findings('file:///w/old.sql').map(one => one.rule)).toEqual(['sql/everywhere']);
    expect(engine.status('file:///w/old.sql').skipped).toBeUndefined();
    expect(engine.findings('file:///w/new.sql').map(one => one.rule)).toEqual(['sql/everywhere', 'sql/in-scope']);
  });

  it('are skipped where these say nothing, with their problems and ignores', () => {
    const engine = opened('# plumbline-ignore sql/in-scope: x\nis this one?\n');
    expect(engine.findings('file:///w/old.sql')).toEqual([]);
    expect(engine.status('file:///w/old.sql').skipped).toBe('applied migration');
    expect(engine.findings('file:///w/new.sql').length).toBeGreaterThan(0);
  });
});
