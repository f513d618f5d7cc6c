import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { difference, type TextEdit } from '#text';
import type { Positions, PositionText } from './positions.ts';

/** A document that the client has opened: the client's text, which counts, whatever the disk says. */
export interface OpenDocument extends PositionText {
  /** Canonical. */
  readonly uri: string;
  readonly version: number;
}

/** The open documents by canonical uri. */
export interface OpenDocuments {
  get(uri: string): OpenDocument | undefined;
  has(uri: string): boolean;
  uris(): readonly string[];
  open(uri: string, version: number, text: string): OpenDocument;
  /** Applies changes in order; returns them as offsets, each against the text before it. */
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): readonly TextEdit[];
  close(uri: string): void;
}

export function createOpenDocuments(positions: Positions): OpenDocuments {
  const open = new Map<string, OpenDocument & { readonly document: TextDocument }>();
  return {
    get: uri => open.get(uri),
    has: uri => open.has(uri),
    uris: () => [...open.keys()],
    open: (uri, version, text) => {
      const opened = viewOf(TextDocument.create(uri, '', version, text));
      open.set(uri, opened);
      return opened;
    },
    change: (uri, version, changes) => {
      const one = open.get(uri);
      if (one === undefined) return [];
      return changes.flatMap(change => applyChange(one.document, version, toEdit(one, change, positions)));
    },
    close: uri => {
      open.delete(uri);
    },
  };
}

function toEdit(
  view: PositionText,
  change: TextDocumentContentChangeEvent,
  positions: Positions,
): TextEdit | undefined {
  if ('range' in change) return { span: positions.toSpan(view, change.range), text: change.text };
  return difference(view.text, change.text);
}

function applyChange(document: TextDocument, version: number, edit: TextEdit | undefined): TextEdit[] {
  if (edit === undefined) {
    TextDocument.update(document, [], version);
    return [];
  }
  const range = { start: document.positionAt(edit.span.start), end: document.positionAt(edit.span.end) };
  TextDocument.update(document, [{ range, text: edit.text }], version);
  return [edit];
}

/** Line offsets are kept up to date by the library, so that a keystroke does not cost the whole text's lines. */
function viewOf(document: TextDocument): OpenDocument & { readonly document: TextDocument } {
  return {
    document,
    uri: document.uri,
    get version() {
      return document.version;
    },
    get text() {
      return document.getText();
    },
    positionAt: offset => document.positionAt(offset),
    offsetAt: position => document.offsetAt(position),
  };
}
