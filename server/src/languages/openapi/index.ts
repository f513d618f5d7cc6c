import type { Language, Severity, Source } from '../contract.ts';
import { classify, textAt } from '../yaml/index.ts';
import { openApiIgnores } from './ignores.ts';
import type { OpenApiDocument, OpenApiFacts } from './model.ts';
import { parseOpenApi, updateOpenApi } from './parse.ts';

export { isPrivateHost } from './audience.ts';
export type * from './model.ts';
export { parseOpenApi, updateOpenApi } from './parse.ts';

export const openApiLanguage: Language<OpenApiDocument, OpenApiFacts> = {
  kind: 'openapi',
  detect: ({ uri, text }: Source) => {
    if (!/\.(ya?ml|json|jsonc)$/i.test(uri)) return false;
    const found = classify(uri, text);
    return found === 'openapi' || found === 'asyncapi' || found === 'openapi-incomplete';
  },
  parse: parseOpenApi,
  update: updateOpenApi,
  facts: document => ({
    title: textAt(document.root, 'info', 'title'),
    audience: document.audience,
    basePaths: document.servers.map(server => server.path),
    operations: document.operations.map(({ method, path }) => ({ method, path: path.path })),
  }),
  ignores: openApiIgnores,
  // What a generator wrote is changed in its input: only errors are worth a detour.
  temper: (document, severity): Severity | undefined =>
    document.generated && severity !== 'error' ? undefined : severity,
};
