import { contains, type Located, type Span } from '#text';
import { memoised } from '../memo.ts';
import type { Api, Home, NamedSchema, Operation, Parameter, RequestBody, Schema } from './model.ts';

/** A schema at a place of its own: what could be written there is written into its node. */
export interface WrittenSchema {
  readonly schema: Schema;
  /** The property's name, that of the property whose item or branch it is, else the part's. */
  readonly name: string;
  /** What names it: the property's key, else what names the part. */
  readonly at: Located;
  /** The schema whose `oneOf` or `anyOf` it is one of: what that says holds for it too. */
  readonly outer: Schema | undefined;
}

/**
 * A piece of what clients send: a schema with a name, or the body of an operation. Schemas that references lead to are
 * parts of their own, so that each is looked at once, where it stands.
 */
export interface RequestPart extends Located {
  readonly home: Home;
  /** What names it in its file. */
  readonly at: Located;
  /** The schema's name, or the operation's label. */
  readonly name: string;
  /** What is written in it and a client may send: nothing below `readOnly`. */
  readonly written: readonly WrittenSchema[];
  /** Schemas elsewhere that its references lead to, those of `bases` too. */
  readonly leads: readonly Schema[];
  /** Schemas that others are made of by `allOf`, or by branches beside properties: not to be closed on their own. */
  readonly bases: readonly Schema[];
}

/** The body of a request where it is written: in an operation, or shared. */
export interface BodyPart extends RequestPart {
  /** Undefined for a form of 2.0, which is a list of parameters. */
  readonly body: RequestBody | undefined;
  /** Of a shared body: the first that uses it. */
  readonly operation: Operation;
}

/** Every body that clients send, once, where it is written; those of deprecated and internal operations are left out. */
export const bodyParts: (api: Api) => readonly BodyPart[] = memoised((api: Api) => {
  const seen = new Set<object>();
  return api.operations.flatMap(operation => {
    const part = bodyPart(operation);
    const key = part?.body?.node ?? operation;
    if (!part || seen.has(key)) return [];
    seen.add(key);
    return part;
  });
});

/** The components of a description by their schemas. */
export const componentsBySchema: (api: Api) => ReadonlyMap<Schema, NamedSchema> = memoised((api: Api) => {
  const components = api.schemas.map(one => [schemaOf(one), one] as const);
  return new Map(components.flatMap(([schema, one]) => (schema ? [[schema, one] as const] : [])));
});

const schemaOf = memoised((component: NamedSchema) => component.schema);

/** Everything that clients send, each part once, in whatever file it stands. */
export const requestParts: (api: Api) => readonly RequestPart[] = memoised((api: Api) => {
  const named = componentsBySchema(api);
  const parts: RequestPart[] = [...bodyParts(api)];
  const found = new Set(parts.flatMap(one => one.leads));
  // A set gives what is added while it is gone through as well.
  for (const schema of found) {
    const component = named.get(schema);
    const part = component ? namedPart(component) : loosePart(schema);
    for (const lead of part.leads) found.add(lead);
    // A reference into the middle of a component: what stands there is that component's.
    if (component || schema.home.uri !== api.root.uri) parts.push(part);
  }
  return parts;
});

const bodyPart = memoised((operation: Operation): BodyPart | undefined => {
  const { requestBody: body, ownParameters } = operation;
  const form = ownParameters.filter(one => one.in === 'formData');
  if (!body || operation.deprecated || operation.internal) return undefined;
  const holder: Located & { readonly home: Home } = form.length > 0 ? operation : body;
  const walk = walkOf(holder);
  for (const { name, schema } of form) if (schema) walk.visit(schema, name.text, name);
  for (const { schema, itemSchema } of body.content)
    for (const one of [schema, itemSchema]) if (one) walk.visit(one, operation.label, body.at);
  return {
    home: holder.home,
    at: body.at,
    name: operation.label,
    body: form.length > 0 ? undefined : body,
    operation,
    ...walk.found,
    get span(): Span {
      return holder.span;
    },
  };
});

const namedPart = memoised((component: NamedSchema): RequestPart => {
  const { home, at, name, schema } = component;
  const walk = walkOf(component);
  if (schema) walk.visit(schema, name, at);
  return {
    home,
    at,
    name,
    ...walk.found,
    get span(): Span {
      return component.span;
    },
  };
});

const loosePart = memoised((schema: Schema): RequestPart => {
  const { home, node, name = '' } = schema;
  const at = node.entries[0]?.key ?? schema;
  const walk = walkOf(schema);
  walk.visit(schema, name, at);
  return {
    home,
    at,
    name,
    ...walk.found,
    get span(): Span {
      return schema.span;
    },
  };
});

/** A parameter by itself; undefined where its schema stands elsewhere, or nobody should use it any more. */
export const parameterPart = memoised((parameter: Parameter): RequestPart | undefined => {
  const { home, name, schema, operation, ownsSchema } = parameter;
  if (!schema || !ownsSchema || operation?.deprecated || operation?.internal) return undefined;
  return {
    home,
    at: name,
    name: name.text,
    written: [{ schema, name: name.text, at: name, outer: undefined }],
    leads: [],
    bases: [],
    get span(): Span {
      return parameter.span;
    },
  };
});

interface Walk {
  readonly found: Pick<RequestPart, 'written' | 'leads' | 'bases'>;
  visit(schema: Schema, name: string, at: Located, outer?: Schema): void;
}

/** Goes through what is written within a place, and notes what leads out of it. */
function walkOf(place: Located & { readonly home: Home }): Walk {
  const seen = new Set<Schema>();
  const written: WrittenSchema[] = [];
  const leads = new Set<Schema>();
  const bases = new Set<Schema>();
  const isWithin = ({ home, node }: Schema): boolean => home.uri === place.home.uri && contains(place.span, node.span);

  const visit = (schema: Schema, name: string, at: Located, outer?: Schema): void => {
    if (seen.has(schema) || schema.readOnly) return;
    seen.add(schema);
    if (!isWithin(schema)) {
      leads.add(schema);
      return;
    }
    written.push({ schema, name, at, outer });
    visitBases(schema);
    for (const { entry, home, readOnly, schema: inner } of schema.properties) {
      // What an `allOf` takes from elsewhere is looked at there.
      if (readOnly || !inner || home.uri !== place.home.uri || !contains(place.span, entry.span)) continue;
      visit(inner, entry.key.text, entry.key);
    }
    const { items, additional } = schema;
    if (items) visit(items, name, at);
    if (typeof additional === 'object') visit(additional, name, at);
    for (const branch of schema.branches) {
      if (schema.properties.length > 0) bases.add(branch);
      visit(branch, name, at, schema);
    }
  };
  // What is written in an inline part is merged into the whole already.
  const visitBases = (schema: Schema): void => {
    for (const base of schema.bases) {
      if (bases.has(base)) continue;
      bases.add(base);
      if (isWithin(base)) visitBases(base);
      else leads.add(base);
    }
  };
  return {
    visit,
    get found() {
      return { written, leads: [...leads], bases: [...bases] };
    },
  };
}
