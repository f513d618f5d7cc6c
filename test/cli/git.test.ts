import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCommitted } from '#host';

const hasGit = spawnSync('git', ['--version']).status === 0;

function repository() {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-git-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const git = (...args: string[]): void => {
    const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main'];
    execFileSync('git', [...identity, ...args], { cwd: root, stdio: 'ignore' });
  };
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  const ask = (...names: string[]): (boolean | undefined)[] => {
    const committed = createCommitted();
    return names.map(name => committed.has(path.join(root, name)));
  };
  git('init');
  return { root, git, write, ask };
}

describe.skipIf(!hasGit)('createCommitted', () => {
  it('knows the last commit: not the index, not the disk', () => {
    const { git, write, ask } = repository();
    write('a/b/old.sql', '1');
    git('add', '.');
    git('commit', '-m', 'one');
    write('a/b/staged.sql', '2');
    git('add', '.');
    write('a/new.sql', '3');
    expect(ask('a/b/old.sql', 'a/b/staged.sql', 'a/new.sql', 'a/b', 'nowhere/x.sql')).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
  });

  it('knows the text of the last commit, loose and packed', () => {
    const { root, git, write } = repository();
    const textOf = (name: string): string | undefined => createCommitted().textOf(path.join(root, name));
    write('a/x.sql', 'one \u{1f600}\n');
    write('a/big.sql', 'version https://git-lfs.github.com/spec/v1\n');
    git('add', '.');
    git('commit', '-m', 'one');
    write('a/x.sql', 'two\n');
    git('add', '.');
    const expected = ['one \u{1f600}\n', undefined, undefined];
    expect([textOf('a/x.sql'), textOf('a/y.sql'), textOf('a/big.sql')]).toEqual(expected);
    git('gc', '--aggressive', '--prune=now');
    expect([textOf('a/x.sql'), textOf('a/y.sql'), textOf('a/big.sql')]).toEqual(expected);
  });

  it('reads packs, with deltas of trees, and packed references', () => {
    const { git, write, ask } = repository();
    for (let commit = 0; commit < 12; commit++) {
      for (let file = 0; file < 40; file++) write(`db/migrations/${commit}_${file}.sql`, `${commit} ${file}`);
      git('add', '.');
      git('commit', '-m', String(commit));
    }
    git('gc', '--aggressive', '--prune=now');
    expect(ask('db/migrations/0_0.sql', 'db/migrations/11_39.sql', 'db/migrations/12_0.sql')).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('works in a linked worktree, on a detached HEAD and before the first commit', () => {
    const { root, git, write, ask } = repository();
    write('x.sql', '1');
    expect(ask('x.sql')).toEqual([false]);
    git('add', '.');
    git('commit', '-m', 'one');
    git('checkout', '--detach');
    expect(ask('x.sql')).toEqual([true]);
    git('worktree', 'add', path.join(root, 'linked'));
    expect(ask('linked/x.sql', 'linked/y.sql')).toEqual([true, false]);
  });

  it('says nothing where there is no repository, or a damaged one', () => {
    const { root, git, write, ask } = repository();
    write('x.sql', '1');
    git('add', '.');
    git('commit', '-m', 'one');
    rmSync(path.join(root, '.git/objects'), { recursive: true });
    mkdirSync(path.join(root, '.git/objects'));
    expect(ask('x.sql')).toEqual([undefined]);
    expect(createCommitted().has(path.join(tmpdir(), 'x.sql'))).toBeUndefined();
  });
});
