import { applyEdits, createLineMap, type Located, type Span } from '#text';
import type { Comment, Problem, Source, TextChange } from '../contract.ts';
import { dialectOf, knownDialect } from './dialect.ts';
import type {
  AddedColumn,
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
}

export function parseSql(source: Source): SqlDocument {
  const dialect = dialectOf(source);
  return createDocument(source, dialect, piecesOf(source.text, dialect));
}

/** Cuts and reads again what the change touches; every other statement is the same object as before. */
export function updateSql(previous: SqlDocument, change: TextChange): SqlDocument {
  const { source, pieces, dialect } = previous as ParsedSql;
  const text = applyEdits(source.text, [change]);
  const next: Source = { ...source, text };
  const newDialect = dialectOf(next);
  if (newDialect !== dialect) return parseSql(next);
  return createDocument(next, dialect, updatePieces(pieces, text, dialect, change));
}

/** False where neither path nor text shows a dialect and nobody names one: PostgreSQL is only assumed then. */
export function isDialectKnown(document: SqlDocument): boolean {
  return knownDialect((document as ParsedSql).source) !== undefined;
}

function createDocument(source: Source, dialect: SqlDialect, pieces: readonly Piece[]): ParsedSql {
  const { uri, text } = source;
  const { statements, byType, comments, problems, opaquePlaces } = collect(pieces);
  const opaque = lazily((): readonly Span[] => opaquePlaces.map(one => one.span));
  const addedColumns = lazily(() => addedColumnsIn(statementsOf('alterTable')));
  const columnTypes = lazily(() => columnTypesIn(pieces));

  function statementsOf<T extends StatementType>(...types: readonly T[]): readonly StatementOf<T>[] {
    const [first] = types;
    if (types.length === 1 && first)
      return (byType.get(first) ?? []) as readonly Statement[] as readonly StatementOf<T>[];
    const wanted = new Set<StatementType | undefined>(types);
    const found: Statement[] = [];
    for (const { statement, type } of pieces) if (statement && wanted.has(type)) found.push(statement);
    return found as StatementOf<T>[];
  }

  return {
    kind: 'sql',
    uri,
    text,
    source,
    pieces,
    dialect,
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

function addedColumnsIn(statements: readonly AlterTable[]): readonly AddedColumn[] {
  const columns: AddedColumn[] = [];
  for (const { addedColumns } of statements) if (addedColumns.length) columns.push(...addedColumns);
  return columns;
}

function columnTypesIn(pieces: readonly Piece[]): readonly ColumnType[] {
  const types: ColumnType[] = [];
  for (const { statement, type } of pieces) {
    if (type !== 'createTable' && type !== 'alterTable') continue;
    types.push(...(statement as CreateTable | AlterTable).columnTypes);
  }
  return types;
}

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
