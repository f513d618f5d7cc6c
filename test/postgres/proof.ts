import { expect, it } from 'vitest';
import { type AnyRule, createEngine, type Finding } from '#engine';
import { rules } from '#rules';
import { languages } from '../../server/src/languages/all.ts';
import { afterFixes } from '../rules/harness.ts';
import { answersTo, expectShown, type Shown } from './afterwards.ts';
import { type Database, inDatabase } from './database.ts';
import { describeSchema } from './describeSchema.ts';
import { blocksWrites, type Effects, effectsOf } from './effects.ts';
import { type Files, runAsTool, runBack } from './runAsTool.ts';
import { promisedWaits, type Waiting, whoWaits } from './waits.ts';

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
  /**
   * Who waits for a table while the transaction lasts, tried from a second session. What the messages of the rule say of
   * a table is compared as well, wherever effects are.
   */
  readonly waits?: Readonly<Record<string, Waiting>>;
  /** How the tool's run of the migration as it stands fails. */
  readonly failsAsRun?: RegExp;
  /** The tool's run of the migration as it stands goes through. */
  readonly runs?: boolean;
  /** False where PostgreSQL does all that the rule is silent about: the rule must not report. */
  readonly reported?: boolean;
  /**
   * Statements of a running program: each goes through before the migration and fails after it as it stands; where a fix
   * keeps them, all go through.
   */
  readonly clients?: readonly string[];
  /** What a query gives after the migration as it stands. */
  readonly shows?: Shown;
  /** What becomes of the way down as it stands. */
  readonly wayBack?: WayBack;
  /** Further settings of `sql` in the config. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Fixes to prove, by title; absent: the first fix of each finding. */
  readonly fixes?: readonly FixClaim[];
}

export interface WayBack {
  readonly fails?: RegExp;
  /** How the second way up fails, after the way down. */
  readonly thenFails?: RegExp;
  readonly shows?: Shown;
}

export interface FixClaim {
  readonly title?: string;
  /** The schema after the fixed migration; `same`: as after the original one. Lines that only one of them has. */
  readonly schema: 'same' | { readonly gone: readonly string[]; readonly added: readonly string[] };
  /** No transaction of the fixed migrations reads a whole table, or builds an index on one, that others have to wait for. */
  readonly calm?: boolean;
  /** A file that the fix makes beside the migrations, and what calls what it defines; run behind the migrations. */
  readonly job?: { readonly file: string; readonly call: string };
  /** All statements of `clients` go through. */
  readonly keepsClients?: boolean;
  /** What a query gives after the fixed migration. */
  readonly shows?: Shown;
  /** The way down leads to the schema of before, from where the way up runs again. */
  readonly goesBack?: boolean;
}

const ROOT = 'file:///proof';
const DEFAULT_PATH = 'migrations/2026010{n}000000_step.sql';

export function prove(claim: Claim): void {
  const rule = ruleOf(claim.rule);
  const name = claim.title ? `${rule.id}: ${claim.title}` : rule.id;
  if (claim.effects) it(`${name}: effects`, () => inDatabase(database => proveEffects(database, claim, rule)));
  it(`${name}: ${claim.reported === false ? 'not reported' : 'reported'}`, () => proveReported(claim, rule));
  if (claim.failsAsRun) it(`${name}: fails when its tool runs it`, () => proveFailure(claim));
  if (claim.runs)
    it(`${name}: goes through when its tool runs it`, async () => void (await schemaAfter(filesOf(claim))));
  if (claim.clients || claim.shows) it(`${name}: what it leaves`, () => proveLeft(claim));
  if (claim.wayBack) it(`${name}: the way back`, () => proveWayBack(claim, claim.wayBack!));
  for (const fix of claim.fixes ?? []) it(`${name}: fix ${fix.title ?? ''}`, () => proveFix(claim, rule, fix));
}

async function proveEffects(database: Database, claim: Claim, rule: AnyRule): Promise<void> {
  const { given, migration, effects } = claim;
  await database.client.query(given);
  let waits: Readonly<Record<string, Waiting>> = {};
  const { error, ...found } = await effectsOf(database, migration, async () => {
    waits = await whoWaits(database);
  });
  if (effects?.fails) {
    expect(error).toMatch(effects.fails);
    return;
  }
  expect(error).toBeUndefined();
  expect(found).toMatchObject(effects ?? {});
  const messages = findingsOf(claim, rule, database.version).map(one => one.message);
  expect(waits).toMatchObject(Object.assign({}, ...messages.map(promisedWaits), claim.waits));
}

function proveReported(claim: Claim, rule: AnyRule): void {
  expect(findingsOf(claim, rule, 15).length > 0).toBe(claim.reported !== false);
}

function findingsOf(claim: Claim, rule: AnyRule, version: number): readonly Finding[] {
  return engineOf(claim, rule, version)
    .findings(uriOf(claim, 2))
    .filter(one => one.rule === rule.id);
}

async function proveFailure(claim: Claim): Promise<void> {
  await inDatabase(async database => {
    const run = runAsTool(database, filesOf(claim), settingsFor(database.version));
    await expect(run).rejects.toThrow(claim.failsAsRun);
  });
}

/** What the migration as it stands leaves to a running program. */
async function proveLeft(claim: Claim): Promise<void> {
  const { clients = [], shows } = claim;
  await inDatabase(async database => {
    await runAsTool(database, withoutSecond(claim), settingsFor(database.version));
    expect(await answersTo(database, clients)).toEqual(clients.map(() => undefined));
  });
  await inDatabase(async database => {
    await runAsTool(database, filesOf(claim), settingsFor(database.version));
    expect(await answersTo(database, clients)).toEqual(clients.map(() => expect.any(String)));
    if (shows) await expectShown(database, shows);
  });
}

async function proveWayBack(claim: Claim, { fails, thenFails, shows }: WayBack): Promise<void> {
  await inDatabase(async database => {
    const settings = settingsFor(database.version);
    const files = filesOf(claim);
    await runAsTool(database, files, settings);
    const back = runBack(database, files, settings, uri => isOfFirst(claim, uri));
    if (fails) return expect(back).rejects.toThrow(fails);
    await back;
    if (shows) await expectShown(database, shows);
    if (thenFails) await expect(runAsTool(database, files, settings, undefined, secondOnly)).rejects.toThrow(thenFails);
    return undefined;
  });
  function secondOnly(uri: string): boolean {
    return !isOfFirst(claim, uri);
  }
}

/** Whether a file is the first migration, or its way down. */
function isOfFirst(claim: Claim, uri: string): boolean {
  return uri.startsWith(uriOf(claim, 1).replace(/(?:\.up)?\.sql$/, ''));
}

async function proveFix(claim: Claim, rule: AnyRule, fix: FixClaim): Promise<void> {
  // Where the migration fails, the fixed one is compared with the schema before it.
  const fails = claim.failsAsRun ?? claim.effects?.fails;
  const original = await schemaAfter(fails ? withoutSecond(claim) : filesOf(claim));
  const fixed = await inDatabase(async database => {
    const files = fixedFiles(claim, rule, fix, database.version);
    const loud: Effects[] = [];
    await runAsTool(database, files, settingsFor(database.version), async (statements, uri) => {
      if (!fix.calm || uri === uriOf(claim, 1)) return;
      loud.push(...(await loudEffects(database, statements)));
    });
    expect(loud).toEqual([]);
    const after = await describeSchema(database);
    if (fix.job) {
      await database.client.query(files.get(`${ROOT}/${fix.job.file}`) ?? `no file ${fix.job.file}`);
      await database.client.query(fix.job.call);
    }
    if (fix.keepsClients)
      expect(await answersTo(database, claim.clients ?? [])).toEqual(claim.clients?.map(() => undefined));
    if (fix.shows) await expectShown(database, fix.shows);
    if (fix.goesBack) {
      await runBack(database, files, settingsFor(database.version), uri => isOfFirst(claim, uri));
      expect(await describeSchema(database)).toEqual(await schemaAfter(withoutSecond(claim)));
      const isNew = (uri: string) => !isOfFirst(claim, uri);
      await runAsTool(database, files, settingsFor(database.version), undefined, isNew);
      expect(await describeSchema(database)).toEqual(after);
    }
    return after;
  });
  const gone = original.filter(one => !fixed.includes(one));
  const added = fixed.filter(one => !original.includes(one));
  expect({ gone, added }).toEqual(fix.schema === 'same' ? { gone: [], added: [] } : fix.schema);
}

/**
 * Where somebody waits while a table is read or an index built: the effects of a transaction up to there. What PostgreSQL
 * refuses to run in a transaction makes nobody wait.
 */
async function loudEffects(database: Database, statements: readonly string[]): Promise<readonly Effects[]> {
  const loud: Effects[] = [];
  let done = 0;
  for (const [index] of statements.entries()) {
    const effects = await effectsOf(database, statements.slice(0, index + 1).join('\n'));
    const { scans, builds, rewrites, locks, error } = effects;
    if (error !== undefined) expect(error).toMatch(/cannot run inside a transaction block/);
    const work = scans.length + builds.length + rewrites.length;
    if (work > done && Object.values(locks).some(blocksWrites)) loud.push(effects);
    done = work;
  }
  return loud;
}

function schemaAfter(files: Files): Promise<readonly string[]> {
  return inDatabase(async database => {
    await runAsTool(database, files, settingsFor(database.version));
    return describeSchema(database);
  });
}

function fixedFiles(claim: Claim, rule: AnyRule, { title }: FixClaim, version: number): Files {
  const engine = engineOf(claim, rule, version);
  const fixed = afterFixes(engine, uriOf(claim, 2), rule, title);
  const isChanged = fixed.size > 1 || fixed.get(uriOf(claim, 2)) !== claim.migration;
  expect(isChanged, 'the fix changed nothing').toBe(true);
  return new Map([...filesOf(claim), ...fixed]);
}

function engineOf(claim: Claim, rule: AnyRule, postgresVersion: number) {
  const engine = createEngine({ languages, rules: [rule] });
  const config = { extends: ['plumbline:strict'], sql: { postgresVersion, ...claim.settings } };
  engine.setConfig(`${ROOT}/.plumbline.json`, JSON.stringify(config));
  for (const [uri, text] of filesOf(claim)) engine.setSource(uri, text);
  return engine;
}

function filesOf(claim: Claim): Files {
  const beside = Object.entries(claim.beside ?? {}).map(([path, text]) => [`${ROOT}/${path}`, text] as const);
  return new Map([...beside, [uriOf(claim, 1), claim.given], [uriOf(claim, 2), claim.migration]]);
}

function withoutSecond(claim: Claim): Files {
  return new Map([...filesOf(claim)].filter(([uri]) => uri !== uriOf(claim, 2)));
}

function uriOf({ path = DEFAULT_PATH }: Claim, number: 1 | 2): string {
  return `${ROOT}/${path.replace('{n}', String(number))}`;
}

export function settingsFor(postgresVersion: number) {
  return { dialect: undefined, postgresVersion, scope: 'all', tableSizes: {}, migrations: [] } as const;
}

function ruleOf(id: string): AnyRule {
  const rule = rules.find(one => one.id === id);
  if (!rule) throw new Error(`there is no rule ${id}`);
  return rule;
}
