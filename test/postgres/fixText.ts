import { createEngine } from '#engine';
import { rules } from '#rules';
import { languages } from '../../server/src/languages/all.ts';
import { afterFixes } from '../rules/harness.ts';

const ROOT = 'file:///proof';

/** An engine over some files by path, with one rule and no other. */
function open(id: string, files: Readonly<Record<string, string>>) {
  const rule = rules.find(one => one.id === id);
  if (!rule) throw new Error(`there is no rule ${id}`);
  const engine = createEngine({ languages, rules: [rule] });
  engine.setConfig(`${ROOT}/.plumbline.json`, JSON.stringify({ extends: ['plumbline:strict'] }));
  for (const [path, text] of Object.entries(files)) engine.setSource(`${ROOT}/${path}`, text);
  return { engine, rule };
}

/** What one rule says of a file. */
export function messagesOf(id: string, files: Readonly<Record<string, string>>, path: string): readonly string[] {
  const { engine, rule } = open(id, files);
  return engine
    .findings(`${ROOT}/${path}`)
    .filter(one => one.rule === rule.id)
    .map(one => one.message);
}

/** A file after the fixes of one rule, those of one title where one is given. */
export function fixText(id: string, files: Readonly<Record<string, string>>, path: string, title?: string): string {
  const { engine, rule } = open(id, files);
  const fixed = afterFixes(engine, `${ROOT}/${path}`, rule, title).get(`${ROOT}/${path}`);
  if (fixed === undefined || fixed === files[path]) throw new Error('the fix changed nothing');
  return fixed;
}

const FIRST = 'migrations/20260101000000_step.sql';
const SECOND = 'migrations/20260102000000_step.sql';

/** The second of two migrations in a plain directory, fixed. */
export function fixMigration(id: string, given: string, migration: string, title?: string): string {
  return fixText(id, { [FIRST]: given, [SECOND]: migration }, SECOND, title);
}

export function saysOfMigration(id: string, given: string, migration: string): readonly string[] {
  return messagesOf(id, { [FIRST]: given, [SECOND]: migration }, SECOND);
}
