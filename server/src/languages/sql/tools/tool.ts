import { edit, lineBreakOf, type Span, type TextEdit } from '#text';
import { baseNameOf, folderOf } from '../uris.ts';

/**
 * Who begins and ends transactions when a migration runs.
 *
 * - `file`: the tool wraps each file (or section, or changeset) in BEGIN and COMMIT;
 * - `run`: one transaction holds all pending migrations;
 * - `batch`: no BEGIN, but the whole text is sent as one simple query, which PostgreSQL runs as one transaction as soon
 *   as it holds several statements (PostgreSQL manual, 55.2.2.1);
 * - `statement`: every statement commits by itself;
 * - `unknown`: nobody knows; only what the text itself begins is a transaction.
 */
export type TransactionModel = 'file' | 'run' | 'batch' | 'statement' | 'unknown';

/** What recognition looks at. `path` is decoded, with `/`. */
export interface MigrationFile {
  readonly uri: string;
  readonly path: string;
  readonly text: string;
}

/** A part of a file that runs by itself: a section, a changeset, or the whole file. */
export interface MigrationUnit {
  /** UTF-16 offsets: from the end of the line that opens it to the start of the next one. */
  readonly span: Span;
  readonly direction: 'up' | 'down';
  /** The line that opens it; undefined for a whole file. */
  readonly header: Span | undefined;
  /** Whether the user has told the tool to run it outside a transaction. */
  readonly optedOut: boolean;
}

/** Edits of the file itself and files to make. */
export interface MigrationChange {
  readonly edits: readonly TextEdit[];
  readonly creates: readonly { readonly uri: string; readonly text: string }[];
}

/** Statements that should run in a migration of their own. */
export interface SeparateRequest {
  readonly file: MigrationFile;
  readonly unit: MigrationUnit;
  /** Becomes a part of the name: `orders_user_idx`. */
  readonly slug: string;
  /** Statements with their terminators, several lines joined by `\n`. */
  readonly up: string;
  readonly down: string | undefined;
  /** Uris of the migrations of the same history from this one on, the file itself included. */
  readonly known: readonly string[];
  /** Whether it has to run outside a transaction; else it takes what its tool gives it. */
  readonly outside: boolean;
  /** 0 for the first migration split off this file, 1 for the next ... */
  readonly rank: number;
}

/** Where a tool keeps what undoes a migration. */
export type DownSide =
  /** In a file beside it. `native`: the tool runs it; else it lies there for people. */
  | { readonly type: 'file'; readonly uri: string; readonly native: boolean }
  /** In a section of the same file that this line opens. */
  | { readonly type: 'section'; readonly marker: string }
  /** In comments of the same unit (Liquibase's `--rollback`). */
  | { readonly type: 'comment' }
  /** Nowhere: it only goes forward. */
  | { readonly type: 'none' };

/** One migration tool, as data and small functions. Sources of the facts: catalogue, section 6. */
export interface MigrationTool {
  /** As `migrations[].tool` of the config names it, or a version of that. */
  readonly id: string;
  /** Something in the text that no other tool writes. */
  readonly marks?: (text: string) => boolean;
  /** Its layout of folders and names. */
  readonly owns?: (path: string) => boolean;
  readonly transaction: TransactionModel;
  /** How a unit runs that has opted out. */
  readonly optedOut: 'statement' | 'batch';
  /** Runs a file outside a transaction by itself where every statement in it needs that. */
  readonly detectsConcurrently: boolean;
  /** Does so where any statement in it needs that, the others along with it (Flyway's `mixed`). */
  readonly mixesStatements: boolean;
  /** Cuts the text into statements itself, and sends it in one piece where it cannot read one of them (Prisma 7.4). */
  readonly cutsText: boolean;
  /**
   * Types of statement that it sends by themselves where they cannot run in a transaction, and what stands around them in
   * pieces (Supabase 2.109).
   */
  readonly sendsAlone: readonly string[];
  /** In order of position. */
  readonly units: (file: MigrationFile) => readonly MigrationUnit[];
  /** The uri of the folder whose migrations form one history. */
  readonly directory: (uri: string) => string;
  /** What orders the migrations of a directory; compared by `compareVersions`. */
  readonly version: (uri: string) => string;
  /** Tells the tool to run a unit outside a transaction. Undefined: this tool cannot. */
  readonly optOut?: (unit: MigrationUnit, file: MigrationFile) => MigrationChange | undefined;
  /** Whether the opt-out holds for all units of a file. */
  readonly optOutCoversFile: boolean;
  /** Writes a migration that commits by itself, outside a transaction where it asks for that. Undefined: this tool has none. */
  readonly separate?: (request: SeparateRequest) => MigrationChange | undefined;
  /** Where it keeps what undoes the migration that a uri names. Undefined: in another language, or nobody knows. */
  readonly downSide?: (uri: string) => DownSide | undefined;
  /** Whether a file runs again whenever it has changed. */
  readonly reruns?: (file: MigrationFile) => boolean;
}

/** Fills in what most tools have in common: a file is a unit, a folder is a history, names are in order. */
export function defineTool(tool: Pick<MigrationTool, 'id' | 'transaction'> & Partial<MigrationTool>): MigrationTool {
  return {
    optedOut: 'statement',
    detectsConcurrently: false,
    mixesStatements: false,
    cutsText: false,
    sendsAlone: [],
    units: wholeFile,
    directory: folderOf,
    version: baseNameOf,
    optOutCoversFile: true,
    ...tool,
  };
}

/** `X.up.sql` has its `X.down.sql`; a file that is named otherwise has none. */
export function downFileOf(uri: string): DownSide | undefined {
  const down = uri.replace(/\bup\.sql$/i, 'down.sql');
  return down === uri ? undefined : { type: 'file', uri: down, native: true };
}

const DOWN_FILE = /(?:^|[./])down\.sql$/i;

/** One unit, whose direction the name tells. */
export function wholeFile({ path, text }: MigrationFile, optedOut = false): MigrationUnit[] {
  const direction = DOWN_FILE.test(path) ? 'down' : 'up';
  return [{ span: { start: 0, end: text.length }, direction, header: undefined, optedOut }];
}

/** The units that marker lines open. What stands before the first marker belongs to no unit. */
export function sections(
  text: string,
  marker: RegExp,
  read: (match: RegExpMatchArray) => Pick<MigrationUnit, 'direction' | 'optedOut'> | undefined,
): MigrationUnit[] {
  const heads = [...text.matchAll(marker)].flatMap(match => {
    const said = read(match);
    return said ? [{ ...said, start: match.index, end: match.index + match[0].length }] : [];
  });
  return heads.map(({ start, end, ...said }, index) => ({
    ...said,
    header: { start, end },
    span: { start: end, end: heads[index + 1]?.start ?? text.length },
  }));
}

/** Where the first line of the text begins: after a byte order mark. */
export function topOf(text: string): number {
  return text.charCodeAt(0) === 0xfeff ? 1 : 0;
}

export function change(edits: readonly TextEdit[], creates: MigrationChange['creates'] = []): MigrationChange {
  return { edits, creates };
}

/** Puts lines at the top of a file. */
export function insertAtTop({ text }: MigrationFile, ...lines: readonly string[]): MigrationChange {
  const newline = lineBreakOf(text);
  return change([edit.insert(topOf(text), lines.map(line => line + newline).join(''))]);
}

/** A new file, with the line breaks of the file that it comes from. */
export function newFile(
  uri: string,
  from: MigrationFile,
  ...lines: readonly string[]
): MigrationChange['creates'][number] {
  const newline = lineBreakOf(from.text);
  return { uri, text: `${lines.join('\n').replace(/\r?\n/g, newline)}${newline}` };
}
