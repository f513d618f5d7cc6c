import type { Span } from '#text';
import type { Document } from '../contract.ts';
import type { Entry, MapNode, Node, ScalarNode, Tree } from '../yaml/index.ts';

export type OpenApiVersion = '2.0' | '3.0' | '3.1' | '3.2' | 'asyncapi-2' | 'asyncapi-3';

/** An OpenAPI or AsyncAPI document. Members are views over the tree's nodes; each keeps its identity with its text. */
export interface OpenApiDocument extends Document {
  readonly kind: 'openapi';
  readonly tree: Tree;
  readonly root: MapNode | undefined;
  /** Undefined where the version field is unreadable or of a version that is not known. */
  readonly version: OpenApiVersion | undefined;
  /** False while parts that the specification demands are missing (`info`, `paths`): absence must not be claimed. */
  readonly complete: boolean;
  /** Written by a generator: what is wrong belongs into its input. */
  readonly generated: boolean;
  readonly audience: 'public' | 'internal';
  readonly servers: readonly Server[];
  /** The entry of `paths` itself. */
  readonly pathsEntry: Entry | undefined;
  readonly paths: readonly PathItem[];
  /** Operations of all paths, in source order; webhooks and callbacks are not among them. */
  readonly operations: readonly Operation[];
  /** The document's own `security`; undefined where it has none. */
  readonly security: Security | undefined;
  /** Names of the security schemes that it defines, with what they are. */
  readonly securitySchemes: readonly { readonly name: string; readonly type: string | undefined }[];
  /** Every parameter where it is written: in operations, path items and shared ones; references are not among them. */
  readonly parameters: readonly Parameter[];
  /** Follows a `$ref` within this document; the node itself where it is none; undefined where it leads out of it. */
  resolveRef(node: Node | undefined): Node | undefined;
}

export interface Server {
  /** The url (3.x, AsyncAPI) or `basePath` (2.0) value. */
  readonly node: ScalarNode;
  /** The url with variables replaced by their defaults. For 2.0: scheme, host and basePath put together. */
  readonly url: string;
  /** The host's name; undefined for a relative url. */
  readonly host: string | undefined;
  /** The path part, `/` at least. */
  readonly path: string;
}

export interface PathItem {
  readonly span: Span;
  readonly entry: Entry;
  /** The template: `/users/{id}`. */
  readonly path: string;
  /** Undefined where it is a reference or no mapping. */
  readonly node: MapNode | undefined;
  readonly operations: readonly Operation[];
  /** A health, metrics or documentation path (O3): no business of the API's clients. */
  readonly isInfrastructure: boolean;
  /** A path that hands out or receives credentials: login, token, webhooks (O3). */
  readonly isAuthentication: boolean;
}

export interface Operation {
  readonly span: Span;
  readonly entry: Entry;
  readonly node: MapNode;
  /** Lower case: `get`, `post`, an additional operation's own name. */
  readonly method: string;
  readonly path: PathItem;
  readonly deprecated: boolean;
  readonly internal: boolean;
  /** Its own `security`; undefined where it has none and inherits the document's. */
  readonly security: Security | undefined;
}

export interface Security {
  readonly entry: Entry;
  /** Names of the schemes in all alternatives. Empty for `security: []`, which says on purpose that none is needed. */
  readonly schemes: readonly string[];
}

export interface Parameter {
  readonly span: Span;
  readonly node: MapNode;
  /** The value of `name`. */
  readonly name: ScalarNode;
  /** `query`, `header`, `path`, `cookie`, `body`, `formData`. */
  readonly in: string;
  /** The object that bounds the value: the schema (references followed), or the parameter itself in 2.0. Undefined: unknown. */
  readonly schema: MapNode | undefined;
  /** True where the schema is written in the parameter itself, so that an edit of it changes nothing else. */
  readonly ownsSchema: boolean;
  /** The operation that it is written in; undefined for shared ones. */
  readonly operation: Operation | undefined;
}

/** What other documents may know about an API. */
export interface OpenApiFacts {
  readonly title: string | undefined;
  readonly audience: 'public' | 'internal';
  readonly basePaths: readonly string[];
  readonly operations: readonly { readonly method: string; readonly path: string }[];
}
