import { type Hover, MarkupKind } from 'vscode-languageserver';
import { createLineMap, type Span } from '#text';
import type { Session } from '../server.ts';
import { normalised } from '../texts.ts';

/** A rule's id where it is written: in an ignore or in a config. */
const RULE_ID = /(?:prisma|openapi|sql|kubernetes|workspace)\/[a-z0-9-]+/g;

/** The page of a rule, on its findings and wherever its id is written in an ignore or a config. */
export function hover(session: Session): void {
  const { connection, texts, engine } = session;
  connection.onHover(({ textDocument, position }): Hover | null => {
    const uri = normalised(textDocument.uri);
    const offset = texts.offset(uri, position);
    const candidates = [findingAt(session, uri, offset), idAt(engine.textOf(uri) ?? '', offset)];
    const found = candidates.find(one => one && session.readRulePage(one.rule) !== undefined);
    const page = found && session.readRulePage(found.rule);
    if (!found || page === undefined) return null;
    const why = provenance(session, uri, found.rule);
    return {
      range: texts.range(uri, found.span),
      contents: { kind: MarkupKind.Markdown, value: `${why}\n\n${excerpt(page)}` },
    };
  });
}

function findingAt({ engine }: Session, uri: string, offset: number): { rule: string; span: Span } | undefined {
  return engine.findings(uri).find(one => one.span.start <= offset && offset <= one.span.end);
}

function idAt(text: string, offset: number): { rule: string; span: Span } | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  for (const match of text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd).matchAll(RULE_ID)) {
    const span = { start: lineStart + match.index, end: lineStart + match.index + match[0].length };
    if (span.start <= offset && offset <= span.end) return { rule: match[0], span };
  }
  return undefined;
}

/** "warning, because .plumbline.jsonc line 12 says so". */
function provenance({ engine }: Session, uri: string, rule: string): string {
  const explanation = engine.explain(uri, rule);
  if (!explanation) return '';
  const { from, severity } = explanation;
  if (!from.uri || !from.span) return `**${severity}**, by ${from.what}`;
  const line = createLineMap(engine.textOf(from.uri) ?? '').positionAt(from.span.start).line + 1;
  return `**${severity}**, because ${from.uri.slice(from.uri.lastIndexOf('/') + 1)} line ${line} says so`;
}

/** The head of a page, up to its first example's end: a hover is not a book. */
function excerpt(page: string): string {
  const text = page.replace(/<!--.*?-->\n?/g, '');
  const second = text.indexOf('\n## Not reported');
  return (second < 0 ? text : text.slice(0, second)).trim();
}
