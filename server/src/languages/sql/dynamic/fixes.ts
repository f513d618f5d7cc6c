import { edit, type TextEdit } from '#text';
import type { ExecutePart } from '../routines/model.ts';

/** A way to make a value safe. */
export interface SafeWay {
  readonly way: 'identifier' | 'parameter' | 'literal';
  readonly edits: readonly TextEdit[];
}

/** The number of the next parameter of an EXECUTE. */
export function nextParameter({ using }: ExecutePart): number {
  return using.length + 1;
}

/** Hands a value over to USING. */
export function handOver({ using, span }: ExecutePart, value: string): TextEdit {
  const last = using.at(-1);
  return last ? edit.insert(last.span.end, `, ${value}`) : edit.insert(span.end, ` USING ${value}`);
}
