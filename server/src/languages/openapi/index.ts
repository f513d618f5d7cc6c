import type { Language, Severity, Source } from '../contract.ts';
import { classify } from '../yaml/index.ts';
import { factsOf } from './facts.ts';
import { openApiIgnores } from './ignores.ts';
import { claimsOf, linkOpenApi } from './link.ts';
import type { OpenApiDocument, OpenApiFacts } from './model.ts';
import { parseOpenApi, parseOpenApiInSteps, updateOpenApi } from './parse.ts';
import { isReadable } from './references.ts';
import { usesOf } from './uses.ts';

export * from './absence.ts';
export * from './access.ts';
export * from './answerEdits.ts';
export * from './answers.ts';
export * from './audience.ts';
export * from './boundFindings.ts';
export * from './bounds.ts';
export * from './caching.ts';
export * from './cursorEdits.ts';
export * from './eventFields.ts';
export * from './health.ts';
export * from './limits.ts';
export * from './lists.ts';
export * from './massAssignment.ts';
export type * from './model.ts';
export * from './money.ts';
export * from './openObjects.ts';
export * from './operationEdits.ts';
export * from './pageSizes.ts';
export * from './paging.ts';
export { parseOpenApi, updateOpenApi } from './parse.ts';
export * from './requestSchemas.ts';
export * from './sentBodies.ts';
export * from './shared.ts';
export * from './tokens.ts';
export * from './transport.ts';
export * from './versions.ts';

export const openApiLanguage: Language<OpenApiDocument, OpenApiFacts> = {
  kind: 'openapi',
  detect: ({ uri, text, hints }: Source) => {
    if (!isReadable(uri)) return false;
    const found = classify(uri, text);
    if (found === 'openapi' || found === 'asyncapi' || found === 'openapi-incomplete') return true;
    // What a name says of a file (`values.yaml`) weighs less than who refers to it; what it says of itself weighs more.
    return hints?.openApiFragment === true && (found === undefined || /^helm-/.test(found));
  },
  parse: parseOpenApi,
  parseInSteps: parseOpenApiInSteps,
  update: updateOpenApi,
  facts: document => factsOf(document),
  claims: claimsOf,
  link: linkOpenApi,
  usesOf,
  outOfScope: ({ isFragment, uri }) =>
    isFragment && /\/(node_modules|vendor)\//.test(uri) ? 'a part that a dependency brings' : undefined,
  ignores: openApiIgnores,
  // What a generator wrote is changed in its input: only errors are worth a detour.
  temper: (document, severity): Severity | undefined =>
    document.generated && severity !== 'error' ? undefined : severity,
};
