import { memoised } from '../memo.ts';
import { textAt, treeEdits } from '../yaml/index.ts';
import { type Absence, absentFrom } from './absence.ts';
import type { Api, OpenApiDocument, Parameter, Schema } from './model.ts';
import type { FileEdit } from './operationEdits.ts';
import { isNumber, isPageSize } from './paging.ts';

/** How large a page may be, and how large it is where nobody says. */
export interface PageSize {
  readonly parameter: Parameter;
  readonly schema: Schema;
  readonly maximum: PageBound;
  readonly default: PageBound;
}

/** A bound that a schema should have. */
export interface PageBound {
  /** Where it is: among the keywords; in a description only; nowhere. */
  readonly stands: 'schema' | 'text' | 'nowhere';
  /** What to write: what the description says, else what is usual; undefined where neither is sure. */
  readonly value: number | undefined;
}

const USUAL_MAXIMUM = 100;
const USUAL_DEFAULT = 20;
const WRITTEN: PageBound = { stands: 'schema', value: undefined };

/** "Limit can range between 1 and 100", "200 by default, 1000 max", "max: 30", "no larger than 1,000", "the maximum allowed". */
const TELLS_MAXIMUM =
  /(?:\bmax(?:imum)?(?: (?:allowed|page|size|value|limit|number|is|of))*[:=]? ?|\b(?:up to|at most|no (?:larger|more|greater) than|exceed|limited to|capped at) |\b[01][*`]* ?(?:-|–|and|to|through) ?)[*`"]*(\d[\d,]*)|\b(\d[\d,]*)[*`"]* max(?:imum)?\b|\bmaximum (?:allowed|value|request size)\b|\brange between\b/gi;
/** "Defaults to 15", "200 by default", "the default is **30**", "by default all of them", "if not included". */
const TELLS_DEFAULT =
  /\bdefaults?(?: (?:value|page|size|limit|number|is|to|of|and maximum allowed))*[:=]? ?[*`"]*(\d[\d,]*)|\b(\d[\d,]*)[*`"]* (?:by|is the) default\b|\bdefaults?\b|\b(?:not (?:given|included|specified|set|provided)|omitted|absent|unspecified)\b/gi;

/** A page size that should have bounds. Undefined for every other parameter, and where they cannot be known. */
export const pageSizeOf = memoised((parameter: Parameter): PageSize | undefined => {
  const { schema, operation, node } = parameter;
  if (!isPageSize(parameter) || operation?.deprecated || operation?.internal) return undefined;
  if (textAt(node, 'deprecated') === 'true' || !isNumber(schema) || schema.isConditional) return undefined;
  const has = (...keywords: readonly string[]): boolean => keywords.some(one => schema.keyword(one));
  const text = `${textAt(node, 'description') ?? ''} ${schema.text('description') ?? ''}`.replace(/\s+/g, ' ');
  const isBounded = has('maximum', 'exclusiveMaximum', 'enum', 'const');
  const isPreset = has('default', 'const') || parameter.required;
  const toldMaximum = isBounded ? undefined : numberTold(text, TELLS_MAXIMUM);
  const toldDefault = isPreset ? undefined : numberTold(text, TELLS_DEFAULT);

  const low = schema.number('minimum') ?? 0;
  const usual = schema.number('default') ?? toldDefault?.value ?? 0;
  const below = schema.number('exclusiveMaximum');
  const high = schema.number('maximum') ?? toldMaximum?.value ?? (below === undefined ? undefined : below - 1);
  const fits = (value: number): boolean => low <= value && value <= (high ?? value);
  const told = (value: number | undefined): PageBound => ({
    stands: 'text',
    value: value !== undefined && fits(usual) ? value : undefined,
  });
  const usually = Math.max(low, Math.min(USUAL_DEFAULT, high ?? USUAL_DEFAULT));
  return {
    parameter,
    schema,
    maximum: isBounded
      ? WRITTEN
      : toldMaximum
        ? told(toldMaximum.value)
        : { stands: 'nowhere', value: Math.max(USUAL_MAXIMUM, low, usual) },
    default: isPreset
      ? WRITTEN
      : toldDefault
        ? told(toldDefault.value)
        : { stands: 'nowhere', value: has('enum') || !fits(usually) ? undefined : usually },
  };
});

/** What a description says; without a number where it gives none, or several. Undefined where it says nothing. */
function numberTold(text: string, pattern: RegExp): { readonly value: number | undefined } | undefined {
  const found = [...text.matchAll(pattern)];
  const numbers = new Set(
    found.flatMap(one => {
      const number = one[1] ?? one[2];
      return number === undefined ? [] : Number(number.replaceAll(',', ''));
    }),
  );
  return found.length === 0 ? undefined : { value: numbers.size === 1 ? [...numbers][0] : undefined };
}

/** The page sizes of a description that lack something: together where it is a habit, else those of this document. */
export function pageSizesWith(
  document: OpenApiDocument,
  lacks: (size: PageSize) => boolean,
  most?: number,
): Absence<Parameter> {
  return absentFrom(document, pageSizesIn(document.api), one => lacks(pageSizeOf(one)!), { most });
}

const pageSizesIn = memoised((api: Api): readonly Parameter[] => {
  // What two paths refer to is there for each of them, and written once.
  const byNode = new Map(api.parameters.map(one => [one.node, one]));
  return [...byNode.values()].filter(one => pageSizeOf(one) !== undefined);
});

/** Writes a bound into the schemas of page sizes. Undefined where one of them is shared, or its number not sure. */
export function addBounds(
  parameters: readonly Parameter[],
  key: 'maximum' | 'default',
): { readonly edits: readonly FileEdit[]; readonly values: ReadonlySet<number> } | undefined {
  const edits: FileEdit[] = [];
  const values = new Set<number>();
  for (const parameter of parameters) {
    const size = pageSizeOf(parameter);
    const value = size?.[key].value;
    if (!size || value === undefined || !parameter.ownsSchema) return undefined;
    const { node } = size.schema;
    const order = key === 'maximum' ? ['minimum', 'type'] : ['maximum', 'minimum', 'type'];
    const after = order.map(one => node.entry(one)).find(one => one !== undefined);
    const edit = treeEdits(parameter.home.tree).addEntry(node, key, value, after);
    if (!edit) return undefined;
    edits.push({ ...edit, uri: parameter.home.uri });
    values.add(value);
  }
  return { edits, values };
}
