import { contains, type Located, type Span } from '#text';
import { memoised } from '../memo.ts';
import { wordsOf } from './bounds.ts';
import { isAdministrative } from './lists.ts';
import type { Api, Home, NamedSchema, Operation, Property, Schema } from './model.ts';
import { componentsBySchema } from './requestSchemas.ts';

/** A schema that operations take in and give out alike. */
export interface SharedSchema extends Located {
  readonly home: Home;
  readonly at: Located;
  readonly name: string;
  /** Its properties that the server decides on, not the client; marked `readOnly` or not. */
  readonly owned: readonly Property[];
}

/** Compared without case and punctuation. */
const OWNED = /^(?:id|roles?|isadmin|permissions|createdat|updatedat|balance|tenantid)$/;
/** Rights: a matter of people. The role of a node or the permissions of a file are something else. */
const RIGHTS = /^(?:roles?|isadmin|permissions)$/;
const PERSON =
  /^(?:user|account|profile|person|people|customer|member|employee|contact|principal|identity|login|me|self)s?$/;
/** Operations whose very business rights are: whoever may call them hands them out. */
const ABOUT_RIGHTS =
  /^(?:roles?|permissions?|members?|memberships?|invit\w*|collaborators?|grants?|polic(?:y|ies)|acls?|access\w*|iam|scim)$/i;
/** What a schema that only names another thing consists of. */
const IDENTITY = /^(?:id|type|kind|object|name|self|href|url|uri|link|htmlurl|etag|summary)$/;

/** The schemas that are the body of a write, and what some operation answers with, as they stand. */
export const sharedWriteSchemas: (api: Api) => readonly SharedSchema[] = memoised((api: Api) => {
  const open = new Set<Schema>();
  const aboutRights = new Set<Schema>();
  for (const operation of api.operations) {
    const written = writtenWhole(operation);
    for (const schema of written?.schemas ?? []) (written!.isAboutRights ? aboutRights : open).add(schema);
  }
  const named = componentsBySchema(api);
  return [...new Set([...open, ...aboutRights])].flatMap(schema => {
    const component = named.get(schema);
    if (!component?.isResponse) return [];
    const shared = sharedSchema(component);
    return open.has(schema) ? shared.every : shared.withoutRights;
  });
});

/** The schemas that make up the body of a write, those of `allOf` too: what a client may fill in at its top. */
const writtenWhole = memoised((operation: Operation) => {
  if (!/^(?:post|put|patch)$/.test(operation.method) || isAdministrative(operation)) return undefined;
  const schemas = new Set<Schema>();
  for (const { schema } of operation.requestBody?.content ?? []) if (schema) schemas.add(unwrapped(schema));
  // A set gives what is added while it is gone through as well.
  for (const schema of schemas) for (const base of schema.bases) schemas.add(base);
  return { schemas, isAboutRights: operation.path.segments.some(segment => ABOUT_RIGHTS.test(segment)) };
});

/** The items of a list, the only property of an envelope: what the body is about. */
function unwrapped(schema: Schema): Schema {
  if (schema.types.includes('array')) return schema.items ?? schema;
  const [only] = schema.properties;
  const inner = schema.properties.length === 1 ? only?.schema : undefined;
  return inner?.types.includes('object') ? inner : schema;
}

const sharedSchema = memoised((component: NamedSchema) => {
  const { home, at, name, schema } = component;
  const written = schema && !schema.isUnknown ? schema.properties : [];
  const isReference = written.every(one => IDENTITY.test(plain(one.name)));
  const isPerson = wordsOf(name).some(word => PERSON.test(word));
  const isOwned = (word: string): boolean =>
    OWNED.test(word) && !(word === 'id' && isReference) && (isPerson || !RIGHTS.test(word));
  const owned = written.filter(
    one =>
      isOwned(plain(one.name)) &&
      !one.writeOnly &&
      one.home.uri === home.uri &&
      contains(component.span, one.entry.span),
  );
  const view = (properties: readonly Property[]): SharedSchema => ({
    home,
    at,
    name,
    owned: properties,
    get span(): Span {
      return component.span;
    },
  });
  return { every: view(owned), withoutRights: view(owned.filter(one => !RIGHTS.test(plain(one.name)))) };
});

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}
