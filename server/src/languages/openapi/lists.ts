import { memoised } from '../memo.ts';
import { asMap } from '../yaml/index.ts';
import type { Operation, Parameter, Property, Schema } from './model.ts';
import { asksForPart, isCursor, isOffset, isScim, plain } from './paging.ts';

/** Properties that hold the rows of a page. */
const ROWS = /^(data|items|results|records|edges|entries|values|rows|list|content|elements|objects|resources)$/i;
/** Properties that lead to the next page, or say that the rows are a page only; see `plain`. */
const NEXT =
  /^(?:links?|more|offset|limit|startindex|itemsperpage|perpage|totalpages|continue|responsemetadata|odatanextlink|(?:is)?truncated)$|^next|^has(?:more|next)|^pag(?:e|ing|inat)|cursor|scroll|marker$|token$/;
/** Objects beside the rows that hold such properties. */
const ABOUT = /^(?:meta|metadata|listmeta|info)$/;
/** `/account/keys` answers with `ssh_keys`; shorter words end too many others. */
const LONG = 4;
/** What Spring's generators write where nothing else is said: a list in it is sent as JSON. */
const ANY_TYPE = '*/*';
/** `conversations.list`: the path does not name its rows. */
const RPC_LIST = /\.list$/i;
/** Aggregated figures: their reader wants a certain page of a report. */
const ANALYTICS = /\b(usage|stats?|statistics|reports?|reporting|search|analytics|metrics|insights|history)\b/i;

/** What a GET answers with, where that is a list. */
export interface ListAnswer {
  /** The schema of the array. */
  readonly array: Schema;
  /** The object that holds it; undefined where the array is the whole answer. */
  readonly envelope: Schema | undefined;
  /** The property of the envelope. */
  readonly rows: Property | undefined;
  /** True where the envelope leads to the next page. */
  readonly hasNext: boolean;
}

/** The list that an operation answers with; undefined where it is none, or cannot be known. */
export const listAnswer = memoised((operation: Operation): ListAnswer | undefined => {
  if (operation.method !== 'get') return undefined;
  const schema = operation.successes[0]?.content.find(one => one.isJson || one.type === ANY_TYPE)?.schema;
  if (!schema || schema.isUnknown || schema.isConditional) return undefined;
  if (isArray(schema)) return { array: schema, envelope: undefined, rows: undefined, hasNext: false };
  const last = plain(operation.path.segments.at(-1) ?? '');
  const arrays = schema.properties.filter(one => one.schema && isArray(one.schema));
  const rows =
    arrays.find(one => ROWS.test(one.name)) ??
    arrays.find(one => last !== '' && plain(one.name) === last) ??
    arrays.find(one => last.length >= LONG && plain(one.name).endsWith(last)) ??
    (arrays.length === 1 && RPC_LIST.test(operation.path.path) ? arrays[0] : undefined);
  if (!rows?.schema) return undefined;
  return {
    array: rows.schema,
    envelope: schema,
    rows,
    hasNext: schema.properties.some(
      one => leadsOn(one) || (ABOUT.test(plain(one.name)) && one.schema?.properties.some(leadsOn)),
    ),
  };
});

function leadsOn({ name }: Property): boolean {
  return NEXT.test(plain(name));
}

/** `items` that is a list of schemas, and no type beside it, is a slip of the pen: it says nothing. */
function isArray(schema: Schema): boolean {
  return (
    schema.types.includes('array') &&
    (schema.keyword('type') !== undefined || asMap(schema.keyword('items')) !== undefined)
  );
}

/** How a list is paged; undefined for what is no list, or one without pages. */
export interface Paging {
  /** What counts its pages from the first one, where no cursor is offered as well. */
  readonly offset: Parameter | undefined;
}

export const pagingOf = memoised((operation: Operation): Paging | undefined => {
  const { deprecated, internal, parameters, parametersAreKnown } = operation;
  if (deprecated || internal || !parametersAreKnown || !listAnswer(operation) || isScim(operation)) return undefined;
  const offset = parameters.find(isOffset);
  if (parameters.some(isCursor)) return { offset: undefined };
  return offset && { offset };
});

/** True for a path that names a single thing at its end: `/users/{id}`. */
export function endsInParameter(operation: Operation): boolean {
  return operation.path.segments.at(-1)?.startsWith('{') === true;
}

/** Aggregated figures and searches: jumping to a page is what their users do. */
export function isAnalytics(operation: Operation): boolean {
  return operation.path.segments.some(segment => ANALYTICS.test(segment.replace(/[-_]/g, ' ')));
}

/** An operation for the people who run the API. */
export function isAdministrative(operation: Operation): boolean {
  return operation.path.segments.some(segment =>
    /^(?:admin|administration|internal|management|backoffice)$/i.test(segment),
  );
}

/** Names of things of which there is a handful. */
const LOOKUP =
  /^(?:timezones?|roles?|currenc(?:y|ies)|countr(?:y|ies)|models?|languages?|locales?|regions?|types?|statuses|permissions|scopes|plans|sizes|features|settings|config(?:s|urations?)?|options|categories|engines|versions|states|units|platforms|defaults|downloads|\w*types|formats|enums?|capabilities|emojis?)$/i;
/** Few enough to be answered at once. */
const SMALL = 100;

/**
 * Whether a list is answered whole: no parameter that limits or continues it, no way to a next page in the answer.
 * Undefined for what is no list, or one that has no need of pages: lookups, a few items, what machines ask.
 */
export const isUnpagedList = memoised((operation: Operation): boolean | undefined => {
  const answer = listAnswer(operation);
  const { path, deprecated, internal, parametersAreKnown } = operation;
  if (!answer || !parametersAreKnown || deprecated || internal || path.isInfrastructure || path.isAuthentication)
    return undefined;
  const last = path.segments.at(-1) ?? '';
  if (last === '' || endsInParameter(operation) || LOOKUP.test(last)) return undefined;
  if ((answer.array.number('maxItems') ?? Number.POSITIVE_INFINITY) <= SMALL) return undefined;
  if (answer.array.items?.keyword('enum')) return undefined;
  if (isScim(operation)) return undefined;
  const isPaged = operation.parameters.some(asksForPart);
  const headers = operation.successes[0]?.headers.map(one => one.name.toLowerCase()) ?? [];
  return (
    !isPaged &&
    !answer.hasNext &&
    !headers.some(one => /^(?:link|x-next|x-total|content-range|x-page|x-pagination)/.test(one))
  );
});

/**
 * Whether the rows of a list become more: clients add to it; who knows; undefined for what is sent whole as well (a PUT
 * of the list) and for kinds of things of which there is a handful.
 */
export function growthOf(operation: Operation): 'growing' | 'possible' | undefined {
  const { operations, segments } = operation.path;
  const last = plain(segments.at(-1) ?? '');
  const isReplaced = operations.some(
    ({ method, requestBody }) =>
      /^(?:put|patch)$/.test(method) && requestBody?.content.some(one => one.schema && isWhole(one.schema, last)),
  );
  if (isReplaced) return undefined;
  if (operations.some(one => one.method === 'post' && !one.deprecated)) return 'growing';
  const words = (segments.at(-1) ?? '').replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4').split(/[-_.]/);
  if (
    isAnalytics(operation) ||
    LOOKUP.test(words.at(-1) ?? '') ||
    operations.some(one => /^(?:put|patch)$/.test(one.method))
  )
    return undefined;
  return 'possible';
}

/** The list itself, or an object whose list it is: `PUT /labels` with `labels`. */
function isWhole(schema: Schema, name: string): boolean {
  return (
    isArray(schema) || schema.properties.some(one => one.schema && plain(one.name) === name && isArray(one.schema))
  );
}
