import type { Located } from '#text';
import type { Document } from '../contract.ts';
import type { Entry, MapNode, Node, Resolved, ScalarNode, Tree } from '../yaml/index.ts';

/**
 * One model over Swagger 2.0, OpenAPI 3.0 to 3.2, AsyncAPI 2 and 3, in YAML and JSON.
 *
 * An API description may be spread over files that `$ref` leads to. Each file is a document of its own: the root, which
 * has the version field, and fragments. What a document lists (`paths`, `operations`, `parameters`, `schemas`, …) is
 * what is **written in it**, so that a finding stands where its text is; `api` is the whole description that it belongs
 * to. Absences that concern the whole are claimed in the root alone.
 *
 * Identity is the promise that makes a keystroke cheap: a view is the same object as long as everything that its members
 * lead to is the same, references followed, over all files; only its `span` moves. So `context.each` over views may read
 * all that the item itself offers, and nothing else. A report from within `each` must lie within the item's own span.
 */
export type OpenApiVersion = '2.0' | '3.0' | '3.1' | '3.2' | 'asyncapi-2' | 'asyncapi-3';

/** A file of an API description: what is needed to point into it and to edit it. */
export interface Home {
  readonly uri: string;
  readonly tree: Tree;
}

export interface OpenApiDocument extends Document, Home {
  readonly kind: 'openapi';
  readonly tree: Tree;
  readonly root: MapNode | undefined;
  /** Of the root description, for fragments as well. Undefined where it is unreadable or not known. */
  readonly version: OpenApiVersion | undefined;
  /** A file without a version field that a description refers to. */
  readonly isFragment: boolean;
  /**
   * False while parts of the description that the specification demands are missing (`info`, `paths`): then nothing must
   * be claimed absent. Of a fragment: its root's. What concerns the description as a whole is said in its root alone.
   */
  readonly complete: boolean;
  /** Written by a generator: what is wrong belongs into its input. */
  readonly generated: boolean;
  /** The whole description: of a fragment, that of the first root that uses it. */
  readonly api: Api;

  // --- what is written in this file ---
  /** The entry of `paths` itself. */
  readonly pathsEntry: Entry | undefined;
  readonly paths: readonly PathItem[];
  /** Operations of paths, in source order; those of webhooks and callbacks are not among them. */
  readonly operations: readonly Operation[];
  /** Every parameter where it is written: in operations, path items and shared ones; references are not among them. */
  readonly parameters: readonly Parameter[];
  /** Schemas that have a name of their own: components, definitions, a fragment that is one. */
  readonly schemas: readonly NamedSchema[];
  /** Responses that are shared by name. */
  readonly sharedResponses: readonly Response[];
  readonly securitySchemes: readonly SecurityScheme[];
  /** Webhooks, callbacks, AsyncAPI messages. */
  readonly events: readonly ApiEvent[];

  /** Follows a `$ref` (over files where they are linked); the node itself where it is none; undefined where it leads nowhere. */
  resolveRef(node: Node | undefined): Node | undefined;
}

/** An API description as a whole: its root document and every fragment that it leads to. */
export interface Api {
  readonly root: Home & { readonly root: MapNode | undefined; readonly pathsEntry: Entry | undefined };
  readonly title: string | undefined;
  readonly version: OpenApiVersion | undefined;
  /** O4. */
  readonly audience: 'public' | 'internal';
  readonly servers: readonly Server[];
  /** True where no server's URL is filled in by a template. */
  readonly serversAreKnown: boolean;
  /** The root's `security`; undefined where it has none. */
  readonly security: Security | undefined;
  readonly securitySchemes: readonly SecurityScheme[];
  /** Of all files, in the root's order. */
  readonly paths: readonly PathItem[];
  /** Of all files, in the root's order. */
  readonly operations: readonly Operation[];
  readonly events: readonly ApiEvent[];
  /** Every parameter where it is written, of all files. */
  readonly parameters: readonly Parameter[];
  /** Schemas with a name of their own, of all files. */
  readonly schemas: readonly NamedSchema[];
  /** The schema with that name among the root's components (2.0: definitions). */
  schema(name: string): NamedSchema | undefined;
}

export interface Server extends Located {
  /** The url (3.x), host (AsyncAPI) or `basePath` (2.0, else `host`) value. */
  readonly node: ScalarNode;
  /** The url with variables replaced by their defaults. For 2.0: scheme, host and basePath put together. */
  readonly url: string;
  /** `https`, `http`, `wss`, `kafka`; undefined where none is written. Several where Swagger lists them. */
  readonly schemes: readonly string[];
  /** The host's name; undefined for a relative url. */
  readonly host: string | undefined;
  /** The path part, `/` at least. */
  readonly path: string;
  /** The default of the variable, by name. */
  readonly variables: ReadonlyMap<string, string>;
}

export interface PathItem extends Located {
  readonly home: Home;
  /** What names it in its file: the path's key, or the first key of a fragment. */
  readonly at: Located;
  /** The entry of `paths` that holds or refers to it; in the root's file. */
  readonly entry: Entry;
  /** The template: `/users/{id}`. */
  readonly path: string;
  /** Its segments without the empty first one: `['users', '{id}']`. */
  readonly segments: readonly string[];
  /** References followed. Undefined where it leads nowhere or is no mapping. */
  readonly node: MapNode | undefined;
  readonly operations: readonly Operation[];
  /** Written in it, for all its operations; references are not among them. */
  readonly parameters: readonly Parameter[];
  /** A health, metrics or documentation path (O3): no business of the API's clients. */
  readonly isInfrastructure: boolean;
  /** A path that hands out or receives credentials: login, token, webhooks (O3). */
  readonly isAuthentication: boolean;
}

export interface Operation extends Located {
  readonly home: Home;
  /** What names it in its file: the method's key; the first key of a fragment that is an operation. */
  readonly at: Located;
  readonly node: MapNode;
  /** Lower case: `get`, `post`, an additional operation's own name. */
  readonly method: string;
  readonly path: PathItem;
  /** `POST /users`, cut to 60 characters: for messages. */
  readonly label: string;
  readonly operationId: string | undefined;
  /** Of a 2.0 description: parameters have no schema of their own there, responses no content. */
  readonly isSwagger: boolean;
  readonly deprecated: boolean;
  readonly internal: boolean;
  /** Its own `security`; undefined where it has none and inherits the document's. */
  readonly security: Security | undefined;
  /** What counts: its own, else the description's. */
  readonly effectiveSecurity: Security | undefined;
  /** Written in it; references are not among them, bodies of 2.0 are. */
  readonly ownParameters: readonly Parameter[];
  /** The path item's and its own, references followed; its own win. Bodies of 2.0 (`body`, `formData`) are in `requestBody`. */
  readonly parameters: readonly Parameter[];
  /** True where a parameter is a reference that leads nowhere, or a template adds some: absence must not be claimed. */
  readonly parametersAreKnown: boolean;
  readonly requestBody: RequestBody | undefined;
  /** In source order, references followed. */
  readonly responses: readonly Response[];
  /** The entry of `responses`; undefined where it has none. */
  readonly responsesEntry: Entry | undefined;
  /** True where all responses could be read: else absence must not be claimed. */
  readonly responsesAreKnown: boolean;
  /** Its 2xx responses. */
  readonly successes: readonly Response[];
  /** True where this status is documented: exactly, as `4XX`, or by `default` (O2). */
  answers(status: number): boolean;
  readonly callbacks: readonly ApiEvent[];
}

export interface Security {
  readonly entry: Entry;
  /** One a requirement object: any of them lets a request in. An empty one needs nothing. */
  readonly alternatives: readonly { readonly node: MapNode; readonly requirements: readonly Requirement[] }[];
  /** Names of the schemes in all alternatives. Empty for `security: []`, which says on purpose that none is needed. */
  readonly schemes: readonly string[];
  /** True where a request without credentials passes: no alternative at all, or an empty one. */
  readonly isOptional: boolean;
}

export interface Requirement {
  readonly entry: Entry;
  readonly scheme: string;
  readonly scopes: readonly string[];
}

export interface SecurityScheme extends Located {
  readonly home: Home;
  readonly entry: Entry;
  readonly name: string;
  /** References followed. */
  readonly node: MapNode | undefined;
  /** `http`, `apiKey`, `oauth2`, `openIdConnect`, `mutualTLS`; 2.0: `basic`, `apiKey`, `oauth2`; AsyncAPI's own. */
  readonly type: string | undefined;
  /** `basic`, `bearer` of an `http` scheme, lower case; `basic` for Swagger's. */
  readonly scheme: string | undefined;
  /** Where an API key goes: `query`, `header`, `cookie`. */
  readonly in: string | undefined;
  /** In the names of 3.x: 2.0's `accessCode` is `authorizationCode`, its `application` `clientCredentials`. */
  readonly flows: readonly OAuthFlow[];
}

export interface OAuthFlow {
  readonly name: 'implicit' | 'password' | 'clientCredentials' | 'authorizationCode' | 'deviceAuthorization';
  /** What to point at: the flow's key (3.x), the value of `flow` (2.0). */
  readonly at: Located;
  readonly node: MapNode;
  readonly scopes: readonly string[];
  readonly refreshUrl: string | undefined;
}

export interface Parameter extends Located {
  readonly home: Home;
  readonly node: MapNode;
  /** The value of `name`. */
  readonly name: ScalarNode;
  /** `query`, `header`, `path`, `cookie`, `querystring`; 2.0's `body` and `formData` only in `document.parameters`. */
  readonly in: string;
  readonly required: boolean;
  /** What bounds the value: its schema (references followed), the parameter itself in 2.0. Undefined: unknown. */
  readonly schema: Schema | undefined;
  /** True where the schema is written in the parameter itself, so that an edit of it changes nothing else. */
  readonly ownsSchema: boolean;
  /** The operation that it is written in; undefined for shared ones and those of path items. */
  readonly operation: Operation | undefined;
}

export interface RequestBody extends Located {
  readonly home: Home;
  /** `requestBody`, or 2.0's body parameter (its `name`), or the first formData parameter's. */
  readonly at: Located;
  /** References followed. Of 2.0: the body parameter. */
  readonly node: MapNode;
  /** False where it is a reference to a shared body. */
  readonly isOwn: boolean;
  readonly required: boolean;
  /** Of 2.0: one for each of `consumes`, all with the same schema; formData as an object schema has no node: undefined there. */
  readonly content: readonly MediaType[];
}

export interface Response extends Located {
  readonly home: Home;
  /** `200`, `4XX`, `default`; the name of a shared one. */
  readonly code: string;
  /** What names it in its file: the status key, the shared name, the first key of a fragment. */
  readonly at: Located;
  /** References followed. */
  readonly node: MapNode;
  /** False where it is a reference to a shared response or another file. */
  readonly isOwn: boolean;
  /** Header names as written, references followed. */
  readonly headers: readonly { readonly name: string; readonly node: MapNode | undefined }[];
  readonly content: readonly MediaType[];
}

export interface MediaType {
  readonly home: Home;
  /** `application/json`, lower case, without parameters. */
  readonly type: string;
  readonly isJson: boolean;
  /** What names it: the media type's key; the schema's holder in 2.0. */
  readonly at: Located;
  readonly node: MapNode;
  /** `schema`, or 3.2's `itemSchema` as the items of a stream. */
  readonly schema: Schema | undefined;
  readonly itemSchema: Schema | undefined;
  /** True where something stands under `schema` or `itemSchema`, whatever it is. */
  readonly hasSchema: boolean;
}

/**
 * A schema with its references followed and its `allOf` merged. Views of one node are one object; loops are harmless,
 * since members are read when asked for.
 */
export interface Schema extends Located {
  readonly home: Home;
  /** Where its keywords are written: behind references. */
  readonly node: MapNode;
  /** The component's name where it was reached through a reference to one. */
  readonly name: string | undefined;
  /** `string`, `object`; several in 3.1. Without `null`. Those of `allOf` count; an untyped one with `properties` is an object. */
  readonly types: readonly string[];
  readonly nullable: boolean;
  /** True where something it is made of cannot be known: a missing target, a template, a dialect of its own. */
  readonly isUnknown: boolean;
  /** True where `oneOf`, `anyOf`, `if` or `not` take part: what it allows is not only what its own keywords say. */
  readonly isConditional: boolean;
  /** The schemas of `oneOf` and `anyOf`. */
  readonly branches: readonly Schema[];
  /** The schemas of its own `allOf`, not of theirs; in 3.1 the one that a reference beside other keywords leads to as well. */
  readonly bases: readonly Schema[];
  readonly properties: readonly Property[];
  property(name: string): Property | undefined;
  readonly required: ReadonlySet<string>;
  readonly items: Schema | undefined;
  /** `false`, a schema, `true` or undefined (not written); `unevaluatedProperties: false` counts as false. */
  readonly additional: boolean | Schema | undefined;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  /** The value of a keyword, here or in a part of `allOf`; the nearest one. */
  keyword(name: string): Resolved | undefined;
  /** The number of a keyword (`maxLength`, `maxItems`, `maximum`). */
  number(name: string): number | undefined;
  /** The text of a keyword (`format`, `pattern`, `description`). */
  text(name: string): string | undefined;
  /** Everything that it lists, allOf, items, properties and branches, each once, itself first: for rules over a whole body. */
  walk(): Iterable<Schema>;
}

export interface Property extends Located {
  readonly home: Home;
  readonly entry: Entry;
  readonly name: string;
  /** Undefined where it leads nowhere, or is `true`. */
  readonly schema: Schema | undefined;
  /** Its own or its schema's. */
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
}

/** A schema that has a name: a component, or one that stands in a file of its own. */
export interface NamedSchema extends Located {
  readonly home: Home;
  /** What names it in its file: the component's key, else the schema's first key. */
  readonly at: Located;
  readonly name: string;
  readonly schema: Schema | undefined;
  /** Whether some operation of the description takes it in (request bodies, parameters), references followed. */
  readonly isRequest: boolean;
  /** Whether some operation or webhook answers with it. */
  readonly isResponse: boolean;
}

/** What a description says that it sends: a webhook, a callback, an AsyncAPI message. */
export interface ApiEvent extends Located {
  readonly home: Home;
  readonly kind: 'webhook' | 'callback' | 'message';
  readonly name: string;
  /** What names it in its file. */
  readonly at: Located;
  readonly node: MapNode;
  /** Names of headers: header parameters of a webhook; the headers schema's properties of a message, traits merged. */
  readonly headers: readonly EventField[];
  /** The payload's schema. Undefined: none, or of a foreign format. */
  readonly payload: Schema | undefined;
  readonly contentType: string | undefined;
  /** False where a part of it cannot be read (an external Avro schema, a missing target): absence must not be claimed. */
  readonly isKnown: boolean;
  /** AsyncAPI: bindings of the message, its operations and channel, by protocol. */
  readonly bindings: ReadonlyMap<string, readonly MapNode[]>;
  readonly protocols: readonly string[];
  /** AsyncAPI: it answers a request and says which one. */
  readonly isReply: boolean;
  /** AsyncAPI: it asks for an answer, and is used for nothing else. */
  readonly isRequest: boolean;
  readonly hasCorrelationId: boolean;
  /** AsyncAPI: the address of its channel. */
  readonly address: string | undefined;
  /** The operation of a webhook or callback. */
  readonly operation: Operation | undefined;
}

export interface EventField {
  readonly name: string;
  readonly required: boolean;
  /** Where the field is written, and where `required` would be. */
  readonly owner: Schema | undefined;
  readonly at: Located;
  readonly home: Home;
}

/** A `$ref` that leads to another file. */
export interface FileReference {
  /** Of the other file. */
  readonly uri: string;
  /** The JSON pointer in it, decoded; '' for the whole file. */
  readonly pointer: string;
}

/** What other documents may know about an API. */
export interface OpenApiFacts {
  /** Of a part of a description there is nothing to know but what it leads to. */
  readonly isFragment: boolean;
  readonly title: string | undefined;
  readonly audience: 'public' | 'internal';
  readonly basePaths: readonly string[];
  readonly operations: readonly { readonly method: string; readonly path: string }[];
  /** To other files; the reverse edges follow from them. */
  readonly references: readonly FileReference[];
}
