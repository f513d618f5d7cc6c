import { type AnyRule, createEngine, type Engine, type Finding, fixAll, kindOf } from '#engine';
import type { Kind } from '#languages';
import { createLineMap } from '#text';
import { languages } from '../../server/src/languages/all.ts';
import type { Block, Page } from './page.ts';

export const ROOT = 'file:///page';

/** One bad or good example with what belongs to it. */
export interface Example {
  readonly name: string;
  readonly word: 'bad' | 'good';
  /** The files that are looked at: `bad` and `good` blocks. */
  readonly blocks: readonly Block[];
  readonly supporting: readonly Block[];
  readonly fixed: readonly Block[];
}

/**
 * Groups the blocks of a page: blocks with `file=` under one heading form one workspace; any other bad or good block
 * stands alone. `fixed` blocks belong to the bad block before them.
 */
export function examplesOf(page: Page): readonly Example[] {
  const examples: { name: string; word: 'bad' | 'good'; blocks: Block[]; supporting: Block[]; fixed: Block[] }[] = [];
  let pending: Block[] = [];
  let heading: string | undefined;
  for (const block of page.blocks) {
    const last = examples.at(-1);
    const sameHeading = block.heading === heading;
    if (!sameHeading) pending = [];
    heading = block.heading;
    if (block.word === 'with') {
      pending.push(block);
      if (last?.blocks.some(one => one.file && one.heading === heading)) last.supporting.push(block);
    } else if (block.word === 'fixed') {
      if (!last) throw new Error(`line ${block.line}: a fixed block without a bad one before it`);
      last.fixed.push(block);
    } else if (
      block.file &&
      last &&
      // Of the example itself: a supporting block of the next one may stand between.
      last.blocks[0]?.heading === block.heading &&
      last.fixed.length === 0 &&
      last.word === block.word &&
      last.blocks.every(one => one.file && one.file !== block.file)
    ) {
      last.blocks.push(block);
    } else {
      examples.push({
        name: `line ${block.line}: ${block.heading}`,
        word: block.word,
        blocks: [block],
        supporting: [...pending],
        fixed: [],
      });
    }
  }
  return examples;
}

const DEFAULT_FILES: Record<Kind, string> = {
  prisma: 'prisma/schema.prisma',
  sql: 'migrations/20260102000000_change.sql',
  kubernetes: 'deploy/app.yaml',
  openapi: 'api/openapi.yaml',
};

export function uriOf(block: Block, rule: AnyRule): string {
  const path = block.file ?? DEFAULT_FILES[kindOf(rule)].replace(/yaml$/, block.language === 'json' ? 'json' : 'yaml');
  return `${ROOT}/${path}`;
}

/** An engine over one example, with the rule alone switched on; `calls` counts how often it was asked. */
export function openExample(
  example: Example,
  rule: AnyRule,
  newline: '\n' | '\r\n',
): { engine: Engine; calls: () => number } {
  let calls = 0;
  const spied: AnyRule = {
    ...rule,
    check(document, context) {
      calls++;
      rule.check(document, context);
    },
  };
  const engine = createEngine({ languages, rules: [spied] });
  const first = example.blocks[0]!;
  // Named in `extends` only, so that severities stay the rule's own; options need the rule's name.
  const config = { ...first.config, extends: ['plumbline:strict'] };
  engine.setConfig(
    `${ROOT}/.plumbline.json`,
    JSON.stringify(first.options ? { ...config, rules: { [rule.id]: [rule.severity, first.options] } } : config),
  );
  if (kindOf(rule) === 'sql' && example.blocks.every(block => !block.file) && example.supporting.length === 0)
    engine.setSource(`${ROOT}/migrations/20260101000000_init.sql`, 'SELECT 1;\n');
  const present = [...example.supporting.filter(one => !one.head), ...example.blocks];
  for (const block of present) engine.setSource(uriOf(block, rule), withBreaks(block.code, newline));
  const heads = example.supporting.filter(one => one.head);
  if (heads.length > 0) {
    // Everything is committed; what the page shows no other text of is as it was.
    const texts = new Map([...present, ...heads].map(one => [uriOf(one, rule), withBreaks(one.code, newline)]));
    engine.setCommitted({ has: uri => texts.has(uri), textOf: uri => texts.get(uri) });
  }
  return { engine, calls: () => calls };
}

export function withBreaks(code: string, newline: '\n' | '\r\n'): string {
  return newline === '\n' ? code : code.replaceAll('\n', '\r\n');
}

/** Findings as a page writes them, so that a difference reads like the page. */
export function shown(findings: readonly Finding[], code: string, rule: AnyRule): string[] {
  const lines = createLineMap(code);
  return findings.map(finding => {
    const start = lines.positionAt(finding.span.start);
    const end = lines.positionAt(finding.span.end);
    const severity = finding.severity === rule.severity ? '' : `[${finding.severity}] `;
    const where =
      start.line === end.line
        ? `${start.character}-${end.character}`
        : `${start.character}-${end.line + 1}:${end.character}`;
    return `${start.line + 1}:${where} ${severity}${finding.message}`;
  });
}

export function expectedOf(block: Block): string[] {
  return block.expected.map(
    one => `${one.line + 1}:${one.start}-${one.end} ${one.severity ? `[${one.severity}] ` : ''}${one.message}`,
  );
}

/** The texts after applying the first (or titled) fix of every finding, by uri, files that the fix makes included. */
export function afterFixes(
  engine: Engine,
  uri: string,
  rule: AnyRule,
  title: string | undefined,
): ReadonlyMap<string, string> {
  const result = fixAll(engine, uri, {
    safety: 'unsafe',
    rule: rule.id,
    createFiles: true,
    ...(title === undefined ? {} : { title }),
  });
  if (!result.converged) throw new Error('the fixes of this example do not converge');
  return new Map([[uri, result.text], ...result.others, ...result.created]);
}
