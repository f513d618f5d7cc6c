import type { Span } from '#text';
import type { KubernetesDocument } from './model.ts';

/**
 * Whether somebody says something about what stands at a place: a comment on its line, or one that has the line above
 * to itself. Ignore comments are the engine's matter.
 */
export function isExplained({ comments, lines, text }: KubernetesDocument, at: Span): boolean {
  const { line } = lines.positionAt(at.start);
  const start = lines.lineStart(line);
  const above = line === 0 ? start : lines.lineStart(line - 1);
  const { end } = lines.lineSpanAt(at.end);
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comments[middle]!.span.start < above) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < comments.length && comments[index]!.span.start < end; index++) {
    const comment = comments[index]!;
    const alone = text.slice(above, comment.span.start).trim() === '';
    if ((comment.span.start >= start || alone) && !comment.text.includes('plumbline-ignore')) return true;
  }
  return false;
}
