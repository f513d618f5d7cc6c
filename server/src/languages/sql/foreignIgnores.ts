import { edit, type Span, type TextEdit } from '#text';
import type { Comment, ForeignIgnore } from '../contract.ts';
import type { SqlDocument, Statement } from './model.ts';

/** Cheap test first: almost no comment is one. */
const ANY = /squawk-ignore|atlas:nolint|pgfence-ignore|eugene:\s*ignore|\bnoqa\b|safety-assured:/i;

/** A comment of another linter, as it is written. */
interface Directive {
  readonly comment: Comment;
  readonly word: string;
  /** What follows the word. */
  readonly rest: string;
}

type Read = (document: SqlDocument, directive: Directive, all: readonly Directive[]) => ForeignIgnore | undefined;

/** Each peer by its documented form; the first group is the directive. */
const PEERS: readonly { readonly form: RegExp; readonly read: Read }[] = [
  { form: /^\s*(squawk-ignore-file)(?![\w-])/i, read: (document, one) => inFile(document, one, names('squawk', one)) },
  { form: /^\s*(squawk-ignore)(?![\w-])/i, read: (document, one) => atStatement(document, one, names('squawk', one)) },
  { form: /^\s*(atlas:nolint)(?![\w-])/, read: readAtlas },
  {
    form: /^\s*(pgfence-ignore(?:-next-line)?)(?![\w-])/i,
    read: (document, one) => atStatement(document, one, names('pgfence', one)),
  },
  {
    form: /^\s*(eugene:\s*ignore)(?![\w-])/,
    read: (document, one) => atStatement(document, one, names('eugene', one)),
  },
  { form: /^\s*(noqa)(?![\w-])/i, read: readNoqa },
  { form: /^\s*(safety-assured:start)\s*$/i, read: readAssured },
  { form: /^\s*(safety-assured:end)\s*$/i, read: () => undefined },
];

/** The ignores of squawk, Atlas, pgfence, eugene, SQLFluff and diesel-guard, each with what it covers. */
export function foreignIgnores(document: SqlDocument): readonly ForeignIgnore[] {
  const found = document.comments.flatMap(comment => {
    if (!ANY.test(comment.text)) return [];
    const peer = PEERS.find(({ form }) => form.test(comment.text));
    const match = peer?.form.exec(comment.text);
    if (!peer || !match) return [];
    return [{ comment, word: match[1]!, rest: comment.text.slice(match[0].length), read: peer.read }];
  });
  return found.flatMap(one => one.read(document, one, found) ?? []);
}

/** Our comment in the place of a peer's. */
export function convertForeign(
  document: SqlDocument,
  ignore: ForeignIgnore,
  rules: string,
  reason: string,
  write: {
    here(document: SqlDocument, at: Span, rule: string, reason: string): TextEdit | undefined;
    inFile(document: SqlDocument, rule: string, reason: string): TextEdit | undefined;
  },
): readonly TextEdit[] | undefined {
  const { span, scope, covers } = ignore;
  if (!covers) return undefined;
  const stays = covers === 'file' ? span.start < firstStatement(document) : span.end <= scope.start;
  if (stays) {
    const text = `plumbline-ignore${covers === 'file' ? '-file' : ''} ${rules}: ${reason}`;
    const isBlock = document.text.startsWith('/*', span.start);
    return [{ span, text: isBlock ? `/* ${text} */` : `-- ${text}` }];
  }
  const written =
    covers === 'file' ? write.inFile(document, rules, reason) : write.here(document, scope, rules, reason);
  return written && [written, edit.remove(withBlanks(document.text, span))];
}

function firstStatement(document: SqlDocument): number {
  return document.statements[0]?.span.start ?? document.text.length;
}

/** A comment with the blanks before it, and with its line where nothing else stands on that. */
function withBlanks(text: string, span: Span): Span {
  let { start, end } = span;
  while (start > 0 && /[ \t]/.test(text[start - 1]!)) start--;
  if (start === 0 || text[start - 1] === '\n') end += /^[ \t]*(?:\r?\n)?/.exec(text.slice(end))![0].length;
  return { start, end };
}

/** The names after a directive, up to text that explains them: `a, b`, `: a`. None: all rules. */
function names(linter: string, { rest }: Directive): readonly string[] | undefined {
  const list = rest.replace(/^\s*:/, '').split(/--|#|\(/)[0]!;
  const found = list.split(/[\s,]+/).filter(one => /^[\w-]+$/.test(one));
  return found.length === 0 ? undefined : found.map(one => `${linter}/${one}`);
}

function ignoreOf(
  document: SqlDocument,
  { comment, word }: Directive,
  said: readonly string[] | undefined,
  scope: Span,
  covers: ForeignIgnore['covers'],
): ForeignIgnore {
  return {
    directive: word.replace(/\s+/g, ' '),
    names: said,
    span: comment.span,
    scope,
    covers,
    reason: reasonAfter(document, comment),
  };
}

/** What the comment on the next line says, where that is no directive. */
function reasonAfter(document: SqlDocument, { span }: Comment): string {
  const next = document.comments.find(one => one.span.start >= span.end);
  if (!next || !/^[ \t]*\r?\n[ \t]*$/.test(document.text.slice(span.end, next.span.start))) return '';
  const text = next.text.replace(/^\s*(?:why|reason|because)\s*:/i, '').trim();
  return ANY.test(text) || /^(?:plumbline-ignore|\+goose|migrate:|changeset)/i.test(text) || /[\r\n]/.test(text)
    ? ''
    : text;
}

function atStatement(
  document: SqlDocument,
  directive: Directive,
  said: readonly string[] | undefined,
): ForeignIgnore | undefined {
  const { start, end } = directive.comment.span;
  const inside = document.statementAt(start);
  const statement = inside && start < inside.span.end ? inside : document.statements.find(one => one.span.start >= end);
  return statement && ignoreOf(document, directive, said, statement.span, 'statement');
}

function inFile(document: SqlDocument, directive: Directive, said: readonly string[] | undefined): ForeignIgnore {
  return ignoreOf(document, directive, said, { start: 0, end: document.text.length }, 'file');
}

/** The codes that each of Atlas' analyzers reports (atlasgo.io/lint/analyzers). */
const ATLAS_ANALYZERS: Readonly<Record<string, readonly string[]>> = {
  destructive: ['DS*'],
  data_depend: ['MF*'],
  incompatible: ['BC*'],
  concurrent_index: ['PG101', 'PG102', 'PG103', 'PG104', 'PG105'],
  nestedtx: ['TX*'],
  naming: ['NM*'],
};

/** For the next statement, or for the file where it stands in a header that an empty line closes. */
function readAtlas(document: SqlDocument, directive: Directive): ForeignIgnore | undefined {
  const said = names('atlas', directive)?.flatMap(one => {
    const name = one.slice('atlas/'.length);
    return (ATLAS_ANALYZERS[name] ?? [name]).map(code => `atlas/${code}`);
  });
  const { end } = directive.comment.span;
  const first = firstStatement(document);
  const header = end <= first && /\n[ \t]*\r?\n/.test(document.text.slice(end, first));
  return header ? inFile(document, directive, said) : atStatement(document, directive, said);
}

/** For the statement whose line it ends, or from `disable=` to `enable=`. */
function readNoqa(document: SqlDocument, directive: Directive, all: readonly Directive[]): ForeignIgnore | undefined {
  const { comment, rest } = directive;
  const [, verb, list] = /^\s*:\s*(disable|enable)\s*=\s*(\S+)/i.exec(rest) ?? [];
  if (verb === undefined) {
    const statement = statementOnLine(document, comment);
    return statement && ignoreOf(document, directive, names('sqlfluff', directive), statement.span, 'statement');
  }
  if (verb.toLowerCase() === 'enable') return undefined;
  const enabled = all.find(
    one =>
      one.comment.span.start > comment.span.start && /^\s*:\s*enable\s*=/i.test(one.rest) && /^noqa$/i.test(one.word),
  );
  const said = list!.toLowerCase() === 'all' ? undefined : list!.split(',').map(one => `sqlfluff/${one}`);
  const end = enabled?.comment.span.start ?? document.text.length;
  return ignoreOf(document, directive, said, { start: comment.span.start, end }, undefined);
}

function statementOnLine(document: SqlDocument, { span }: Comment): Statement | undefined {
  const line = document.lines.lineSpanAt(span.start);
  const inside = document.statementAt(span.start);
  if (inside && span.start < inside.span.end) return inside;
  const before = document.text.slice(line.start, span.start).trimEnd();
  return before.trim() === '' ? undefined : document.statementAt(line.start + before.length - 1);
}

/** What stands between the two comments; without its end it covers nothing. */
function readAssured(
  document: SqlDocument,
  directive: Directive,
  all: readonly Directive[],
): ForeignIgnore | undefined {
  const { start } = directive.comment.span;
  const last = all.find(one => one.comment.span.start > start && /^safety-assured:end$/i.test(one.word));
  return last && ignoreOf(document, directive, undefined, { start, end: last.comment.span.start }, undefined);
}
