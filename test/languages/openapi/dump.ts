import type {
  ApiEvent,
  Home,
  MediaType,
  NamedSchema,
  OpenApiDocument,
  Operation,
  Parameter,
  PathItem,
  Response,
  Schema,
  Security,
  SecurityScheme,
} from '#languages/openapi';
import type { Located } from '#text';

/** Everything that a model says, as plain data: two models with the same dump say the same. */
export function dump(document: OpenApiDocument): unknown {
  const { api } = document;
  return {
    version: document.version,
    isFragment: document.isFragment,
    complete: document.complete,
    generated: document.generated,
    paths: document.paths.map(pathItem),
    operations: document.operations.map(operation),
    parameters: document.parameters.map(parameter),
    schemas: document.schemas.map(named),
    sharedResponses: document.sharedResponses.map(response),
    securitySchemes: document.securitySchemes.map(scheme),
    events: document.events.map(event),
    api: {
      title: api.title,
      audience: api.audience,
      servers: api.servers.map(one => ({ ...one, node: place(one.node), variables: [...one.variables] })),
      serversAreKnown: api.serversAreKnown,
      security: security(api.security),
      paths: api.paths.map(one => one.path),
      operations: api.operations.map(one => [one.home.uri, one.label]),
      parameters: api.parameters.map(one => [one.home.uri, one.name.text]),
      schemas: api.schemas.map(one => [one.home.uri, one.name]),
      byName: api.schemas.map(one => api.schema(one.name)?.home.uri),
    },
  };
}

function place(at: Located): readonly [number, number] {
  return [at.span.start, at.span.end];
}

/** With the text that it points at: a place in the wrong file shows. */
function standing(view: Located & { readonly home: Home; readonly at?: Located }): object {
  const { home } = view;
  const written = (one: Located): string => home.tree.text.slice(one.span.start, one.span.end);
  return { uri: home.uri, span: place(view), at: view.at && [place(view.at), written(view.at)] };
}

export function pathItem(one: PathItem): unknown {
  return {
    ...standing(one),
    path: one.path,
    segments: one.segments,
    isReadable: one.node !== undefined,
    isInfrastructure: one.isInfrastructure,
    isAuthentication: one.isAuthentication,
    operations: one.operations.map(inner => inner.label),
    parameters: one.parameters.map(parameter),
  };
}

export function operation(one: Operation): unknown {
  const body = one.requestBody;
  return {
    ...standing(one),
    path: one.path.path,
    method: one.method,
    label: one.label,
    id: one.operationId,
    isSwagger: one.isSwagger,
    deprecated: one.deprecated,
    internal: one.internal,
    security: security(one.security),
    effectiveSecurity: security(one.effectiveSecurity),
    own: one.ownParameters.map(parameter),
    parameters: one.parameters.map(parameter),
    parametersAreKnown: one.parametersAreKnown,
    requestBody: body && {
      ...standing(body),
      isOwn: body.isOwn,
      required: body.required,
      content: body.content.map(mediaType),
    },
    responses: one.responses.map(response),
    responsesAreKnown: one.responsesAreKnown,
    successes: one.successes.map(inner => inner.code),
    answers: [200, 404, 429, 500].map(status => one.answers(status)),
    callbacks: one.callbacks.map(event),
  };
}

function security(one: Security | undefined): unknown {
  return (
    one && {
      at: place(one.entry),
      schemes: one.schemes,
      isOptional: one.isOptional,
      alternatives: one.alternatives.map(({ requirements }) =>
        requirements.map(inner => [place(inner.entry), inner.scheme, inner.scopes]),
      ),
    }
  );
}

function scheme(one: SecurityScheme): unknown {
  const { name, type, in: where, flows } = one;
  return {
    ...standing(one),
    name,
    type,
    scheme: one.scheme,
    where,
    flows: flows.map(flow => [flow.name, place(flow.at), flow.scopes, flow.refreshUrl]),
  };
}

export function parameter(one: Parameter): unknown {
  return {
    ...standing(one),
    name: one.name.text,
    in: one.in,
    required: one.required,
    ownsSchema: one.ownsSchema,
    operation: one.operation?.label,
    schema: schema(one.schema),
  };
}

export function response(one: Response): unknown {
  return {
    ...standing(one),
    code: one.code,
    isOwn: one.isOwn,
    headers: one.headers.map(header => [header.name, header.node && place(header.node)]),
    content: one.content.map(mediaType),
  };
}

function mediaType(one: MediaType): unknown {
  return {
    ...standing({ ...one, span: one.node.span }),
    type: one.type,
    isJson: one.isJson,
    hasSchema: one.hasSchema,
    schema: schema(one.schema),
    itemSchema: schema(one.itemSchema),
  };
}

export function named(one: NamedSchema): unknown {
  return {
    ...standing(one),
    name: one.name,
    isRequest: one.isRequest,
    isResponse: one.isResponse,
    schema: schema(one.schema),
  };
}

export function event(one: ApiEvent): unknown {
  return {
    ...standing(one),
    kind: one.kind,
    name: one.name,
    headers: one.headers.map(field => [field.name, field.required, place(field.at), field.home.uri]),
    payload: schema(one.payload),
    contentType: one.contentType,
    isKnown: one.isKnown,
    bindings: [...one.bindings].map(([protocol, nodes]) => [protocol, nodes.map(place)]),
    protocols: one.protocols,
    isReply: one.isReply,
    isRequest: one.isRequest,
    hasCorrelationId: one.hasCorrelationId,
    address: one.address,
    operation: one.operation?.label,
  };
}

/** Deep enough to see through references of references. */
const DEEPEST = 3;

export function schema(one: Schema | undefined, depth = 0): unknown {
  if (!one || depth > DEEPEST) return one && place(one.node);
  const inner = (other: Schema | undefined): unknown => schema(other, depth + 1);
  const { additional } = one;
  return {
    ...standing(one),
    name: one.name,
    types: one.types,
    nullable: one.nullable,
    isUnknown: one.isUnknown,
    isConditional: one.isConditional,
    required: [...one.required],
    readOnly: one.readOnly,
    writeOnly: one.writeOnly,
    maxLength: one.number('maxLength'),
    format: one.text('format'),
    properties: one.properties.map(property => [
      property.name,
      property.home.uri,
      place(property),
      property.readOnly,
      property.writeOnly,
      inner(property.schema),
    ]),
    items: inner(one.items),
    additional: typeof additional === 'object' ? inner(additional) : additional,
    branches: one.branches.map(inner),
    bases: one.bases.map(inner),
    walked: [...one.walk()].length,
  };
}
