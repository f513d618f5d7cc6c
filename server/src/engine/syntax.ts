import type { Document, Problem } from '#languages';
import type { Span } from '#text';
import type { Finding } from './finding.ts';

/** What is wrong with a text as a text of its kind. `problems`: the reader's first, then the judge's. */
export function syntaxFindings(document: Document, problems: readonly Problem[]): readonly Finding[] {
  const seen = new Set<number>();
  return problems.flatMap(({ span, message }): Finding[] => {
    const at = onOneLine(span, document);
    // The judge repeats in its own words what the reader has found: one a line is enough.
    const { line } = document.lines.positionAt(at.start);
    if (seen.has(line)) return [];
    seen.add(line);
    return [
      {
        rule: `syntax/${document.kind}`,
        guide: undefined,
        uri: document.uri,
        span: at,
        severity: 'error',
        message: message.replace(/\s+/g, ' ').trim(),
        fixes: [],
        related: [],
      },
    ];
  });
}

/** The part of a span on its first line: no squiggle ever spans two lines. */
function onOneLine(span: Span, document: Document): Span {
  const line = document.lines.lineSpanAt(span.start);
  return { start: span.start, end: Math.max(span.start, Math.min(span.end, line.end)) };
}
