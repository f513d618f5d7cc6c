import { edit, type Span, type TextEdit } from '#text';
import type { AlterAction, AlterTable, SqlDocument } from '../model.ts';

/** Takes one of several actions out of ALTER TABLE; comments between the actions stay. */
export function withoutAction(
  document: SqlDocument,
  { actions }: AlterTable,
  action: AlterAction,
): readonly TextEdit[] {
  const at = actions.indexOf(action);
  const [before, after] = [actions[at - 1], actions[at + 1]];
  const { start, end } = action.span;
  if (before) {
    const gap = { start: before.span.end, end: start };
    if (!hasComment(document, gap)) return [edit.remove({ start: gap.start, end })];
    return [edit.remove(commaIn(document, gap)), edit.remove({ start, end })];
  }
  if (!after) return [];
  const gap = { start: end, end: after.span.start };
  if (!hasComment(document, gap)) return [edit.remove({ start, end: gap.end })];
  return [edit.remove({ start, end }), edit.remove(commaIn(document, gap))];
}

function hasComment({ comments }: SqlDocument, { start, end }: Span): boolean {
  return comments.some(one => one.span.start >= start && one.span.end <= end);
}

/** The comma between two actions, outside of comments. */
function commaIn({ text, comments }: SqlDocument, { start, end }: Span): Span {
  let at = text.indexOf(',', start);
  for (const { span } of comments) if (span.start <= at && at < span.end) at = text.indexOf(',', span.end);
  return at >= 0 && at < end ? { start: at, end: at + 1 } : { start, end: start };
}
