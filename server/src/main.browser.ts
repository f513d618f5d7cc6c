import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { guide } from '#rules/guide.ts';
import { createPlumbline } from './composition.ts';
import { browserHost } from './lsp/browserHost.ts';
import { startServer } from './lsp/server.ts';

/** The worker's own scope. */
declare const self: unknown;

const channel = self as ConstructorParameters<typeof BrowserMessageReader>[0];
const connection = createConnection(new BrowserMessageReader(channel), new BrowserMessageWriter(channel));
startServer(connection, browserHost(createPlumbline(), guide));
