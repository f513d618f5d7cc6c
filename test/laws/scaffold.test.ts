import { transform } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { scaffold } from '../../server/tools/scaffold.ts';
import { readPage } from '../rules/page.ts';

describe.each(['sql/no-x', 'prisma/no-x', 'openapi/no-x', 'kubernetes/no-x', 'workspace/no-x'])(
  'npm run new-rule -- %s',
  id => {
    const files = scaffold(id);

    it('writes two files, side by side', () => {
      expect(Object.keys(files)).toEqual([`rules/${id}.ts`, `rules/${id}.md`]);
    });

    it('writes a rule that parses and says its id', async () => {
      const source = files[`rules/${id}.ts`]!;
      expect(source).toContain(`id: '${id}'`);
      await expect(transform(source, { loader: 'ts' })).resolves.toBeDefined();
    });

    it('writes a page that the harness reads, with everything that the laws ask for', () => {
      const page = readPage(files[`rules/${id}.md`]!);
      expect(page.headings).toEqual(expect.arrayContaining(['Why', 'Bad', 'Not reported']));
      expect(page.blocks.map(block => block.word)).toEqual(['bad', 'good']);
      expect(page.blocks[0]!.expected).toHaveLength(1);
    });
  },
);
