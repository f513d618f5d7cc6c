import type { Event } from 'js-yaml';
import type { Hole } from './fragment.ts';
import type { Attempt } from './parseYaml.ts';

/** What was blanked, and why. */
export interface LeftOut {
  readonly hole: Hole;
  readonly message: string;
}

export interface Repaired {
  /** As long as the text, with what made no sense blanked. */
  readonly text: string;
  readonly events: readonly Event[];
  readonly left: readonly LeftOut[];
}

const MOST_BROKEN_PLACES = 4;
const MOST_ATTEMPTS = 14;
/** In characters: what is longer than that is tried a few times only. */
const LONG_TEXT = 50_000;
const MOST_ATTEMPTS_IF_LONG = 4;

/**
 * Blanks the line that the parser stumbled over (first its value alone, so that its key stays), the one before it, or the one where a
 * quote or bracket stays open, until the rest can be read. Offsets stay true. Undefined: no luck.
 */
export function repairLines(text: string, failed: Attempt, attempt: (text: string) => Attempt): Repaired | undefined {
  const left: LeftOut[] = [];
  let current = text;
  let failure = failed;
  let attempts = text.length > LONG_TEXT ? MOST_ATTEMPTS - MOST_ATTEMPTS_IF_LONG : 0;
  while (left.length < MOST_BROKEN_PLACES) {
    let best: { text: string; hole: Hole; result: Attempt } | undefined;
    for (const hole of candidates(current, failure.at)) {
      if (++attempts > MOST_ATTEMPTS) return undefined;
      const blanked = blank(current, hole);
      const result = attempt(blanked);
      if (result.events)
        return { text: blanked, events: result.events, left: [...left, { hole, message: failure.reason }] };
      if (!best || result.at > best.result.at) best = { text: blanked, hole, result };
    }
    // Without progress the next round would try the same lines.
    if (!best || best.result.at <= failure.at) return undefined;
    left.push({ hole: best.hole, message: failure.reason });
    current = best.text;
    failure = best.result;
  }
  return undefined;
}

function blank(text: string, { from, to }: Hole): string {
  return text.slice(0, from) + text.slice(from, to).replace(/[^\r\n]/g, ' ') + text.slice(to);
}

const KEY_WITH_VALUE = /^([ ]*(?:- +)*(?:"[^"\n]*"|'[^'\n]*'|[^\s"'#&*!|>%@`{}[\]][^:#\n]*?):[ \t]+)(\S.*)$/;
const STAYS_OPEN = /(?:^[ ]*|[:-][ \t]+)(?:"(?:[^"\\]|\\.)*|'[^']*|[[{][^\]}]*)$/;

function candidates(text: string, at: number): readonly Hole[] {
  const found: Hole[] = [];
  const add = (from: number, to: number): void => {
    const line = text.slice(from, to);
    const key = KEY_WITH_VALUE.exec(line)?.[1];
    const indent = line.length - line.trimStart().length;
    const end = from + line.trimEnd().length;
    if (key !== undefined) found.push({ from: from + key.length, to: end, writesAt: undefined });
    found.push({ from: from + indent, to: end, writesAt: indent });
  };
  let [from, to] = lineAround(text, Math.min(at, Math.max(0, text.length - 1)));
  let near = 0;
  let open = 0;
  for (let steps = 0; from >= 0 && steps < 400 && (near < 2 || open < 2); steps++) {
    const line = text.slice(from, to);
    if (line.trim() !== '') {
      const staysOpen = STAYS_OPEN.test(line);
      if (near < 2) add(from, to);
      else if (staysOpen) add(from, to);
      if (staysOpen) open++;
      near++;
    }
    if (from === 0) break;
    [from, to] = lineAround(text, from - 1);
  }
  return found;
}

/** The line around an offset, without its break. */
function lineAround(text: string, at: number): [number, number] {
  const from = text.lastIndexOf('\n', at - 1) + 1;
  const next = text.indexOf('\n', at);
  const end = next < 0 ? text.length : next;
  return [from, end > from && text.charCodeAt(end - 1) === 13 ? end - 1 : end];
}
