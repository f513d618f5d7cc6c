import type { Source, TextChange } from '../contract.ts';
import { looksLikeJson, parseTree, parseTreeInSteps, updateTree } from '../yaml/index.ts';
import { DescriptionDocument } from './document.ts';
import type { OpenApiDocument } from './model.ts';

export function parseOpenApi({ uri, text, hints }: Source): OpenApiDocument {
  return DescriptionDocument.first(uri, parseTree(text, formatOf(text)), hints?.openApiFragment === true);
}

export function* parseOpenApiInSteps({ uri, text, hints }: Source): Generator<void, OpenApiDocument> {
  const tree = yield* parseTreeInSteps(text, formatOf(text));
  return DescriptionDocument.first(uri, tree, hints?.openApiFragment === true);
}

export function updateOpenApi(previous: OpenApiDocument, change: TextChange): OpenApiDocument {
  const updated = updateTree(previous.tree, change);
  // A bracket typed at the start makes it another format.
  const format = formatOf(updated.text);
  const tree = format === updated.format ? updated : parseTree(updated.text, format);
  return previous instanceof DescriptionDocument
    ? previous.next(tree)
    : DescriptionDocument.first(previous.uri, tree, previous.isFragment);
}

function formatOf(text: string): 'json' | 'yaml' {
  return looksLikeJson(text) ? 'json' : 'yaml';
}
