import { edit, type Located, lineBreakOf, type Span } from '#text';
import { asOneStatement } from '../expand/insertions.ts';
import type { Migration } from '../migration.ts';
import type { Statement } from '../model.ts';
import type { MigrationChange, MigrationUnit } from '../tools/index.ts';
import { newFile } from '../tools/tool.ts';
import { baseNameOf } from '../uris.ts';
import { type Inverse, inverseOf } from './inverse.ts';

/** A migration, or a part of one, that nothing undoes. The span is where the way down would be looked for. */
export interface MissingDown extends Located {
  /** What is missing: a file, a section, an entry of the changeset. */
  readonly what: string;
  /** The section is there and holds nothing. */
  readonly empty: boolean;
  /** Its tool only goes forward: that concerns the directory more than this migration. */
  readonly forwardOnly: boolean;
  /** What would undo it. */
  readonly inverse: Inverse;
  /** Writes that; undefined where its tool has no place for it. */
  readonly change: MigrationChange | undefined;
}

/**
 * What lacks a way down. The first migration of a directory is left out (nobody goes back beyond it), and so is one whose
 * comments say that it is irreversible, and one that leaves nothing to undo. Tools that only go forward: the newest one.
 */
export function missingDowns(migration: Migration): readonly MissingDown[] {
  const { tool, file, units, document, directory } = migration;
  const side = tool.downSide?.(file.uri);
  if (!side || migration.first || document.comments.some(one => /\birreversible\b/i.test(one.text))) return [];
  const ups = units.filter(one => one.direction === 'up');
  const statements = ups.flatMap(unit => migration.statementsOf(unit));
  const [first] = statements;
  if (!first) return [];
  if (side.type === 'comment') return ups.flatMap(unit => missingRollback(migration, unit));
  if (side.type === 'section') return missingSection(migration, side.marker, statements, first);
  if (side.type === 'file' && hasDownFile(migration, side.uri)) return [];
  const forwardOnly = side.type === 'none' || !side.native || !hasAnyDown(migration);
  if (forwardOnly && directory.migrations.at(-1)?.uri !== file.uri) return [];
  const inverse = inverseOf(migration, statements);
  if (inverse.lines.length === 0) return [];
  const span = first.keyword.span;
  if (side.type === 'none') return [{ span, what: '', empty: false, forwardOnly, inverse, change: undefined }];
  const change = { edits: [], creates: [newFile(side.uri, file, ...inverse.lines)] };
  return [{ span, what: baseNameOf(decodeURIComponent(side.uri)), empty: false, forwardOnly, inverse, change }];
}

/** `x.down.sql` undoes `x.postgres.up.sql` as well, and the other way round. */
function hasDownFile({ directory, file }: Migration, uri: string): boolean {
  if (directory.facts.has(uri)) return true;
  const stem = file.uri.replace(/(?:\.[a-z]\w*)?\.up\.sql$/i, '.');
  if (stem === file.uri) return false;
  return [...directory.facts.keys()].some(one => one.startsWith(stem) && /\bdown\.sql$/i.test(one));
}

/** Whether any migration of the directory has a way down; else it only goes forward, by choice. */
function hasAnyDown({ directory }: Migration): boolean {
  return [...directory.facts].some(([uri, one]) => one.down.length > 0 || /\bdown\.sql$/i.test(uri));
}

function missingSection(
  migration: Migration,
  marker: string,
  statements: readonly Statement[],
  first: Statement,
): readonly MissingDown[] {
  const { units, document } = migration;
  const down = units.filter(one => one.direction === 'down');
  if (down.some(unit => migration.statementsOf(unit).length > 0)) return [];
  const inverse = inverseOf(migration, statements);
  if (inverse.lines.length === 0) return [];
  const [section] = down;
  const { text } = document;
  const newline = lineBreakOf(text);
  const lines = inverse.lines.map(one => asOneStatement(migration, one));
  const known = lines.every(one => one !== undefined) ? lines.join('\n').replaceAll('\n', newline) : undefined;
  const forwardOnly = !section && !hasAnyDown(migration);
  if (forwardOnly && migration.directory.migrations.at(-1)?.uri !== migration.file.uri) return [];
  const common = { what: marker, forwardOnly, inverse };
  if (section?.header) {
    const { end } = section.header;
    const change = known === undefined ? undefined : { edits: [edit.insert(end, newline + known)], creates: [] };
    return [{ ...common, span: section.header, empty: true, change }];
  }
  const separator = text.endsWith('\n') ? newline : newline + newline;
  const added = `${separator}${marker}${newline}${known}${newline}`;
  const change = known === undefined ? undefined : { edits: [edit.insert(text.length, added)], creates: [] };
  return [{ ...common, span: first.keyword.span, empty: false, change }];
}

/** Liquibase: a changeset without `--rollback`. */
function missingRollback(migration: Migration, unit: MigrationUnit): readonly MissingDown[] {
  const { document } = migration;
  const statements = migration.statementsOf(unit);
  const isInside = ({ span }: { readonly span: Span }): boolean =>
    unit.span.start <= span.start && span.end <= unit.span.end;
  if (!unit.header || document.comments.some(one => isInside(one) && /^\s*(?:liquibase\s+)?rollback\b/i.test(one.text)))
    return [];
  const inverse = inverseOf(migration, statements);
  if (inverse.lines.length === 0) return [];
  const { text } = document;
  const newline = lineBreakOf(text);
  const at = text.slice(0, unit.span.end).trimEnd().length;
  const lines = inverse.lines.map(one => (one.startsWith('--') ? one : `--rollback ${one}`));
  const writable = inverse.lines.every(one => !one.includes('\n'));
  const change = { edits: [edit.insert(at, newline + lines.join(newline))], creates: [] };
  const span = { start: unit.header.start, end: unit.header.end };
  return [
    { span, what: '--rollback', empty: false, forwardOnly: false, inverse, change: writable ? change : undefined },
  ];
}
