import type { Content, Fragment, Hole } from './fragment.ts';
import type { Origin } from './origin.ts';
import type { YamlText } from './parseYaml.ts';
import type { LeafMode } from './pieces.ts';
import { readJson } from './readJson.ts';

/** Reads one fragment of JSON. Never throws; what is wrong is reported and read as what it was probably meant to be. */
export function parseJsonFragment(origin: Origin, { written, masked, holes }: YamlText, mode: LeafMode): Fragment {
  const asWritten = readJson(origin, written, masked, holes, mode, false);
  if (asWritten.problems.length === 0) return fragmentOf(asWritten, origin, masked, holes);
  // Where brackets do not match, the indentation may know better which one is missing.
  const byIndent = readJson(origin, written, masked, holes, mode, true);
  const fewer = byIndent.problems.length - asWritten.problems.length;
  const better = fewer < 0 || (fewer === 0 && byIndent.size >= asWritten.size);
  return fragmentOf(better ? byIndent : asWritten, origin, masked, holes);
}

function fragmentOf(read: ReturnType<typeof readJson>, origin: Origin, text: string, holes: readonly Hole[]): Fragment {
  const { comments, problems, bracket, endsWithComma } = read;
  const column = startColumn(read.content, text);
  const reach = holes.reduce((least, hole) => Math.min(least, hole.writesAt ?? least), Number.POSITIVE_INFINITY);
  return {
    origin,
    length: text.length,
    content: read.content,
    column,
    reach,
    comments,
    problems,
    anchors: [],
    aliases: [],
    bracket,
    endsWithComma,
  };
}

function startColumn(content: Content, text: string): number {
  if (content.type === 'nothing') return -1;
  const { from } = content.type === 'entries' ? content.entries[0]!.key : content.root;
  return from - (from === 0 ? 0 : text.lastIndexOf('\n', from - 1) + 1);
}
