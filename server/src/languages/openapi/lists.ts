import { memoised } from '../memo.ts';
import type { Operation, Parameter, Property, Schema } from './model.ts';

/** `limit`, `per_page`, `pageSize`, `page[size]`, `$top`: compared without case and punctuation. */
const PAGE_SIZE = /^(limit|perpage|pagesize|pagelimit|maxresults|top|itemsperpage)$/;
/** What counts from the beginning. `page` with a token in it is a cursor, see `CURSOR`. */
const OFFSET = /^(offset|skip|page|pagenumber|pageno|pagenum|pageindex|startindex|startat)$/;
const CURSOR =
  /^(cursor|after|before|pagetoken|nexttoken|nextpagetoken|startingafter|endingbefore|continuationtoken|continue|marker|sinceid|nextcursor|pagecursor|startcursor|exclusivestartkey|startkey|pageafter|pagebefore|bookmark|scrollid)$/;
/** Properties that hold the rows of a page. */
const ROWS = /^(data|items|results|records|edges|entries|values|rows|list|content|elements|objects|resources)$/i;
/** Properties that lead to the next page. */
const NEXT =
  /^(next|nextcursor|nextpage|nextpagetoken|nexttoken|hasmore|hasnext|hasnextpage|links|cursor|pageinfo|paging|pagination|pagecount|totalpages|continuationtoken|continue|marker|responsemetadata|odatanextlink)$/;
/** Aggregated figures: their reader wants a certain page of a report. */
const ANALYTICS = /\b(usage|stats?|statistics|reports?|search|analytics|metrics|insights|history)\b/i;

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

export function isPageSize({ in: place, name }: Parameter): boolean {
  return place === 'query' && PAGE_SIZE.test(plain(name.text));
}

export function isOffset({ in: place, name, schema }: Parameter): boolean {
  if (place !== 'query' || !OFFSET.test(plain(name.text))) return false;
  // A `page` that is a text is a token in many an API.
  return schema !== undefined && !schema.isUnknown && schema.types.some(type => /^(integer|number)$/.test(type));
}

export function isCursor({ in: place, name, schema }: Parameter): boolean {
  if (place !== 'query') return false;
  const word = plain(name.text);
  return CURSOR.test(word) || (/^page(?:s)?$|^start$/.test(word) && schema?.types.includes('string') === true);
}

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
  const schema = operation.successes[0]?.content.find(one => one.isJson)?.schema;
  if (!schema || schema.isUnknown) return undefined;
  if (schema.types.includes('array')) return { array: schema, envelope: undefined, rows: undefined, hasNext: false };
  const last = plain(operation.path.segments.at(-1) ?? '');
  const arrays = schema.properties.filter(one => one.schema?.types.includes('array'));
  const rows = arrays.find(one => ROWS.test(one.name)) ?? arrays.find(one => last !== '' && plain(one.name) === last);
  if (!rows?.schema) return undefined;
  return {
    array: rows.schema,
    envelope: schema,
    rows,
    hasNext: schema.properties.some(one => NEXT.test(plain(one.name))),
  };
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
  /^(?:timezones?|roles?|currenc(?:y|ies)|countr(?:y|ies)|models?|languages?|locales?|regions?|types?|statuses|permissions|scopes|plans|sizes|features|settings|config(?:s|urations?)?|options|categories|engines|versions|states|units|formats|enums?|capabilities|emojis?)$/i;
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
  const isPaged = operation.parameters.some(
    one => isPageSize(one) || isOffset(one) || isCursor(one) || LIMITS.test(plain(one.name.text)),
  );
  const headers = operation.successes[0]?.headers.map(one => one.name.toLowerCase()) ?? [];
  return (
    !isPaged &&
    !answer.hasNext &&
    !headers.some(one => /^(?:link|x-next|x-total|content-range|x-page|x-pagination)/.test(one))
  );
});

/** Other ways to ask for a part: a range, a number of rows, a time, a filter object that holds them. */
const LIMITS =
  /^(?:range|count|size|num|number|results|rows|first|last|max|since|until|from|to|start|end|begin|starttime|endtime|startdate|enddate|fromdate|todate|pagination|paging|ids?|page.*|limit.*|.*limit|offset.*)$/;
