import type { Located, Span } from '#text';
import { asMap, itemsOf, type MapNode, type Node, textAt } from '../yaml/index.ts';
import type { MediaType, Parameter, RequestBody, Schema } from './model.ts';
import { schemaView } from './schema.ts';
import type { Scope } from './world.ts';

/** The body of a request: `requestBody`, or 2.0's `body` and `formData` parameters. */
export function requestBodyOf(operation: MapNode, scope: Scope, bodies: readonly Parameter[]): RequestBody | undefined {
  const entry = operation.entry('requestBody');
  if (entry) {
    const target = scope.resolve(entry.value);
    const node = asMap(target?.node);
    if (!node) return undefined;
    return {
      home: target!.scope.home,
      at: target!.isReference ? (node.entries[0]?.key ?? node) : entry.key,
      node,
      isOwn: !target!.isReference,
      required: textAt(node, 'required') === 'true',
      content: mediaTypesOf(node, target!.scope),
      get span(): Span {
        return target!.isReference ? node.span : entry.span;
      },
    };
  }
  const body = bodies.find(one => one.in === 'body') ?? bodies[0];
  return body && swaggerBody(operation, scope, body);
}

function swaggerBody(operation: MapNode, scope: Scope, body: Parameter): RequestBody {
  const types = itemsOf(operation.get('consumes') ?? scope.world.rootNode?.get('consumes'));
  const isForm = body.in === 'formData';
  const usual = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
  const named = types.map(one => textAt(one) ?? '').filter(one => one !== '');
  return {
    home: body.home,
    at: body.name,
    node: body.node,
    isOwn: body.operation !== undefined,
    required: body.required,
    // A form's fields are parameters: there is no schema of the whole.
    content: isForm ? [] : (named.length > 0 ? named : [usual]).map(type => bodyContent(type, body)),
    get span(): Span {
      return body.span;
    },
  };
}

/** 2.0 has one schema for all media types; it is the parameter's, wherever that is written. */
function bodyContent(written: string, body: Parameter): MediaType {
  const type = plainType(written);
  return {
    home: body.home,
    type,
    isJson: isJson(type),
    at: body.name,
    node: body.node,
    hasSchema: has(body.node.get('schema')),
    get schema(): Schema | undefined {
      return body.schema;
    },
    itemSchema: undefined,
  };
}

/** What stands under `content`. */
export function mediaTypesOf(holder: MapNode, scope: Scope): readonly MediaType[] {
  return (asMap(holder.get('content'))?.entries ?? []).flatMap(entry => {
    const target = scope.resolve(entry.value);
    const node = asMap(target?.node);
    const key = target?.isReference ? (node?.entries[0]?.key ?? target.node) : entry.key;
    return node ? [mediaType(entry.key.text, key, node, target!.scope)] : [];
  });
}

/** 2.0 has one schema for all media types. */
export function sameForEach(types: readonly string[], node: MapNode, at: Located, scope: Scope): readonly MediaType[] {
  return types.map(type => mediaType(type, at, node, scope));
}

function mediaType(written: string, at: Located, node: MapNode, scope: Scope): MediaType {
  const type = plainType(written);
  return {
    home: scope.home,
    type,
    isJson: isJson(type),
    at,
    node,
    hasSchema: has(node.get('schema')) || has(node.get('itemSchema')),
    get schema(): Schema | undefined {
      return schemaView(node.get('schema'), scope);
    },
    get itemSchema(): Schema | undefined {
      return schemaView(node.get('itemSchema'), scope);
    },
  };
}

function plainType(written: string): string {
  return written.replace(/;.*$/, '').trim().toLowerCase();
}

function isJson(type: string): boolean {
  return /^(?:application|text)\/(?:[\w.+-]+\+)?json$/.test(type);
}

function has(node: Node | undefined): boolean {
  return node !== undefined;
}
