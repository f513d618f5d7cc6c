import { lineBreakOf, type Span, type TextEdit } from '#text';
import type { IgnoreSyntax } from '../contract.ts';
import { convertForeign, foreignIgnores } from './foreignIgnores.ts';
import type { SqlDocument } from './model.ts';
import { topOf } from './tools/index.ts';

/** A line that must stay the first one: a tool looks for it there. */
const DIRECTIVE =
  /^[ \t]*--[ \t]*(?:no-transaction\b|\+goose\b|liquibase[ \t]+formatted\b|atlas:\w)[^\r\n]*(?:\r\n|\n|$)/i;
/** Atlas reads directives up to the first empty line. */
const EMPTY_LINE = /^[ \t]*(?:\r\n|\n)/;

/** `-- plumbline-ignore <rule>: <reason>` above a statement. */
export const sqlIgnores: IgnoreSyntax<SqlDocument> = {
  scopeAfter: (document, comment) => {
    const inside = document.statementAt(comment.span.start);
    // A comment inside a statement covers the rest of it, one behind its terminator the next statement.
    if (inside && comment.span.start < inside.span.end) return { start: comment.span.end, end: inside.span.end };
    return document.statements.find(one => one.span.start >= comment.span.end)?.span;
  },
  headerEnd: document => document.statements[0]?.span.start ?? document.text.length,
  declared: () => [],
  foreign: {
    all: foreignIgnores,
    convert: (document, ignore, rules, reason) =>
      convertForeign(document, ignore, rules, reason, { here: writeHere, inFile: writeInFile }),
  },
  writeHere,
  writeInFile,
};

function writeHere(document: SqlDocument, at: Span, rule: string, reason: string): TextEdit {
  const statement = document.statementAt(at.start);
  const line = document.lines.lineSpanAt(statement?.span.start ?? at.start);
  const indentation = /^[ \t]*/.exec(document.text.slice(line.start, line.end))![0];
  return insertLine(
    document,
    lineStartAfterMark(document, line),
    `${indentation}-- plumbline-ignore ${rule}: ${reason}`,
  );
}

function writeInFile(document: SqlDocument, rule: string, reason: string): TextEdit {
  return insertLine(document, afterDirectives(document.text), `-- plumbline-ignore-file ${rule}: ${reason}`);
}

function insertLine(document: SqlDocument, offset: number, line: string): TextEdit {
  const newline = lineBreakOf(document.text);
  const before = offset > 0 && !/[\n\ufeff]/.test(document.text[offset - 1]!) ? newline : '';
  return { span: { start: offset, end: offset }, text: before + line + newline };
}

function lineStartAfterMark(document: SqlDocument, line: Span): number {
  return Math.max(line.start, topOf(document.text));
}

/** Where the first line of one's own may stand. */
function afterDirectives(text: string): number {
  let at = topOf(text);
  for (;;) {
    const line = DIRECTIVE.exec(text.slice(at, at + LONGEST_LINE))?.[0];
    if (!line) return at;
    at += line.length;
    if (line.includes('atlas:')) at += EMPTY_LINE.exec(text.slice(at, at + LONGEST_LINE))?.[0].length ?? 0;
  }
}

const LONGEST_LINE = 1000;
