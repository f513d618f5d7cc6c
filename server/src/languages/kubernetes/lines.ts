import type { Located, Span } from '#text';
import type { KubernetesDocument } from './model.ts';

/**
 * What a finding about a long text points at: of the lines that it stands on the first one, or the first one that holds
 * some word, without the blanks around it.
 */
export function lineIn({ text }: KubernetesDocument, { span }: Located, word = ''): Span {
  const written = text.slice(span.start, span.end);
  const at = Math.max(0, written.indexOf(word));
  const start = Math.max(written.lastIndexOf('\n', at), written.lastIndexOf('\r', at)) + 1;
  const line = /^[^\r\n]*/.exec(written.slice(start))?.[0] ?? '';
  const from = span.start + start + (line.length - line.trimStart().length);
  return { start: from, end: from + line.trim().length };
}
