import type { Located, Span } from '#text';
import { asMap, itemsOf, type MapNode, type Node, textAt } from '../yaml/index.ts';
import type { Home, MediaType, Parameter, RequestBody, Schema } from './model.ts';
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
    content: isForm ? [] : sameForEach(named.length > 0 ? named : [usual], body.node, body.name, scope),
    get span(): Span {
      return body.span;
    },
  };
}

/** What stands under `content`. */
export function mediaTypesOf(holder: MapNode, scope: Scope): readonly MediaType[] {
  return (asMap(holder.get('content'))?.entries ?? []).flatMap(entry => {
    const target = scope.resolve(entry.value);
    const node = asMap(target?.node);
    return node ? [mediaType(entry.key.text, entry.key, node, target!.scope)] : [];
  });
}

/** 2.0 has one schema for all media types. */
export function sameForEach(types: readonly string[], node: MapNode, at: Located, scope: Scope): readonly MediaType[] {
  return types.map(type => mediaType(type, at, node, scope));
}

function mediaType(written: string, at: Located, node: MapNode, scope: Scope): MediaType {
  const type = written.replace(/;.*$/, '').trim().toLowerCase();
  return {
    home: scope.home as Home,
    type,
    isJson: /^(?:application|text)\/(?:[\w.+-]+\+)?json$/.test(type),
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

function has(node: Node | undefined): boolean {
  return node !== undefined;
}
