import { contains, edit, lineBreakOf, type Span, type TextEdit } from '#text';
import type { Comment, IgnoreSyntax } from '../contract.ts';
import type { Block, Member } from './blocks.ts';
import type { PrismaDocument } from './model.ts';

/** Comments above a block, a field or a block attribute, or behind a field. Written with `//`: `///` is documentation. */
export const prismaIgnores: IgnoreSyntax<PrismaDocument> = {
  scopeAfter: (document, comment) => scopeIn(document, document.blocks, comment),
  headerEnd: document => document.blocks[0]?.span.start ?? document.text.length,
  declared: () => [],
  writeHere: (document, at, rule, reason) => writeAbove(document, at, `// plumbline-ignore ${rule}: ${reason}`),
  writeInFile: (document, rule, reason) => {
    const start = document.text.startsWith('\ufeff') ? 1 : 0;
    return edit.insert(start, `// plumbline-ignore-file ${rule}: ${reason}${lineBreakOf(document.text)}`);
  },
};

function scopeIn(document: PrismaDocument, members: readonly Member[], comment: Comment): Span | undefined {
  for (const member of members) {
    const { span } = member;
    if (span.end <= comment.span.start) {
      const between = document.text.slice(span.end, comment.span.start);
      if (member.kind !== 'block' && !between.includes('\n')) return span;
    } else if (span.start > comment.span.start) return span;
    else return member.kind === 'block' ? scopeIn(document, member.members, comment) : span;
  }
  return undefined;
}

/** On a line of its own above the block or member that starts on the line of `at`. */
function writeAbove(document: PrismaDocument, at: Span, comment: string): TextEdit | undefined {
  const target = targetOf(document.blocks, at);
  if (!target) return undefined;
  const { start } = target.span;
  const line = document.lines.lineSpanAt(start);
  const before = document.text.slice(line.start, start);
  // Something else stands before it on its line: a comment there would swallow the rest.
  if (!/^[\s\ufeff]*$/.test(before)) return undefined;
  return edit.insert(start, `${comment}${lineBreakOf(document.text)}${before.replace('\ufeff', '')}`);
}

function targetOf(blocks: readonly Block[], at: Span): Member | undefined {
  const block = blocks.find(one => contains(one.span, at));
  const member = block?.members.find(one => contains(one.span, at));
  return member?.kind === 'block' ? targetOf([member], at) : (member ?? block);
}
