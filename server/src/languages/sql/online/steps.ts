import { edit, type TextEdit } from '#text';
import { insertAfter, replaceWith } from '../expand/insertions.ts';
import type { Migration } from '../migration.ts';
import type { Statement } from '../model.ts';
import { applied, blockOf, isFenced, newMigration } from '../moving.ts';
import { commitsByItself, outsideTransaction } from '../outside.ts';
import { parseSql } from '../parse.ts';
import { defeatsPrismaSplitter } from '../prismaSplitter.ts';
import type { MigrationChange } from '../tools/index.ts';

/** One of the statements that do in several transactions what a single one does under a long lock. */
export interface Step {
  /** Without a terminator; lines joined by `\n`. */
  readonly sql: string;
  /** What undoes it, likewise; undefined: nothing is left to undo. */
  readonly undo: string | undefined;
  /** The same for a down half that runs in a transaction, where that differs. */
  readonly undoInTransaction?: string;
  /** `outside`: it cannot run in a transaction; `commit`: not in the one of the steps before it. */
  readonly needs: 'nothing' | 'commit' | 'outside';
  /** Becomes a part of the name of a migration that begins with it. */
  readonly slug: string;
}

export interface Rewrite {
  readonly statement: Statement;
  /** What makes of the statement that which runs before the steps; undefined: the steps take its place. */
  readonly keep: readonly TextEdit[] | undefined;
  readonly steps: readonly Step[];
  /** Nobody knows how to undo it: no way down is written. */
  readonly irreversible?: boolean;
  /** Statements of the file's down half that are superfluous once the steps undo themselves. */
  readonly undoneBy: readonly Statement[];
}

export interface Placement {
  /**
   * `here`: all steps stand in the file; `directive`: so they do, with the tool told not to begin a transaction;
   * `separate`: some or all stand in migrations of their own.
   */
  readonly way: 'here' | 'directive' | 'separate';
  readonly change: MigrationChange;
  /** How many migrations it makes. */
  readonly made: number;
}

/**
 * Finds a place for each step: in the file as long as the tool's transactions allow it, then in migrations that run right
 * after it. Undefined where the tool has no such place.
 *
 * @param rank how many migrations other fixes of this file already make
 */
export function placeSteps(migration: Migration, rewrite: Rewrite, rank: number): Placement | undefined {
  const { statement, keep, steps } = rewrite;
  if (statement.broken || statement.templated || isFenced(migration, statement)) return undefined;
  const groups = grouped(steps);
  const { staying, change } = whatStays(migration, rewrite, groups);
  const leaving = groups.slice(staying);
  const here = inFile(migration, rewrite, groups.slice(0, staying).flat());
  if (!here) return undefined;
  const made = leaving.map((group, index) =>
    migrationOf(migration, rewrite, group, rank + index, !keep && staying + index === 0),
  );
  if (made.some(one => !one)) return undefined;
  const changes = [
    change,
    { edits: here, creates: [] },
    ...made.flatMap(one => one ?? []),
    undone(migration, rewrite, groups, staying),
  ];
  const told = change.edits.length + change.creates.length > 0;
  return {
    way: leaving.length > 0 ? 'separate' : told ? 'directive' : 'here',
    change: { edits: joined(changes.flatMap(one => one.edits)), creates: changes.flatMap(one => one.creates) },
    made: leaving.length,
  };
}

/** The steps that may share a transaction, or need none. */
function grouped(steps: readonly Step[]): readonly (readonly Step[])[] {
  const groups: Step[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (last && step.needs === 'nothing' && last[0]!.needs !== 'outside') last.push(step);
    else groups.push([step]);
  }
  return groups;
}

const NOTHING: MigrationChange = { edits: [], creates: [] };

/** How many groups may stay in the file, and what makes that possible. */
function whatStays(
  migration: Migration,
  { statement, keep, steps }: Rewrite,
  groups: readonly (readonly Step[])[],
): { readonly staying: number; readonly change: MigrationChange } {
  const needsOutside = steps.some(one => one.needs === 'outside');
  const outside = needsOutside ? outsideTransaction(migration, statement, [], 'createIndex') : undefined;
  const autocommit = commitsByItself(migration, statement);
  let staying = 0;
  let change = NOTHING;
  for (const group of groups) {
    const { needs } = group[0]!;
    const beside = staying > 0 || keep !== undefined;
    const behind = groups[staying - 1]?.[0]?.needs;
    if (beside && outside?.type === 'here' && outside.alone) break;
    if (needs === 'outside') {
      if (outside?.type !== 'here') break;
      change = outside.change;
    } else if (needs === 'commit' && !autocommit && behind !== 'outside') break;
    if (beside && migration.tool.cutsText && group.some(one => defeatsPrismaSplitter(statementIn(one.sql)))) break;
    staying++;
  }
  return { staying, change };
}

function statementIn(sql: string): Statement {
  return parseSql({ uri: 'step.sql', text: `${sql};` }).statements[0]!;
}

/** The edits of the file itself; undefined where nobody knows where the statement ends. */
function inFile(
  migration: Migration,
  { statement, keep }: Rewrite,
  steps: readonly Step[],
): readonly TextEdit[] | undefined {
  const texts = steps.map(one => `${one.sql};`);
  if (texts.length === 0) return keep ?? [edit.remove(blockOf(migration, statement).removal)];
  const added = keep ? insertAfter(migration, statement, texts) : replaceWith(migration, statement, texts);
  return added && [...(keep ?? []), added];
}

/** The migration that a group of steps becomes. `first`: what belongs to the statement goes along. */
function migrationOf(
  migration: Migration,
  { statement, irreversible }: Rewrite,
  group: readonly Step[],
  rank: number,
  first: boolean,
): MigrationChange | undefined {
  const sql = group.map(one => one.sql).join(';\n');
  const undo = [...group].reverse().flatMap(one => one.undo ?? []);
  return newMigration(migration, statement, {
    slug: group[0]!.slug,
    up: first ? inItsPlace(migration, statement, sql) : `${sql};`,
    down: irreversible ? undefined : undo.length === 0 ? 'SELECT 1; -- nothing to undo' : `${undo.join(';\n')};`,
    outside: group.some(one => one.needs === 'outside'),
    rank,
  });
}

/** With the comments that belong to the statement. */
function inItsPlace(migration: Migration, statement: Statement, sql: string): string {
  const { span, terminator } = statement;
  const { content } = blockOf(migration, statement);
  const { text } = migration.document;
  return applied(text, content, [
    edit.replace({ start: span.start, end: terminator?.span.end ?? span.end }, `${sql};`),
  ]);
}

/** What becomes of the statements of the down half that undid all of it. */
function undone(
  migration: Migration,
  { undoneBy }: Rewrite,
  groups: readonly (readonly Step[])[],
  staying: number,
): MigrationChange {
  if (staying === groups.length) return NOTHING;
  const left = [...groups.slice(0, staying).flat()].reverse().flatMap(one => one.undoInTransaction ?? one.undo ?? []);
  const edits = undoneBy.map(one =>
    left.length === 0 ? edit.remove(blockOf(migration, one).removal) : edit.replace(one.span, left.join(';\n')),
  );
  return { edits, creates: [] };
}

/** Insertions at one place become one: their order is settled. */
function joined(edits: readonly TextEdit[]): readonly TextEdit[] {
  const found: TextEdit[] = [];
  for (const one of edits) {
    const { start, end } = one.span;
    const same = found.findIndex(other => start === end && other.span.start === start && other.span.end === end);
    if (same < 0) found.push(one);
    else found[same] = edit.insert(start, found[same]!.text + one.text);
  }
  return found;
}
