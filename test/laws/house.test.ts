import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const sources = filesBelow('server/src')
  .concat(filesBelow('rules'), filesBelow('client/src'))
  .filter(path => path.endsWith('.ts'));

/** Files that may be longer than one sitting, each with the reason. */
const LONG: Readonly<Record<string, string>> = {
  'rules/index.ts': 'generated, and a list of all rules is what it is',
};

describe('the house', () => {
  // VS Code calls deactivate() without the context that activate() was given.
  const stateless = sources.filter(path => !/^client\/src\/extension(\.browser)?\.ts$/.test(path));
  it.each(stateless)('%s keeps no state in its module', path => {
    const text = readFileSync(path, 'utf8');
    expect(text.match(/^(export )?(let|var) .*$/gm) ?? []).toEqual([]);
    expect(text.match(/^(export )?const \w+(: [^=]+)? = new (Weak)?(Map|Set)\(\);?$/gm) ?? []).toEqual([]);
  });

  it.each(sources.filter(path => !(path in LONG)))('%s can be read in one sitting', path => {
    expect(readFileSync(path, 'utf8').split('\n').length).toBeLessThanOrEqual(450);
  });

  it('only the entry points know the list of rules', () => {
    const importing = sources.filter(
      path => /from '#rules'/.test(readFileSync(path, 'utf8')) && !path.startsWith('rules/'),
    );
    expect(
      importing.every(path => /^server\/src\/(main\.\w+|composition)\.ts$/.test(path)),
      importing.join(', '),
    ).toBe(true);
  });

  it('every path that ARCHITECTURE.md and CONTRIBUTING.md name exists', () => {
    for (const page of ['ARCHITECTURE.md', 'CONTRIBUTING.md']) {
      const text = readFileSync(page, 'utf8').replace(/```[\s\S]*?```/g, '');
      for (const [, path] of text.matchAll(
        /`((?:server|rules|client|test|bench|examples|syntaxes|docs|\.ci)\/[^`\s<>*{}…]*)`/g,
      ))
        expect(existsSync(path!), `${page} names ${path}`).toBe(true);
    }
  });

  it('every relative link of the pages leads somewhere', () => {
    const pages = [
      'README.md',
      'ARCHITECTURE.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
      ...filesBelow('rules').filter(path => path.endsWith('.md')),
    ];
    for (const page of pages) {
      const text = readFileSync(page, 'utf8').replace(/```[\s\S]*?```/g, '');
      for (const [, target] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g))
        expect(existsSync(join(page, '..', target!)), `${page} links ${target}`).toBe(true);
    }
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}
