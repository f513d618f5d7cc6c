import type { Comment, DeclaredIgnore, Document, ForeignIgnore, Language } from '#languages';
import type { Span, TextEdit } from '#text';
import type { Finding } from './finding.ts';
import type { RuleBook } from './ruleBook.ts';

/** One rule id in an ignore, whatever its form. */
interface Ignore {
  readonly name: string;
  /** The id that `name` means; undefined for an unknown one. */
  readonly rule: string | undefined;
  readonly span: Span;
  readonly reason: string;
  /** Undefined: covers nothing. */
  readonly scope: Span | undefined;
  readonly removal: TextEdit;
  used: boolean;
}

export interface Suppressed {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly { readonly finding: Finding; readonly reason: string }[];
  /** About the ignores themselves. */
  readonly complaints: readonly Finding[];
}

/** What the quick fix writes where a person should say why; an ignore that still says so has no reason. */
export const REASON_PLACEHOLDER = '<reason>';

const DIRECTIVE = /^(\s*)plumbline-ignore(-file)?(?=[\s:]|$)[ \t]*/;

/** Applies all ignores of a document to its findings. `isOn` says whether a rule runs for this file. */
export function suppress(
  document: Document,
  language: Language,
  findings: readonly Finding[],
  book: RuleBook,
  isOn: (rule: string) => boolean,
): Suppressed {
  const ignores = ignoresOf(document, language, book);
  const foreign = (language.ignores.foreign?.all(document) ?? []).map(one => ({ ...one, hidden: new Set<string>() }));
  if (ignores.length === 0 && foreign.length === 0) return { kept: findings, suppressed: [], complaints: [] };
  const kept: Finding[] = [];
  const suppressed: { finding: Finding; reason: string }[] = [];
  for (const finding of findings) {
    const covering = ignores.filter(one => one.rule === finding.rule && one.scope && covers(one.scope, finding.span));
    const other = covering.length === 0 ? foreign.find(one => isHidden(finding, one, book)) : undefined;
    if (other) {
      other.hidden.add(finding.rule);
      suppressed.push({ finding, reason: other.reason || other.directive });
    } else if (covering.length === 0) kept.push(finding);
    else {
      for (const one of covering) one.used = true;
      suppressed.push({ finding, reason: covering[0]!.reason });
    }
  }
  const notes = foreign.flatMap(one =>
    one.hidden.size === 0 ? [] : [foreignNote(one, one.hidden, document, language)],
  );
  return {
    kept,
    suppressed,
    complaints: [...ignores.flatMap(one => complaints(one, document.uri, book, isOn)), ...notes],
  };
}

/** Whether an ignore for another linter covers a finding: by the name that its rule has there, or because it names none. */
function isHidden(finding: Finding, ignore: ForeignIgnore, book: RuleBook): boolean {
  const rule = book.get(finding.rule);
  if (!rule || !covers(ignore.scope, finding.span)) return false;
  return ignore.names?.some(name => rule.alsoKnownAs?.some(alias => isAlias(name, alias))) ?? true;
}

function isAlias(name: string, alias: string): boolean {
  const [wanted, known] = [name.toLowerCase(), alias.toLowerCase()];
  return wanted.endsWith('*') ? known.startsWith(wanted.slice(0, -1)) : known === wanted;
}

/** Says that an ignore for another linter holds here too, and offers one that says for which rule and why. */
function foreignNote(
  ignore: ForeignIgnore,
  hidden: ReadonlySet<string>,
  document: Document,
  language: Language,
): Finding {
  const rules = [...hidden].sort();
  // A placeholder would be a finding of its own, whose fix takes the ignore away.
  const reason = ignore.reason || `was ${ignore.directive}`;
  const edits = language.ignores.foreign?.convert(document, ignore, rules.join(', '), reason);
  const what = rules.length === 1 ? `"${rules[0]}"` : `${rules.length} rules`;
  return {
    rule: 'ignore/foreign',
    guide: undefined,
    uri: document.uri,
    span: ignore.span,
    severity: 'info',
    message: `"${ignore.directive}" hides ${what} here too; a plumbline-ignore comment says which rule, and why.`,
    fixes: edits ? [{ title: 'Convert to plumbline-ignore', safety: 'unsafe', edits }] : [],
    related: [],
  };
}

function covers(scope: Span, span: Span): boolean {
  return scope.start <= span.start && span.start <= scope.end;
}

function ignoresOf(document: Document, language: Language, book: RuleBook): Ignore[] {
  const written = document.comments.flatMap(comment => {
    // Cheap test first: almost no comment is an ignore.
    return comment.text.includes('plumbline-ignore') ? fromComment(document, language, comment, book) : [];
  });
  return [...written, ...language.ignores.declared(document).map(one => fromDeclared(one, book))];
}

function fromDeclared(one: DeclaredIgnore, book: RuleBook): Ignore {
  return {
    name: one.rule,
    rule: book.find(one.rule)?.id,
    span: one.ruleSpan,
    reason: realReason(one.reason),
    scope: one.scope,
    removal: one.removal,
    used: false,
  };
}

function fromComment(document: Document, language: Language, comment: Comment, book: RuleBook): Ignore[] {
  const directive = DIRECTIVE.exec(comment.text);
  if (!directive) return [];
  const wholeFile = directive[2] !== undefined;
  const listStart = directive[0].length;
  const colon = comment.text.indexOf(':', listStart);
  const list = comment.text.slice(listStart, colon < 0 ? undefined : colon);
  const reason = realReason(colon < 0 ? '' : comment.text.slice(colon + 1));
  const scope = wholeFile
    ? comment.span.start < language.ignores.headerEnd(document)
      ? { start: 0, end: document.text.length }
      : undefined
    : language.ignores.scopeAfter(document, comment);
  const names = [...list.matchAll(/[^\s,]+/g)];
  return names.map((match, index) => {
    const start = comment.textStart + listStart + match.index;
    const span = { start, end: start + match[0].length };
    const removal =
      names.length === 1
        ? wholeLine(document.text, comment.span)
        : withoutOne(comment.textStart + listStart, names, index);
    return { name: match[0], rule: book.find(match[0])?.id, span, reason, scope, removal, used: false };
  });
}

function realReason(text: string): string {
  const reason = text.trim();
  return reason === REASON_PLACEHOLDER ? '' : reason;
}

/** Removes a comment; with its line where nothing else stands on it, else with the blanks before it. */
export function wholeLine(text: string, span: Span): TextEdit {
  let start = span.start;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  let end = span.end;
  while (text[end] === ' ' || text[end] === '\t') end++;
  const startsLine = start === 0 || text[start - 1] === '\n';
  if (startsLine && text[end] === '\r' && text[end + 1] === '\n') return { span: { start, end: end + 2 }, text: '' };
  if (startsLine && text[end] === '\n') return { span: { start, end: end + 1 }, text: '' };
  return { span: { start, end: span.end }, text: '' };
}

/** Removes one name of a comma-separated list with the comma that belongs to it. */
function withoutOne(base: number, names: readonly RegExpMatchArray[], index: number): TextEdit {
  const from = (one: RegExpMatchArray) => base + one.index!;
  const to = (one: RegExpMatchArray) => from(one) + one[0].length;
  const [before, own, after] = [names[index - 1], names[index]!, names[index + 1]];
  const span = after ? { start: from(own), end: from(after) } : { start: to(before!), end: to(own) };
  return { span, text: '' };
}

function complaints(one: Ignore, uri: string, book: RuleBook, isOn: (rule: string) => boolean): Finding[] {
  const say = (rule: string, message: string, fixes: Finding['fixes']): Finding => ({
    rule,
    guide: undefined,
    uri,
    span: one.span,
    severity: 'warning',
    message,
    fixes,
    related: [],
  });
  const remove = { title: 'Remove the ignore', safety: 'unsafe' as const, edits: [one.removal] };
  if (!one.rule) {
    const near = book.nearest(one.name);
    const rename = near && {
      title: `Change to "${near}"`,
      safety: 'unsafe' as const,
      edits: [{ span: one.span, text: near }],
    };
    return [
      say(
        'ignore/unknown-rule',
        `There is no rule "${one.name}", so this ignore has no effect.${near ? ` Did you mean "${near}"?` : ''}`,
        [...(rename ? [rename] : []), remove],
      ),
    ];
  }
  if (!one.used && isOn(one.rule))
    return [
      say('ignore/unused', `This ignore covers no finding of "${one.rule}", so it would hide the next one.`, [
        { ...remove, safety: 'safe' },
      ]),
    ];
  if (one.reason === '')
    return [
      say(
        'ignore/missing-reason',
        `This ignore of "${one.rule}" says no reason, so nobody will know whether it still holds.`,
        [remove],
      ),
    ];
  return [];
}
