import { contains, type Located, type Span } from '#text';
import { memoised } from '../memo.ts';
import type { Api, Home, MediaType, NamedSchema, Operation, Schema } from './model.ts';
import { type BodyPart, bodyParts, componentsBySchema } from './requestSchemas.ts';

/** A JSON body and what the description says of it: where that is written, so that a shared schema counts once. */
export interface JsonBody extends Located {
  readonly home: Home;
  readonly at: Located;
  /** The operation's label, or the name of the schema. */
  readonly name: string;
  readonly says: 'nothing' | 'any object' | 'something';
}

/** The JSON bodies of a description that should have a schema. */
export const jsonBodies: (api: Api) => readonly JsonBody[] = memoised((api: Api) => {
  const named = componentsBySchema(api);
  const found = bodyParts(api).flatMap(part => {
    const body = jsonBody(part);
    if (!body?.elsewhere) return body ?? [];
    const component = named.get(body.elsewhere);
    return component ? namedBody(component) : [];
  });
  return [...new Set(found)];
});

/** What a server takes in on behalf of others: GraphQL has a schema of its own, a webhook the sender's. */
const TAKES_ANYTHING = /^(?:graphql|webhooks?|hooks?|callbacks?)$/i;

function jsonOf({ body, operation }: BodyPart): MediaType | undefined {
  if (operation.path.segments.some(segment => TAKES_ANYTHING.test(segment))) return undefined;
  return body?.content.find(one => one.isJson && !/patch\+json$/.test(one.type));
}

/** As the operation has it; with the schema where a reference leads to one. */
const jsonBody = memoised((part: BodyPart): (JsonBody & { readonly elsewhere: Schema | undefined }) | undefined => {
  const media = jsonOf(part);
  if (!media) return undefined;
  const { schema, hasSchema } = media;
  if (!schema && hasSchema) return undefined;
  return {
    home: part.home,
    at: media.node.entry('schema')?.key ?? media.at,
    name: part.name,
    says: schema ? saidBy(schema) : 'nothing',
    elsewhere: schema && !isInside(part, schema) ? schema : undefined,
    get span(): Span {
      return part.span;
    },
  };
});

const namedBody = memoised((component: NamedSchema): JsonBody => {
  const { home, at, name, schema } = component;
  return {
    home,
    at,
    name,
    says: schema ? saidBy(schema) : 'something',
    get span(): Span {
      return component.span;
    },
  };
});

function isInside(part: BodyPart, { home, node }: Schema): boolean {
  return home.uri === part.home.uri && contains(part.span, node.span);
}

/** Keywords that say nothing about what is allowed. */
const SILENT = new Set([
  'type',
  'title',
  'description',
  'example',
  'examples',
  'default',
  'deprecated',
  'nullable',
  'externalDocs',
  'xml',
  '$comment',
  '$id',
  '$schema',
]);

function saidBy(schema: Schema): JsonBody['says'] {
  const { node, types, isUnknown } = schema;
  const says = node.entries.some(({ key }) => !SILENT.has(key.text) && !key.text.startsWith('x-'));
  if (isUnknown || says || types.some(type => type !== 'object')) return 'something';
  // An object that is there for the sake of the JSON.
  if (/\bempty\b/i.test(schema.text('description') ?? '')) return 'something';
  return types.length === 0 ? 'nothing' : 'any object';
}

/** Bodies of POST and PUT that cannot do without a field, so that they cannot do without a body. */
export const neededBodies: (api: Api) => readonly BodyPart[] = memoised((api: Api) => bodyParts(api).filter(isNeeded));

const isNeeded = memoised(({ body, operation }: BodyPart): boolean => {
  const schemas = body?.content.map(one => one.schema) ?? [];
  return /^(?:post|put)$/.test(operation.method) && schemas.length > 0 && schemas.every(hasRequired);
});

function hasRequired(schema: Schema | undefined): boolean {
  if (!schema || schema.isUnknown || schema.types.some(type => type !== 'object')) return false;
  return [...schema.required].some(name => schema.property(name)?.readOnly === false);
}

/** Files of any size: a binary body, or a form with a file in it, of which nothing says how long it may be. */
export interface Upload extends Located {
  readonly home: Home;
  readonly at: Located;
  readonly name: string;
  readonly isBounded: boolean;
}

/** Of the operation's body; undefined where it takes no file, or nobody should call it any more. */
export const uploadOf = memoised((operation: Operation): Upload | undefined => {
  const { requestBody: body } = operation;
  const files = [...filesInBody(operation), ...filesInForm(operation)];
  if (!body || files.length === 0 || operation.deprecated || operation.internal) return undefined;
  const hasLimit = files.every(schema => schema && (schema.isUnknown || schema.number('maxLength') !== undefined));
  return {
    home: operation.home,
    at: body.isOwn ? body.at : operation.at,
    name: operation.label,
    isBounded: hasLimit || operation.answers(413) || !operation.responsesAreKnown,
    get span(): Span {
      return operation.span;
    },
  };
});

const BINARY_TYPE = /^(?:application\/(?:octet-stream|zip|gzip|pdf|x-tar)|(?:image|audio|video)\/.+)$/;

/** The schema of each file; undefined for one without a schema. */
function filesInBody({ requestBody }: Operation): readonly (Schema | undefined)[] {
  return (requestBody?.content ?? []).flatMap(({ type, schema, hasSchema }) => {
    if (BINARY_TYPE.test(type)) return schema || !hasSchema ? [schema] : [];
    if (!type.startsWith('multipart/') || !schema) return [];
    const parts = schema.properties.flatMap(one => (one.readOnly ? [] : [one.schema?.items ?? one.schema]));
    return parts.filter(one => one && isFile(one));
  });
}

function filesInForm({ ownParameters }: Operation): readonly (Schema | undefined)[] {
  return ownParameters
    .filter(one => one.in === 'formData' && one.schema?.types.includes('file'))
    .map(one => one.schema);
}

function isFile(schema: Schema): boolean {
  if (schema.text('format') === 'binary') return true;
  return schema.keyword('contentMediaType') !== undefined && schema.types.every(type => type === 'string');
}
