import { memoised } from '../memo.ts';
import type { Api, Schema } from './model.ts';
import { type RequestPart, requestParts } from './requestSchemas.ts';

/** Objects of one part that take properties which nothing names. */
export interface OpenObjects {
  readonly part: RequestPart;
  readonly open: readonly OpenObject[];
}

export interface OpenObject {
  readonly schema: Schema;
  /** What closes it: `unevaluatedProperties` sees what `allOf` brings, which is why only 3.1 can close such a one. */
  readonly keyword: 'additionalProperties' | 'unevaluatedProperties';
}

/** The parts of requests with objects that could be closed and are not. */
export const openObjects: (api: Api) => readonly OpenObjects[] = memoised((api: Api) => {
  const parts = requestParts(api);
  // Closed on its own, a part of an `allOf` refuses what its siblings bring.
  const pieces = new Set(parts.flatMap(part => part.bases));
  const seesOthers = api.version !== undefined && /^3\.[1-9]/.test(api.version);
  return parts.flatMap(part => {
    const open = part.written.flatMap(({ schema }) => {
      if (pieces.has(schema) || !isOpen(schema)) return [];
      if (schema.bases.length === 0) return { schema, keyword: 'additionalProperties' } as const;
      return seesOthers ? ({ schema, keyword: 'unevaluatedProperties' } as const) : [];
    });
    return open.length > 0 ? [{ part, open }] : [];
  });
});

/** An object with properties of its own: one without is a map. Children of a discriminator add theirs. */
function isOpen(schema: Schema): boolean {
  return (
    schema.types.includes('object') &&
    schema.properties.length > 0 &&
    (schema.additional === undefined || schema.additional === true) &&
    !schema.isUnknown &&
    !schema.isConditional &&
    !['patternProperties', 'discriminator', 'unevaluatedProperties'].some(key => schema.keyword(key))
  );
}
