import { expect, it } from 'vitest';
import { type AnyRule, createEngine } from '#engine';
import { rules } from '#rules';
import { languages } from '../../server/src/languages/all.ts';
import { afterFixes } from '../rules/harness.ts';
import { type Database, inDatabase } from './database.ts';
import { describeSchema } from './describeSchema.ts';
import { type Effects, effectsOf } from './effects.ts';
import { type Files, runAsTool } from './runAsTool.ts';

/** What a rule claims about one migration, to be held against a real server. */
export interface Claim {
  readonly rule: string;
  /** What is special about it: "on a partitioned table". */
  readonly title?: string;
  /** The first migration: tables, and rows in them. */
  readonly given: string;
  /** The migration that the rule reports in. */
  readonly migration: string;
  /** Where both stand; decides the tool. `{n}` becomes 1 and 2. The default is a plain directory. */
  readonly path?: string;
  /** Further files, by path: what the tool is recognised by. */
  readonly beside?: Readonly<Record<string, string>>;
  /** What PostgreSQL does when it runs the migration in a transaction; what is not named is not compared. */
  readonly effects?: Partial<Omit<Effects, 'error'>> & { readonly fails?: RegExp };
  /** How the tool's run of the migration as it stands fails. */
  readonly failsAsRun?: RegExp;
  /** False where PostgreSQL does all that the rule is silent about: the rule must not report. */
  readonly reported?: boolean;
  /** Fixes to prove, by title; absent: the first fix of each finding. */
  readonly fixes?: readonly FixClaim[];
}

export interface FixClaim {
  readonly title?: string;
  /** The schema after the fixed migration; `same`: as after the original one. Lines that only one of them has. */
  readonly schema: 'same' | { readonly gone: readonly string[]; readonly added: readonly string[] };
}

const ROOT = 'file:///proof';
const DEFAULT_PATH = 'migrations/2026010{n}000000_step.sql';

export function prove(claim: Claim): void {
  const rule = ruleOf(claim.rule);
  const name = claim.title ? `${rule.id}: ${claim.title}` : rule.id;
  if (claim.effects) it(`${name}: effects`, () => inDatabase(database => proveEffects(database, claim)));
  it(`${name}: ${claim.reported === false ? 'not reported' : 'reported'}`, () => proveReported(claim, rule));
  if (claim.failsAsRun) it(`${name}: fails when its tool runs it`, () => proveFailure(claim));
  for (const fix of claim.fixes ?? []) it(`${name}: fix ${fix.title ?? ''}`, () => proveFix(claim, rule, fix));
}

async function proveEffects(database: Database, { given, migration, effects }: Claim): Promise<void> {
  await database.client.query(given);
  const { error, ...found } = await effectsOf(database, migration);
  if (effects?.fails) {
    expect(error).toMatch(effects.fails);
    return;
  }
  expect(error).toBeUndefined();
  expect(found).toMatchObject(effects ?? {});
}

function proveReported(claim: Claim, rule: AnyRule): void {
  const findings = engineOf(claim, rule, 15).findings(uriOf(claim, 2));
  expect(findings.filter(one => one.rule === rule.id).length > 0).toBe(claim.reported !== false);
}

async function proveFailure(claim: Claim): Promise<void> {
  await inDatabase(async database => {
    const run = runAsTool(database, filesOf(claim), settingsOf(database.version));
    await expect(run).rejects.toThrow(claim.failsAsRun);
  });
}

async function proveFix(claim: Claim, rule: AnyRule, fix: FixClaim): Promise<void> {
  const original = claim.failsAsRun || claim.effects?.fails ? undefined : await schemaAfter(filesOf(claim));
  const fixed = await inDatabase(async database => {
    const files = fixedFiles(claim, rule, fix, database.version);
    await runAsTool(database, files, settingsOf(database.version));
    return describeSchema(database);
  });
  if (!original) return;
  const gone = original.filter(one => !fixed.includes(one));
  const added = fixed.filter(one => !original.includes(one));
  expect({ gone, added }).toEqual(fix.schema === 'same' ? { gone: [], added: [] } : fix.schema);
}

function schemaAfter(files: Files): Promise<readonly string[]> {
  return inDatabase(async database => {
    await runAsTool(database, files, settingsOf(database.version));
    return describeSchema(database);
  });
}

function fixedFiles(claim: Claim, rule: AnyRule, { title }: FixClaim, version: number): Files {
  const engine = engineOf(claim, rule, version);
  const fixed = afterFixes(engine, uriOf(claim, 2), rule, title);
  expect(fixed.get(uriOf(claim, 2)), 'the fix changed nothing').not.toBe(claim.migration);
  return new Map([...filesOf(claim), ...fixed]);
}

function engineOf(claim: Claim, rule: AnyRule, postgresVersion: number) {
  const engine = createEngine({ languages, rules: [rule] });
  const config = { extends: ['plumbline:strict'], sql: { postgresVersion } };
  engine.setConfig(`${ROOT}/.plumbline.json`, JSON.stringify(config));
  for (const [uri, text] of filesOf(claim)) engine.setSource(uri, text);
  return engine;
}

function filesOf(claim: Claim): Files {
  const beside = Object.entries(claim.beside ?? {}).map(([path, text]) => [`${ROOT}/${path}`, text] as const);
  return new Map([...beside, [uriOf(claim, 1), claim.given], [uriOf(claim, 2), claim.migration]]);
}

function uriOf({ path = DEFAULT_PATH }: Claim, number: 1 | 2): string {
  return `${ROOT}/${path.replace('{n}', String(number))}`;
}

function settingsOf(postgresVersion: number) {
  return { dialect: undefined, postgresVersion, scope: 'all', tableSizes: {}, migrations: [] } as const;
}

function ruleOf(id: string): AnyRule {
  const rule = rules.find(one => one.id === id);
  if (!rule) throw new Error(`there is no rule ${id}`);
  return rule;
}
