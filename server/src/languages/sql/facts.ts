import { changesOf, type SchemaChange } from './changes.ts';
import { collected } from './collected.ts';
import type { SqlCompanion } from './companions/index.ts';
import { headOf } from './dialect.ts';
import type { SqlDialect, SqlDocument, Statement } from './model.ts';
import { isDialectKnown } from './parse.ts';
import { type LiveRead, liveReads } from './queries/live.ts';
import { roleOf, type SqlRole } from './role.ts';
import { onPath, searchPathsOf } from './searchPath.ts';
import { type MigrationUnit, type RecognisedTool, recogniseTool, toolOf } from './tools/index.ts';
import { pathOf } from './uris.ts';

/** What other documents may know of an SQL file, as plain data. */
export interface SqlFacts {
  readonly role: SqlRole;
  /** The dialect that its text or a companion shows; undefined where it could be of several. */
  readonly dialect: SqlDialect | undefined;
  /** The migration tool that the file shows; the config and its siblings may know better. */
  readonly tool: RecognisedTool | undefined;
  /** What its statements do to the schema, the down half left out. */
  readonly up: readonly SchemaChange[];
  /** What the down half does, where the file holds one or is one. */
  readonly down: readonly SchemaChange[];
  /** What its queries, views and routines read of tables whose rows are only marked as deleted; mostly absent. */
  readonly liveReads?: readonly LiveRead[];
  /** What a file says that is no SQL. */
  readonly companion?: SqlCompanion;
  /** Where `up` stands; absent for companions. */
  readonly origin?: FactsOrigin;
}

export interface FactsOrigin {
  readonly uri: string;
  /** What the file was read as. */
  readonly dialect: SqlDialect;
  /** For each change of `up` the UTF-16 offset of its statement, to which its own place is relative. */
  readonly bases: readonly number[];
}

export function sqlFacts(document: SqlDocument): SqlFacts {
  const { uri, text } = document;
  const path = pathOf(uri);
  const tool = recogniseTool({ uri, path, text: headOf(text) });
  const units = toolOf(tool?.id).units({ uri, path, text });
  const up = changesIn(document, statementsIn(document.statements, units, 'up'));
  const down = changesIn(document, statementsIn(document.statements, units, 'down'));
  const origin: FactsOrigin = { uri, dialect: document.dialect, bases: up.bases };
  const reads = liveReads(document);
  const dialect = isDialectKnown(document) ? document.dialect : undefined;
  return {
    role: roleOf(uri, text),
    dialect,
    tool,
    up: up.changes,
    down: down.changes,
    origin,
    ...(reads.length > 0 && { liveReads: reads }),
  };
}

/** What statements change one after the other, under the search path that each runs under. */
function changesIn(document: SqlDocument, statements: readonly Statement[]) {
  const changes: SchemaChange[] = [];
  const bases: number[] = [];
  const paths = searchPathsOf(statements, document);
  if (paths.size === 0)
    return { changes: allChanges(statements), bases: changing(statements).map(one => one.span.start) };
  for (const statement of statements) {
    const own = changesOf(statement);
    if (own.length === 0) continue;
    const base = statement.span.start;
    const path = paths.get(statement);
    for (const one of own) {
      changes.push(onPath(one, path));
      bases.push(base);
    }
  }
  return { changes, bases };
}

const allChanges = collected(changesOf);
/** The statement of each change. */
const changing = collected((one: Statement) => changesOf(one).map(() => one));

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
