import { changesOf, type SchemaChange } from './changes.ts';
import { headOf, shownDialect } from './dialect.ts';
import type { SqlDialect, SqlDocument, Statement } from './model.ts';
import { roleOf, type SqlRole } from './role.ts';
import { type MigrationUnit, type RecognisedTool, recogniseTool, toolOf } from './tools/index.ts';
import { pathOf } from './uris.ts';

/** What other documents may know of an SQL file: plain data, no spans. */
export interface SqlFacts {
  readonly role: SqlRole;
  /** The dialect that its text shows; undefined where it could be of several. */
  readonly dialect: SqlDialect | undefined;
  /** The migration tool that the file shows; the config and its siblings may know better. */
  readonly tool: RecognisedTool | undefined;
  /** What its statements do to the schema, the down half left out. */
  readonly up: readonly SchemaChange[];
  /** What the down half does, where the file holds one or is one. */
  readonly down: readonly SchemaChange[];
}

export function sqlFacts(document: SqlDocument): SqlFacts {
  const { uri, text } = document;
  const path = pathOf(uri);
  const tool = recogniseTool({ uri, path, text: headOf(text) });
  const units = toolOf(tool?.id).units({ uri, path, text });
  const changes = (direction: MigrationUnit['direction']): SchemaChange[] => {
    const found: SchemaChange[] = [];
    for (const statement of statementsIn(document.statements, units, direction)) found.push(...changesOf(statement));
    return found;
  };
  return { role: roleOf(uri, text), dialect: shownDialect(text), tool, up: changes('up'), down: changes('down') };
}

/** The statements of the units of one direction, in order. */
export function statementsIn(
  statements: readonly Statement[],
  units: readonly MigrationUnit[],
  direction: MigrationUnit['direction'],
): readonly Statement[] {
  const wanted = units.filter(unit => unit.direction === direction);
  if (wanted.length === 0) return [];
  // Nearly always the whole file is one unit.
  if (units.length === 1 && !wanted[0]?.header) return statements;
  return statements.filter(({ span }) =>
    wanted.some(unit => unit.span.start <= span.start && span.start < unit.span.end),
  );
}
