import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../support/built.ts';
import { toyFolder } from '../support/toyCli.ts';

const cli = path.resolve('dist/cli.cjs');

function plumbline(cwd: string, args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd, input, encoding: 'utf8' });
  return { exit: status, out: stdout, err: stderr };
}

const schema = `datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

model User {
  id    Int    @id
  posts Post[]
}

model Post {
  id     Int  @id
  userId Int
  user   User @relation(fields: [userId], references: [id])
}
`;

describe('dist/cli.cjs', () => {
  beforeAll(ensureBuilt);

  it('checks, fixes and exits as the source does', () => {
    const { root, read } = toyFolder({
      'schema.prisma': schema,
      'package.json': '{ "dependencies": { "prisma": "6.19.0" } }',
    });
    const found = plumbline(root, ['check', '--format', 'json']);
    expect(found.err).toBe('');
    expect(found.exit).toBe(1);
    expect(JSON.parse(found.out).files[0].findings[0]).toMatchObject({ rule: 'prisma/relation-without-index' });
    expect(plumbline(root, ['check', '--fix'])).toMatchObject({ exit: 0 });
    expect(read('schema.prisma')).toContain('@@index([userId])');
  });

  it('reads standard input', () => {
    const { root } = toyFolder({});
    const { exit, out } = plumbline(root, ['check', '--stdin', '--stdin-filename', 'schema.prisma'], schema);
    expect(exit).toBe(1);
    expect(out).toContain('schema.prisma:');
  });

  it('prints the page of a rule without a network', () => {
    const { exit, out } = plumbline(toyFolder({}).root, ['explain', 'prisma/relation-without-index']);
    expect(exit).toBe(0);
    expect(out).toContain('Why\n');
    expect(out).toContain('model ');
  });

  it('says in one line what it cannot do', () => {
    expect(plumbline(toyFolder({}).root, ['check', '--nope'])).toEqual({
      exit: 2,
      out: '',
      err: 'plumbline: "check" has no flag "--nope"\n',
    });
  });
});
