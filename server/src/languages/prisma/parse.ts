import { applyEdits, createLineMap } from '#text';
import type { Source, TextChange } from '../contract.ts';
import { type Block, EnumBlock, Model, SettingsBlock } from './blocks.ts';
import { isBlank } from './cursor.ts';
import type { Fragment, PrismaDocument } from './model.ts';
import type { PrismaComment, PrismaProblem } from './nodes.ts';
import { readFragment } from './readBlock.ts';

export function parsePrisma({ uri, text }: Pick<Source, 'uri' | 'text'>): PrismaDocument {
  return documentOf(uri, text, readFragments(text, 0, [], 0));
}

/** Re-reads the fragments that `change` touches; the others keep their identity and move along. */
export function updatePrisma(previous: PrismaDocument, change: TextChange): PrismaDocument {
  const text = applyEdits(previous.text, [change]);
  const old = previous.fragments;
  const firstTouched = old.findIndex(one => one.anchor.base + one.examined > change.span.start);
  const before = firstTouched < 0 ? old : old.slice(0, firstTouched);
  const after = old.slice(before.length).filter(one => one.anchor.base >= change.span.end);
  const delta = change.text.length - (change.span.end - change.span.start);
  const last = before.at(-1);
  const at = last ? last.anchor.base + last.length : 0;
  return documentOf(previous.uri, text, [...before, ...readFragments(text, at, after, delta)]);
}

/**
 * Reads from `at` to the end of the text, or up to where one of the `known` fragments would be read again: what it
 * holds depends on the text from its start alone, so from there on all of them hold. They stand `delta` further on.
 */
function readFragments(text: string, at: number, known: readonly Fragment[], delta: number): readonly Fragment[] {
  const read: Fragment[] = [];
  let next = 0;
  for (at = skipSpace(text, at); at < text.length; at = skipSpace(text, at)) {
    while (next < known.length && known[next]!.anchor.base + delta < at) next++;
    if (next < known.length && known[next]!.anchor.base + delta === at) {
      const kept = known.slice(next);
      for (const one of kept) one.anchor.base += delta;
      return [...read, ...kept];
    }
    const fragment = readFragment(text, at);
    read.push(fragment);
    at += fragment.length;
  }
  return read;
}

function skipSpace(text: string, at: number): number {
  while (at < text.length && (isBlank(text.charCodeAt(at)) || text.charCodeAt(at) === 10)) at++;
  return at;
}

/** One pass over all fragments: this runs for every keystroke. */
function documentOf(uri: string, text: string, fragments: readonly Fragment[]): PrismaDocument {
  const all: Sorted = { blocks: [], models: [], views: [], types: [], enums: [], datasources: [], generators: [] };
  const problems: PrismaProblem[] = [];
  const comments: PrismaComment[] = [];
  for (const fragment of fragments) {
    for (const problem of fragment.problems) problems.push(problem);
    for (const comment of fragment.comments) comments.push(comment);
    if (!fragment.block) continue;
    all.blocks.push(fragment.block);
    sortIn(all, fragment.block);
  }
  const { datasources, ...blocks } = all;
  return {
    kind: 'prisma',
    uri,
    text,
    lines: createLineMap(text),
    fragments,
    ...blocks,
    datasource: datasources[0],
    prisma8: isPrisma8(fragments, all.blocks),
    problems,
    comments,
    opaque: [],
  };
}

interface Sorted {
  readonly blocks: Block[];
  readonly models: Model[];
  readonly views: Model[];
  readonly types: Model[];
  readonly enums: EnumBlock[];
  readonly datasources: SettingsBlock[];
  readonly generators: SettingsBlock[];
}

function sortIn(all: Sorted, block: Block): void {
  const keyword = block.keyword.text;
  if (block instanceof Model)
    (keyword === 'model' ? all.models : keyword === 'view' ? all.views : all.types).push(block);
  else if (block instanceof EnumBlock) all.enums.push(block);
  else if (block instanceof SettingsBlock) (keyword === 'datasource' ? all.datasources : all.generators).push(block);
  else for (const member of block.members) if (member.kind === 'block') sortIn(all, member);
}

/** By the comment that Prisma's own tools look for, or by blocks that Prisma 7 does not know. */
function isPrisma8(fragments: readonly Fragment[], blocks: readonly Block[]): boolean {
  for (const { block, comments } of fragments) {
    if (block) break;
    if (comments.some(one => /^\/?\s*use prisma-(?:8|next)\b/.test(one.text))) return true;
  }
  return blocks.some(one => one.keyword.text === 'namespace' || one.keyword.text === 'types');
}
