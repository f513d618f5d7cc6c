import { memoised, memoisedPair } from '../memo.ts';
import { type Description, DescriptionDocument } from './document.ts';
import type { OpenApiDocument, OpenApiFacts } from './model.ts';
import { isReadable } from './references.ts';

type AllFacts = ReadonlyMap<string, OpenApiFacts>;
type DocumentOf = (uri: string) => OpenApiDocument | undefined;

/** The files that belong to a description because something in it refers to them, as far as they can be read. */
export function claimsOf({ references }: OpenApiFacts): readonly string[] {
  return [...new Set(references.map(one => one.uri))].filter(isReadable);
}

/**
 * The document as a part of its description: a root with the files that it leads to, a fragment with the first root (by
 * uri) that leads to it. The same object as long as all of them are.
 */
export function linkOpenApi(document: OpenApiDocument, all: AllFacts, documentOf: DocumentOf): OpenApiDocument {
  if (!(document instanceof DescriptionDocument)) return document;
  const uri = document.isFragment ? graphOf(all).rootOf(document.uri) : document.uri;
  const description = uri === undefined ? undefined : descriptionsOf(all, documentOf)(uri);
  return description ? description.get(document) : document;
}

/** The descriptions in one state of all documents, by their roots; undefined for what leads to no other file. */
const descriptionsOf = memoisedPair((all: AllFacts, documentOf: DocumentOf) => {
  const known = new Map<string, Description | undefined>();
  const make = (uri: string): Description | undefined => {
    const root = documentOf(uri);
    const parts = graphOf(all)
      .reach(uri)
      .flatMap(one => documentOf(one) ?? [])
      .filter(isDescription);
    return root && isDescription(root) && parts.length > 0 ? root.together(parts) : undefined;
  };
  return (uri: string): Description | undefined => {
    if (!known.has(uri)) known.set(uri, make(uri));
    return known.get(uri);
  };
});

function isDescription(document: OpenApiDocument): document is DescriptionDocument {
  return document instanceof DescriptionDocument;
}

interface Graph {
  /** What a file leads to over any number of files, without itself. */
  reach(uri: string): readonly string[];
  /** The first description that leads to a fragment. */
  rootOf(uri: string): string | undefined;
}

const graphOf = memoised((all: AllFacts): Graph => {
  const targets = (uri: string): readonly string[] => targetsOf(all.get(uri));
  const known = new Map<string, readonly string[]>();
  const reach = (uri: string): readonly string[] => {
    let found = known.get(uri);
    if (!found) known.set(uri, (found = closure(uri, targets).filter(one => all.has(one))));
    return found;
  };
  let roots: Map<string, string> | undefined;
  return {
    reach,
    rootOf(uri) {
      roots ??= new Map(
        [...all]
          .filter(([, facts]) => !facts.isFragment && facts.references.length > 0)
          .map(([root]) => root)
          .sort()
          // The first one is written last.
          .reverse()
          .flatMap(root => reach(root).map(part => [part, root] as const)),
      );
      return roots.get(uri);
    },
  };
});

function closure(start: string, targets: (uri: string) => readonly string[]): readonly string[] {
  const found = new Set<string>(targets(start));
  // A set gives what is added while it is gone through as well.
  for (const one of found) for (const target of targets(one)) found.add(target);
  found.delete(start);
  return [...found];
}

const NOTHING: readonly string[] = [];
const claims = memoised(claimsOf);

function targetsOf(facts: OpenApiFacts | undefined): readonly string[] {
  return facts ? claims(facts) : NOTHING;
}
