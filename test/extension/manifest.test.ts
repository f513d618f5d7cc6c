import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commandNames } from '../../client/src/commandNames.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

describe('the extension manifest', () => {
  test('contributes exactly the commands that exist, in one category and in title case', () => {
    const contributed: { command: string; category: string; title: string }[] = manifest.contributes.commands;
    expect(contributed.map(one => one.command)).toEqual(commandNames.map(name => `plumbline.${name}`));
    for (const { category, title } of contributed) {
      expect(category).toBe('Plumbline');
      expect(title).toMatch(/^[A-Z][a-z]+(?: [A-Z][a-z]+)*$/);
    }
  });

  test('has no activation event that fires in every window', () => {
    const events: string[] = manifest.activationEvents;
    expect(events.filter(event => /^\*|onStartupFinished|onLanguage:(?:json|jsonc|plaintext)$/.test(event))).toEqual(
      [],
    );
  });

  test('brings no grammar for a language of its own', () => {
    for (const grammar of manifest.contributes.grammars) expect(grammar).toHaveProperty('injectTo');
  });

  test('names files that exist', () => {
    const { contributes, icon } = manifest;
    const files: string[] = [
      icon,
      ...contributes.grammars.map((one: { path: string }) => one.path),
      ...contributes.languages.flatMap((one: { configuration?: string }) => one.configuration ?? []),
      ...contributes.jsonValidation.map((one: { url: string }) => one.url),
    ];
    expect(files.filter(file => !existsSync(file))).toEqual([]);
  });

  test('works, within limits, where a workspace is not trusted or not on a disk', () => {
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
    expect(manifest.capabilities.virtualWorkspaces.supported).toBe('limited');
  });

  test('asks for no more of VS Code than it is tested with', () => {
    expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies['@types/vscode']}`);
  });
});
