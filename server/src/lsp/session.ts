import type { Connection } from 'vscode-languageserver';
import type { Engine } from '#engine';
import type { Host } from '#host';
import type { InitializationOptions, RunMode } from '#protocol';
import type { GuideEntry } from '#report';
import type { ClientAbilities } from './clientAbilities.ts';
import type { DiagnosticStore } from './diagnosticStore.ts';
import type { OpenDocuments } from './documents.ts';
import type { Judging } from './judging.ts';
import type { Positions, PositionText } from './positions.ts';
import type { Spellings } from './uris.ts';
import type { Workspace } from './workspace.ts';

/** What an entry point gives the server. */
export interface ServerParts {
  readonly engine: Engine;
  readonly guide: readonly GuideEntry[];
  readonly version: string;
  createHost(connection: Connection, options: InitializationOptions): Host;
}

/** Everything about one client, from its `initialize` on: what the features share. Every uri inside is canonical. */
export interface Session {
  readonly connection: Connection;
  readonly engine: Engine;
  readonly parts: ServerParts;
  readonly host: Host;
  readonly options: InitializationOptions;
  readonly client: ClientAbilities;
  readonly positions: Positions;
  readonly spellings: Spellings;
  readonly documents: OpenDocuments;
  readonly workspace: Workspace;
  readonly judging: Judging;
  readonly diagnostics: DiagnosticStore;
  /** When something may be shown unasked. */
  run: RunMode;
  /** The text of a document, open or not, for positions; undefined where nobody has it. */
  viewOf(uri: string): PositionText | undefined;
  /** Writes into the client's log; for what nobody should be interrupted for. */
  log(message: string, error?: unknown): void;
}
