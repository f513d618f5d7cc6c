/** Descriptions with a little of everything that leads somewhere. */
export const OPENAPI = `# comment
openapi: 3.1.0
info: { title: Shop, version: '1' }
servers:
  - url: https://{region}.example.com/v1
    variables: { region: { default: eu } }
security: &default
  - key: []
paths:
  /orders/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string, maxLength: 9 } }
      - $ref: '#/components/parameters/Trace'
    get:
      operationId: getOrder
      parameters:
        - $ref: '#/components/parameters/Limit'
      responses:
        '200':
          description: ok
          headers: { X-Total: { $ref: '#/components/headers/Total' } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
        4XX: { $ref: '#/components/responses/Problem' }
    post:
      security: *default
      requestBody: { $ref: '#/components/requestBodies/Order' }
      responses: { default: { $ref: '#/components/responses/Problem' } }
      callbacks:
        changed:
          '{$request.body#/url}':
            post:
              requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
              responses: { '204': { description: taken } }
  /shared:
    $ref: '#/components/pathItems/Shared'
  /health:
    get: { security: [], responses: { '200': { description: ok } } }
webhooks:
  placed:
    post:
      parameters: [{ name: event-id, in: header, required: true, schema: { type: string } }]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses: { '200': { description: ok } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: x-key }
    login:
      type: oauth2
      flows: { authorizationCode: { authorizationUrl: 'https://a/b', tokenUrl: 'https://a/c', scopes: { read: Reads } } }
  parameters:
    Trace: { name: trace, in: header, schema: { type: string } }
    Limit: { name: limit, in: query, schema: { $ref: '#/components/schemas/Count' } }
  headers:
    Total: { schema: { type: integer } }
  requestBodies:
    Order: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
  responses:
    Problem:
      description: no
      content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } }
  pathItems:
    Shared:
      query:
        responses: { '200': { $ref: '#/components/responses/Problem' } }
      additionalOperations:
        COPY: { responses: { '200': { description: copied } } }
  schemas:
    Base: &base
      type: object
      required: [id]
      properties: { id: { type: string, readOnly: true } }
    Order:
      allOf:
        - $ref: '#/components/schemas/Base'
        - properties:
            parent: { $ref: '#/components/schemas/Order' }
            lines: { type: array, items: { $ref: '#/components/schemas/Line' } }
            note: { type: [string, 'null'], maxLength: 20 }
    Line:
      oneOf: [{ $ref: '#/components/schemas/Base' }, { type: string, format: uuid }]
      discriminator: { propertyName: kind, mapping: { a: '#/components/schemas/Unused' } }
    Count: { type: integer, maximum: 100 }
    Problem:
      properties: { title: { type: string }, again: { <<: *base, nullable: true } }
      additionalProperties: { $ref: '#/components/schemas/Count' }
    Alias: { $ref: '#/components/schemas/Count' }
    Unused: { $ref: '#/components/schemas/Missing' }
`;

export const SWAGGER = `swagger: '2.0'
info: { title: Shop, version: '1' }
host: api.example.com
basePath: /v1
schemes: [https]
consumes: [application/json]
produces: [application/json]
securityDefinitions:
  login: { type: oauth2, flow: accessCode, authorizationUrl: 'https://a/b', tokenUrl: 'https://a/c', scopes: { read: r } }
security: [{ login: [read] }]
parameters:
  Limit: { name: limit, in: query, type: integer, maximum: 100 }
  Body: { name: body, in: body, required: true, schema: { type: object, properties: { a: { type: string } } } }
responses:
  Problem: { description: no, schema: { $ref: '#/definitions/Problem' } }
paths:
  /orders:
    get:
      parameters: [{ $ref: '#/parameters/Limit' }]
      responses:
        200: { description: ok, schema: { type: array, items: { $ref: '#/definitions/Order' } } }
        default: { $ref: '#/responses/Problem' }
    post:
      consumes: [application/xml, application/json]
      parameters: [{ name: order, in: body, schema: { $ref: '#/definitions/Order' } }]
      responses: { 201: { description: ok } }
    put:
      parameters: [{ $ref: '#/parameters/Body' }]
      responses: { 201: { description: ok } }
    patch:
      parameters: [{ name: file, in: formData, type: file }, { name: note, in: formData, type: string }]
      responses: { 204: { description: ok } }
definitions:
  Order: { properties: { id: { type: string }, error: { $ref: '#/definitions/Problem' } } }
  Problem: { type: object, properties: { title: { type: string } } }
`;

export const ASYNCAPI_2 = `asyncapi: 2.6.0
info: { title: Events, version: '1' }
defaultContentType: application/json
servers:
  broker: { url: 'broker.example.com:9092', protocol: kafka }
channels:
  orders/placed:
    bindings: { $ref: '#/components/channelBindings/Orders' }
    subscribe:
      bindings: { kafka: { groupId: { type: string } } }
      message:
        oneOf:
          - $ref: '#/components/messages/Placed'
          - { name: Inline, payload: { type: string } }
  orders/paid:
    publish:
      message: { $ref: '#/components/messages/Paid' }
components:
  channelBindings:
    Orders: { kafka: { partitions: 3 } }
  messageTraits:
    Envelope: { headers: { required: [event-id], properties: { event-id: { type: string } } } }
  messages:
    Placed:
      traits: [{ $ref: '#/components/messageTraits/Envelope' }]
      payload: { $ref: '#/components/schemas/Order' }
    Paid: { schemaFormat: application/vnd.apache.avro;version=1.9.0, payload: { type: record } }
  schemas:
    Order: { type: object, properties: { id: { type: string } } }
`;

export const ASYNCAPI_3 = `asyncapi: 3.0.0
info: { title: Events, version: '1' }
servers:
  broker: { host: 'broker.example.com:9092', pathname: /x, protocol: amqp }
channels:
  orders:
    address: orders.placed
    messages:
      placed: { $ref: '#/components/messages/Placed' }
      reply: { correlationId: { location: $message.header#/id }, payload: { type: string } }
operations:
  send:
    action: send
    channel: { $ref: '#/channels/orders' }
    messages: [{ $ref: '#/channels/orders/messages/placed' }]
    reply:
      channel: { $ref: '#/channels/orders' }
      messages: [{ $ref: '#/channels/orders/messages/reply' }]
components:
  messages:
    Placed: { payload: { schemaFormat: application/schema+json, schema: { $ref: '#/components/schemas/Order' } } }
  schemas:
    Order: { type: object, properties: { id: { type: string } } }
`;
