import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Judge } from '#languages';
import type { PrismaDocument } from '#languages/prisma';
import { readPage } from '../../rules/page.ts';
import { loadJudge, parse } from './helpers.ts';

/** The pages say what the fixes make; here Prisma says that it is as valid as before. */
describe.each(['relation-without-index', 'event-without-idempotency-key', 'hardcoded-url'])('the fixes of %s', name => {
  const page = readPage(readFileSync(`rules/prisma/${name}.md`, 'utf8'));
  const blocks = page.blocks.filter(block => block.language === 'prisma');
  let judge: Judge<PrismaDocument>;
  beforeAll(async () => {
    judge = await loadJudge();
  });

  it.each(blocks.filter(block => block.word !== 'with').map(block => [block.line, block.word, block.code] as const))(
    'line %i (%s) is valid',
    (_line, _word, code) => {
      expect(judge.judge(parse(code), [])).toEqual([]);
    },
  );
});
