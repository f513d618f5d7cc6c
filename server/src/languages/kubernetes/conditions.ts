import type { Span } from '#text';
import type { KubernetesDocument, KubernetesObject } from './model.ts';

const OPENS = /^\{\{[-~]?\s*(?:if|with|range|define|block)\b/;
const CLOSES = /^\{\{[-~]?\s*end\b/;

/**
 * Whether a template writes what stands at a place only under a condition (or in a loop) that begins inside the object:
 * then it is an option that somebody may take, not what the chart does. A condition around the whole object is no
 * such thing.
 */
export function isOptional(document: KubernetesDocument, { span }: KubernetesObject, at: Span): boolean {
  return isInside(document, span.start, at.start);
}

/** Whether a template writes a whole object only under a condition: who has it switched off may bring one of that name. */
export function isConditional(document: KubernetesDocument, { span }: KubernetesObject): boolean {
  return isInside(document, 0, span.start);
}

/** Whether a block that opens between two offsets is still open at the second. */
function isInside({ opaque, text }: KubernetesDocument, from: number, to: number): boolean {
  let depth = 0;
  for (const action of opaque) {
    if (action.start >= to) break;
    if (action.start < from) continue;
    const written = text.slice(action.start, action.end);
    if (OPENS.test(written)) depth++;
    else if (CLOSES.test(written) && depth > 0) depth--;
  }
  return depth > 0;
}
