import { memoised, memoisedPair } from '../memo.ts';
import { asScalar } from '../yaml/index.ts';
import { type Absence, absenceIn, type Habit, habitOf } from './absence.ts';
import type { Api, OpenApiDocument, Parameter, Schema } from './model.ts';
import { isPageSize } from './paging.ts';
import { parameterPart, type RequestPart, requestParts, type WrittenSchema } from './requestSchemas.ts';

/** Something that limits a schema. */
export interface Bound {
  /** Whether a schema should have it. */
  readonly isMeant: (one: WrittenSchema) => boolean;
  readonly isMissing: (one: WrittenSchema) => boolean;
  /** The parameters that it is meant for besides bodies: the length of a URL bounds most of what they bring. */
  readonly parameters?: (api: Api) => readonly RequestPart[];
}

/** What a part has of the schemas that a bound is meant for. */
export interface PartBounds {
  readonly total: number;
  readonly lacking: readonly WrittenSchema[];
}

export const boundsOf: (part: RequestPart, bound: Bound) => PartBounds = memoisedPair((part, bound) => {
  const meant = part.written.filter(one => !isOpaque(one.schema) && bound.isMeant(one));
  return { total: meant.length, lacking: meant.filter(bound.isMissing) };
});

/** The parts of requests in which a bound is missing; one finding for all of them where they are many. */
export function unbounded(document: OpenApiDocument, bound: Bound): Absence<RequestPart> {
  return absenceIn(document, document.complete ? unboundedIn(document.api, bound) : NOTHING);
}

const unboundedIn = memoisedPair((api: Api, bound: Bound): Habit<RequestPart> => {
  const parts = [...requestParts(api), ...(bound.parameters?.(api) ?? [])];
  const eligible = parts.filter(part => boundsOf(part, bound).total > 0);
  return habitOf(eligible, part => boundsOf(part, bound).lacking.length > 0);
});

const NOTHING: Habit<RequestPart> = { lacking: [], isHabit: false, total: 0 };

export const STRING_LENGTH: Bound = {
  isMeant: ({ schema }) => isWritten(schema, 'string') && !isBinary(schema),
  isMissing: ({ schema, outer }) =>
    !hasKeyword(schema, outer, ['maxLength', 'enum', 'const']) &&
    !BOUNDED_FORMAT.test(schema.text('format') ?? '') &&
    !isBoundedPattern(schema.text('pattern')),
};

export const ARRAY_LENGTH: Bound = {
  isMeant: ({ schema }) => isWritten(schema, 'array'),
  isMissing: ({ schema, outer }) =>
    !hasKeyword(schema, outer, ['maxItems', 'enum', 'const']) &&
    !isSetOfFew(schema) &&
    // A tuple: what its `prefixItems` list, and no more.
    asScalar(schema.keyword('items'))?.value !== false,
};

export const QUANTITY_RANGE: Bound = {
  isMeant: ({ schema, name }) => isWritten(schema, 'integer') && isQuantity(name) && !admitsNegatives(schema),
  isMissing: ({ schema, outer }) =>
    !hasKeyword(schema, outer, ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'enum', 'const']) &&
    !/^u/i.test(schema.text('format') ?? ''),
  // Page sizes have rules of their own.
  parameters: api => api.parameters.filter(isQuantityParameter).flatMap(one => parameterPart(one) ?? []),
};

const isQuantityParameter = memoised(
  (one: Parameter) => /^(?:query|path)$/.test(one.in) && isQuantity(one.name.text) && !isPageSize(one),
);

/** -1 stands for "all" or "unlimited" in many an API, which then says so. */
function admitsNegatives(schema: Schema): boolean {
  return (
    ['default', 'example'].some(key => (schema.number(key) ?? 0) < 0) ||
    /(?:^|[^\w.])-1\b|\bnegative\b/i.test(schema.text('description') ?? '')
  );
}

const QUANTITY = new Set(['amount', 'quantity', 'count', 'limit', 'size', 'age', 'page']);

/** `page_size`, `maxCount`: by the last word, since a `pageId` is no quantity. */
export function isQuantity(name: string): boolean {
  return QUANTITY.has(wordsOf(name).at(-1) ?? '');
}

/** The words of an identifier, lower case. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(word => word !== '');
}

/** Formats whose texts have a length that everybody knows, and those of bytes. */
const BOUNDED_FORMAT =
  /^(?:uuid\d?|guid|ulid|date.*|time|time-.*|timestamp|unix-?time|duration|ipv?[46]?|cidr|mac|u?int\d*|integer|long|float|double|decimal|number|boolean|iso-?\d.*|country.*|currency.*)$/i;

function isBinary(schema: Schema): boolean {
  return (
    /^(?:binary|byte|base64.*|file)$/i.test(schema.text('format') ?? '') ||
    schema.keyword('contentEncoding') !== undefined ||
    schema.keyword('contentMediaType') !== undefined
  );
}

/** Anchored at both ends, and nothing in it repeats without end. Where that is hard to say, it counts as bounded. */
export function isBoundedPattern(pattern: string | undefined): boolean {
  if (pattern === undefined || !/^\^.*\$$/s.test(pattern)) return false;
  const plain = pattern.replace(/\\./gs, 'x').replace(/\[[^\]]*\]/g, 'x');
  return /\(\?<?[=!]/.test(plain) || !/[*+]|\{\d*,\}/.test(plain);
}

/** Each of a few values at most once. */
function isSetOfFew(schema: Schema): boolean {
  return schema.text('uniqueItems') === 'true' && schema.items?.keyword('enum') !== undefined;
}

/** What it allows cannot be told from its own keywords: its branches are looked at instead. */
function isOpaque(schema: Schema): boolean {
  return schema.isUnknown || schema.isConditional;
}

/** Of that type by a keyword that stands in it, so that its bounds should stand there too. */
function isWritten(schema: Schema, type: string): boolean {
  return schema.types.includes(type) && (schema.node.entry('type') !== undefined || !schema.keyword('type'));
}

function hasKeyword(schema: Schema, outer: Schema | undefined, names: readonly string[]): boolean {
  return names.some(name => schema.keyword(name) !== undefined || outer?.keyword(name) !== undefined);
}
