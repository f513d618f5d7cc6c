import { applyEdits, createLineMap, type Located, type Span } from '#text';
import type { Comment, Problem, Source, TextChange } from '../contract.ts';
import { collected } from './collected.ts';
import { knownDialect } from './dialect.ts';
import type {
  AddedColumn,
  AlterAction,
  AlterTable,
  ColumnType,
  CreateTable,
  SqlDialect,
  SqlDocument,
  Statement,
  StatementOf,
  StatementType,
} from './model.ts';
import { type Piece, piecesOf, updatePieces } from './pieces.ts';

/** A document with what the next update needs. */
interface ParsedSql extends SqlDocument {
  readonly source: Source;
  readonly pieces: readonly Piece[];
  readonly isDialectKnown: boolean;
}

/** Where neither path nor text shows a dialect and nobody names one. */
const ASSUMED: SqlDialect = 'postgresql';

export function parseSql(source: Source): SqlDocument {
  const known = knownDialect(source);
  return createDocument(source, known, piecesOf(source.text, known ?? ASSUMED));
}

/** Cuts and reads again what the change touches; every other statement is the same object as before. */
export function updateSql(previous: SqlDocument, change: TextChange): SqlDocument {
  const { source, pieces, dialect } = previous as ParsedSql;
  const text = applyEdits(source.text, [change]);
  const next: Source = { ...source, text };
  const known = knownDialect(next);
  if ((known ?? ASSUMED) !== dialect) return createDocument(next, known, piecesOf(text, known ?? ASSUMED));
  return createDocument(next, known, updatePieces(pieces, text, dialect, change));
}

/** False where neither path nor text shows a dialect and nobody names one: PostgreSQL is only assumed then. */
export function isDialectKnown(document: SqlDocument): boolean {
  return (document as ParsedSql).isDialectKnown;
}

function createDocument(source: Source, known: SqlDialect | undefined, pieces: readonly Piece[]): ParsedSql {
  const { uri, text } = source;
  const { statements, byType, comments, problems, opaquePlaces } = collect(pieces);
  const opaque = lazily((): readonly Span[] => opaquePlaces.map(one => one.span));
  const addedColumns = lazily(() => addedColumnsIn(statementsOf('alterTable')));
  const columnTypes = lazily(() => columnTypesIn(statementsOf('createTable', 'alterTable')));
  const byAction = lazily(() => sortedByAction(statementsOf('alterTable')));
  const byTypes = new Map<string, readonly Statement[]>();

  function statementsOf<T extends StatementType>(...types: readonly T[]): readonly StatementOf<T>[] {
    const [first] = types;
    if (!first) return [];
    if (types.length === 1) return (byType.get(first) ?? []) as readonly Statement[] as readonly StatementOf<T>[];
    const present = types.filter(one => byType.has(one));
    if (present.length <= 1) return statementsOf(...present);
    const key = present.join();
    let found = byTypes.get(key);
    if (!found) byTypes.set(key, (found = ofTypes(pieces, new Set(types))));
    return found as readonly Statement[] as readonly StatementOf<T>[];
  }

  return {
    kind: 'sql',
    uri,
    text,
    source,
    pieces,
    dialect: known ?? ASSUMED,
    isDialectKnown: known !== undefined,
    statements,
    lines: createLineMap(text),
    comments,
    problems,
    get opaque() {
      return opaque();
    },
    get indexes() {
      return statementsOf('createIndex');
    },
    get createdTables() {
      return statementsOf('createTable');
    },
    get alteredTables() {
      return statementsOf('alterTable');
    },
    alteredBy: (...types) => {
      const known = byAction();
      const present = types.filter(one => known.has(one));
      const [first] = present;
      if (!first || present.length === 1) return (first && known.get(first)) ?? [];
      return statementsOf('alterTable').filter(one => one.actions.some(action => types.includes(action.type)));
    },
    get addedColumns() {
      return addedColumns();
    },
    columnTypes,
    statementsOf,
    statementAt: offset => statementAt(statements, offset),
    textOf: ({ span }: Located) => text.slice(span.start, span.end),
  };
}

function lazily<T>(compute: () => T): () => T {
  let value: { readonly value: T } | undefined;
  return () => (value ??= { value: compute() }).value;
}

/** One pass over all pieces, on every keystroke: loops rather than one `flatMap` for each list. */
function collect(pieces: readonly Piece[]) {
  const statements: Statement[] = [];
  const byType = new Map<StatementType, Statement[]>();
  const comments: Comment[] = [];
  const problems: Problem[] = [];
  const opaquePlaces: Located[] = [];
  for (const piece of pieces) {
    const { statement, type } = piece;
    if (statement && type) {
      statements.push(statement);
      const group = byType.get(type);
      if (group) group.push(statement);
      else byType.set(type, [statement]);
    }
    if (piece.comments.length) comments.push(...piece.comments);
    if (piece.problems.length) problems.push(...piece.problems);
    if (piece.opaque.length) opaquePlaces.push(...piece.opaque);
  }
  return { statements, byType, comments, problems, opaquePlaces };
}

const addedColumnsIn = collected((one: AlterTable): readonly AddedColumn[] => one.addedColumns);

/** In order of position. */
function ofTypes(pieces: readonly Piece[], wanted: ReadonlySet<StatementType>): readonly Statement[] {
  const found: Statement[] = [];
  for (const { statement, type } of pieces) if (statement && type && wanted.has(type)) found.push(statement);
  return found;
}

function sortedByAction(statements: readonly AlterTable[]): ReadonlyMap<AlterAction['type'], readonly AlterTable[]> {
  const found = new Map<AlterAction['type'], AlterTable[]>();
  for (const one of statements)
    for (const { type } of one.actions) {
      const known = found.get(type);
      if (!known) found.set(type, [one]);
      else if (known.at(-1) !== one) known.push(one);
    }
  return found;
}

const columnTypesIn = collected((one: CreateTable | AlterTable): readonly ColumnType[] => one.columnTypes);

/** Binary search by position. */
function statementAt(statements: readonly Statement[], offset: number): Statement | undefined {
  let low = 0;
  let high = statements.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const statement = statements[middle]!;
    const { start } = statement.span;
    const { end } = (statement.terminator ?? statement).span;
    if (offset < start) high = middle - 1;
    else if (offset > end) low = middle + 1;
    else return statement;
  }
  return undefined;
}
