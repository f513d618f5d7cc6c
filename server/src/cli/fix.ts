import { existsSync } from 'node:fs';
import { type Engine, fixAll, type Safety } from '#engine';
import { createText, pathOf, readText, reasonOf, writeText } from '#host';
import type { Workspace } from './workspace.ts';

export interface FixOptions {
  readonly safety: Safety;
  readonly createFiles: boolean;
  /** Whether the engine goes on with the fixed texts; false: it is left as it was. */
  readonly keep: boolean;
}

/** What fixing came to; nothing is written yet. */
export interface Fixed {
  /** By uri; `before` is undefined where the file is new. */
  readonly texts: ReadonlyMap<string, { readonly before: string | undefined; readonly after: string }>;
  /** By uri of the file whose findings were fixed: how often each rule's fix was applied. */
  readonly applied: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** A fix may open the way for one in another file; more rounds than this never helped. */
const ROUNDS = 3;

/** Fixes every file that was asked about, in memory. */
export function fixWorkspace({ engine, uris }: Workspace, { safety, createFiles, keep }: FixOptions): Fixed {
  const texts = new Map<string, { readonly before: string | undefined; readonly after: string }>();
  const applied = new Map<string, Map<string, number>>();
  const accept = (uri: string, after: string, isNew: boolean): void => {
    const before = texts.has(uri) ? texts.get(uri)!.before : isNew ? undefined : engine.textOf(uri);
    texts.set(uri, { before, after });
    put(engine, uri, after);
  };
  for (let round = 0; round < ROUNDS; round++) {
    let changed = false;
    for (const uri of uris) {
      const result = fixAll(engine, uri, {
        safety,
        createFiles,
        exists: target => texts.has(target) || existsSync(pathOf(target)),
      });
      if (result.applied.length === 0) continue;
      changed = true;
      const counts = applied.get(uri) ?? new Map<string, number>();
      applied.set(uri, counts);
      for (const { rule } of result.applied) counts.set(rule, (counts.get(rule) ?? 0) + 1);
      for (const [target, text] of result.created) accept(target, text, true);
      for (const [target, text] of result.others) if (!result.created.has(target)) accept(target, text, false);
      if (result.text !== engine.textOf(uri)) accept(uri, result.text, false);
    }
    if (!changed) break;
  }
  if (!keep) {
    for (const [uri, { before }] of texts) {
      if (before === undefined) engine.removeSource(uri);
      else put(engine, uri, before);
    }
  }
  for (const uri of texts.keys()) engine.judge(uri);
  return { texts, applied };
}

function put(engine: Engine, uri: string, text: string): void {
  if (engine.kindOf(uri) === 'config') engine.setConfig(uri, text);
  else engine.setSource(uri, text);
}

/** Writes the fixed files. @returns one line for each file that could not be written */
export function writeFixes(fixed: Fixed, { show }: Workspace): readonly string[] {
  const failures: string[] = [];
  for (const [uri, { before, after }] of fixed.texts) {
    const file = pathOf(uri);
    try {
      if (before === undefined) {
        createText(file, after);
        continue;
      }
      if (before === after) continue;
      const present = readText(file);
      if (!('text' in present) || present.text !== before)
        failures.push(`${show(uri)}: changed while it was being fixed, so it was left alone`);
      else writeText(file, after);
    } catch (error) {
      failures.push(`${show(uri)}: could not be written (${reasonOf(error)})`);
    }
  }
  return failures;
}

/** One line a file: which rules' findings were fixed. */
export function describeFixes(fixed: Fixed, { show }: Workspace): string {
  const lines = [...fixed.applied].map(([uri, rules]) => {
    const list = [...rules].map(([rule, times]) => (times === 1 ? rule : `${rule} (${times})`)).sort();
    return `fixed ${show(uri)}: ${list.join(', ')}\n`;
  });
  const made = [...fixed.texts].filter(([, { before }]) => before === undefined);
  return [...lines.sort(), ...made.map(([uri]) => `made ${show(uri)}\n`).sort()].join('');
}
