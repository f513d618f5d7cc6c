import type { Position, Range, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type { Engine } from '#engine';
import { createLineMap, type LineMap, type Span, type TextEdit } from '#text';
import { type Encoding, fromClient, toClient } from './encoding.ts';

interface Open {
  /** As the client spells it. */
  readonly clientUri: string;
  readonly document: TextDocument;
}

type Listener = (uri: string) => void;

/** One spelling of a uri for everything inside: `file:///c%3A/x` and `file:///C:/x` are the same file. */
export function normalised(uri: string): string {
  return URI.parse(uri).toString();
}

/** Open documents, and the conversion between the client's ranges and spans: the only place that knows both. */
export class Texts {
  private readonly open = new Map<string, Open>();
  private readonly listeners = {
    opened: new Set<Listener>(),
    changed: new Set<Listener>(),
    closed: new Set<Listener>(),
  };
  private readonly maps = new Map<string, { readonly text: string; readonly lines: LineMap }>();

  constructor(
    private readonly engine: Engine,
    private readonly encoding: () => Encoding,
  ) {}

  onOpened(listener: Listener): void {
    this.listeners.opened.add(listener);
  }

  onChanged(listener: Listener): void {
    this.listeners.changed.add(listener);
  }

  onClosed(listener: Listener): void {
    this.listeners.closed.add(listener);
  }

  /** To be called once the engine knows. */
  tell(what: 'opened' | 'changed' | 'closed', uri: string): void {
    for (const listener of this.listeners[what]) listener(uri);
  }

  opened(clientUri: string, version: number, text: string): string {
    const uri = normalised(clientUri);
    this.open.set(uri, { clientUri, document: TextDocument.create(clientUri, '', version, text) });
    return uri;
  }

  closed(clientUri: string): string {
    const uri = normalised(clientUri);
    this.open.delete(uri);
    return uri;
  }

  isOpen(uri: string): boolean {
    return this.open.has(uri);
  }

  openUris(): readonly string[] {
    return [...this.open.keys()];
  }

  versionOf(uri: string): number | undefined {
    return this.open.get(uri)?.document.version;
  }

  /** The text of an open document. */
  textOf(uri: string): string | undefined {
    return this.open.get(uri)?.document.getText();
  }

  /** Applies the client's changes; answers them as edits, each against the text before it. Undefined: the whole text is new. */
  change(
    clientUri: string,
    version: number,
    events: readonly TextDocumentContentChangeEvent[],
  ): readonly TextEdit[] | undefined {
    const known = this.open.get(normalised(clientUri));
    if (!known) return [];
    const { document } = known;
    const edits: TextEdit[] = [];
    let whole = false;
    for (const event of events) {
      if (!('range' in event)) {
        whole = true;
        TextDocument.update(document, [event], version);
        continue;
      }
      const range = this.rangeIn(document, event.range);
      const start = document.offsetAt(range.start);
      const end = document.offsetAt(range.end);
      edits.push({ span: { start: Math.min(start, end), end: Math.max(start, end) }, text: event.text });
      TextDocument.update(document, [{ range, text: event.text }], version);
    }
    return whole ? undefined : edits;
  }

  /** The uri as the client spelled it where it did. */
  clientUri(uri: string): string {
    return this.open.get(uri)?.clientUri ?? uri;
  }

  range(uri: string, span: Span): Range {
    return { start: this.position(uri, span.start), end: this.position(uri, span.end) };
  }

  span(uri: string, range: Range): Span {
    return { start: this.offset(uri, range.start), end: this.offset(uri, range.end) };
  }

  offset(uri: string, position: Position): number {
    const known = this.open.get(uri);
    if (known) return known.document.offsetAt(this.rangeIn(known.document, { start: position, end: position }).start);
    return this.linesOf(uri).offsetAt(position);
  }

  private position(uri: string, offset: number): Position {
    const known = this.open.get(uri);
    const lines = known ? undefined : this.linesOf(uri);
    const position = known ? known.document.positionAt(offset) : lines!.positionAt(offset);
    if (this.encoding() === 'utf-16') return position;
    const text = known?.document.getText() ?? this.engine.textOf(uri) ?? '';
    return toClient(position, text.slice(offset - position.character, offset), this.encoding());
  }

  private rangeIn(document: TextDocument, range: Range): Range {
    if (this.encoding() === 'utf-16') return range;
    const convert = (position: Position): Position => {
      const line = { start: { line: position.line, character: 0 }, end: { line: position.line + 1, character: 0 } };
      return fromClient(position, document.getText(line), this.encoding());
    };
    return { start: convert(range.start), end: convert(range.end) };
  }

  private linesOf(uri: string): LineMap {
    const text = this.engine.textOf(uri) ?? '';
    let known = this.maps.get(uri);
    if (known?.text !== text) this.maps.set(uri, (known = { text, lines: createLineMap(text) }));
    return known!.lines;
  }
}
