import { memoised } from '../memo.ts';
import { asMap, type Data, type MapNode, textAt } from '../yaml/index.ts';
import type { Api, Operation, Parameter, Schema } from './model.ts';
import { addParameters, type FileEdit, together } from './operationEdits.ts';
import { sharedPart } from './shared.ts';

/** `limit`, `per_page`, `pageSize`, `page[size]`, `$top`: see `plain`. */
const PAGE_SIZE = /^(?:limit|perpage|pagesize|pagelimit|maxresults|top|itemsperpage)$/;
/** What counts from the beginning. A `page` that is a text is a cursor. */
const OFFSET =
  /^(?:offset|skip|page|pagenumber|pageno|pagenum|pageindex|pageoffset|currentpage|startindex|startat|firstresult)$/;
const CURSOR =
  /^(?:after|before|startingafter|endingbefore|continue|marker|sinceid|exclusivestartkey|startkey|pageafter|pagebefore|bookmark)$|cursor|scroll|^(?:page|next|nextpage|continuation|skip)token$/;
/** Other ways to ask for a part: a range, a number of rows, a time. */
const PART =
  /^(?:range|count|size|num|number|results|rows|first|last|max|since|until|from|to|start|end|begin|starttime|endtime|startdate|enddate|fromdate|todate|pagination|paging|ids?|page.*|limit.*|.*limit|offset.*)$/;

/** Names are compared without case and punctuation. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

export function isNumber(schema: Schema | undefined): schema is Schema {
  return schema !== undefined && !schema.isUnknown && schema.types.some(type => /^(?:integer|number)$/.test(type));
}

export const isPageSize = memoised(
  ({ in: place, name }: Parameter): boolean => place === 'query' && PAGE_SIZE.test(plain(name.text)),
);

export const isOffset = memoised(
  ({ in: place, name, schema }: Parameter): boolean =>
    place === 'query' && OFFSET.test(plain(name.text)) && isNumber(schema),
);

export const isCursor = memoised(({ in: place, name, schema }: Parameter): boolean => {
  if (place !== 'query') return false;
  const word = plain(name.text);
  // `before` and `after` a time are filters.
  if (CURSOR.test(word)) return !/^date/.test(schema?.text('format') ?? '');
  return /^(?:pages?|start)$/.test(word) && schema?.types.includes('string') === true;
});

/** Whether a parameter lets a client ask for a part of a list, in whatever way. */
export function asksForPart(parameter: Parameter): boolean {
  return isPageSize(parameter) || isOffset(parameter) || isCursor(parameter) || PART.test(plain(parameter.name.text));
}

/** SCIM prescribes `startIndex` and `count` (RFC 7644, 3.4.2.4): no choice of whoever describes it. */
export function isScim({ path, parameters }: Operation): boolean {
  const names = new Set(parameters.map(one => one.name.text));
  return path.segments.some(one => /^scim$/i.test(one)) || (names.has('startIndex') && names.has('count'));
}

/**
 * Lets clients ask operations for a page of their lists, by parameters that the description shares where it shares any.
 * Undefined where that cannot be written at one of them.
 */
export function addPaging(api: Api, operations: readonly Operation[]): readonly FileEdit[] | undefined {
  const { root } = api.root;
  const shared = asMap((api.version === '2.0' ? root : asMap(root?.get('components')))?.get('parameters'));
  // Into an empty section two could not be written at once.
  const shares = shared !== undefined && shared.entries.length > 0;
  const places = operations.map(operation => {
    const schemaOf = (schema: { readonly [key: string]: Data }): { readonly [key: string]: Data } =>
      operation.isSwagger ? schema : { schema };
    const own = [
      { name: 'limit', in: 'query', ...schemaOf({ type: 'integer', minimum: 1, maximum: 100, default: 20 }) },
      { name: 'cursor', in: 'query', ...schemaOf({ type: 'string', maxLength: 512 }) },
    ] as const;
    const parts = shares
      ? [
          sharedPart(api, operation.home, 'parameters', 'Limit', node => isNamed(node, PAGE_SIZE), own[0]),
          sharedPart(api, operation.home, 'parameters', 'Cursor', node => isNamed(node, CURSOR), own[1]),
        ]
      : own.map(data => ({ data, edits: [] }));
    const added = addParameters(
      operation,
      parts.map(one => one.data),
    );
    return added && { own: added, shared: parts.flatMap(one => one.edits) };
  });
  return together(places);
}

function isNamed(parameter: MapNode, name: RegExp): boolean {
  return (
    textAt(parameter, 'in') === 'query' &&
    textAt(parameter, 'required') !== 'true' &&
    name.test(plain(textAt(parameter, 'name') ?? ''))
  );
}
