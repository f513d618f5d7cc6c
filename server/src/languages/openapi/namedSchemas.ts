import type { Span } from '#text';
import { memoised } from '../memo.ts';
import { asMap, type Entry } from '../yaml/index.ts';
import type { ApiView } from './api.ts';
import type { Home, MediaType, NamedSchema, Operation, Schema } from './model.ts';
import type { PathView } from './operations.ts';
import { schemaView, walkFrom } from './schema.ts';
import type { Scope, World } from './world.ts';

/** The schemas of a description that have a name: components, and what lies in files of its own. */
export function namedSchemas(api: ApiView): readonly NamedSchema[] {
  // A component that only refers to another one is that one, which is listed where it stands.
  const own = api.componentSchemas.filter(({ entry, view }) => !isReference(entry) || !view.schema);
  return [...own.map(one => one.view), ...elsewhere(api)];
}

export interface ComponentSchema {
  readonly entry: Entry;
  readonly view: NamedSchema;
}

/** The schemas among the root's components, those that refer to others included. */
export function componentSchemas(api: ApiView): readonly ComponentSchema[] {
  const requests = api.world.reach('requests', api.paths.map(takenIn));
  const responses = api.world.reach('responses', [webhooks(api), ...api.paths.map(givenOut)]);
  return api.section('schemas', 'definitions').map(([entry, scope]) => ({
    entry,
    view: scope.view(entry, makerOf(requests.has(scope.key), responses.has(scope.key))),
  }));
}

/** Keywords beside it make it a schema of its own, where the version reads them. */
function isReference({ value }: Entry): boolean {
  const map = asMap(value);
  return map?.entries.length === 1 && map.entry('$ref') !== undefined;
}

/** The units that what clients send leads to. */
const takenIn = memoised(({ node, home, operations, world }: PathView): readonly string[] => [
  ...keysOf(world, node?.entry('parameters'), home),
  ...operations.flatMap(one =>
    ['requestBody', 'parameters'].flatMap(key => keysOf(world, one.node.entry(key), one.home)),
  ),
]);

/** The units that what is answered and called back with leads to. */
const givenOut = memoised(({ operations, world }: PathView): readonly string[] =>
  operations.flatMap(one => ['responses', 'callbacks'].flatMap(key => keysOf(world, one.node.entry(key), one.home))),
);

/** What webhooks send is given out as well; their answers are not worth telling apart. */
function webhooks({ root, world }: ApiView): readonly string[] {
  return ['webhooks', 'x-webhooks'].flatMap(key => keysOf(world, root.root?.entry(key), root));
}

function keysOf(world: World, entry: Entry | undefined, { uri }: Home): readonly string[] {
  return entry ? world.keysIn(entry, uri) : [];
}

type Maker = (entry: Entry, scope: Scope) => NamedSchema;

/** Whether it is taken in or given out is part of what a view says: with other uses it is another view. */
function makerOf(isRequest: boolean, isResponse: boolean): Maker {
  return MAKERS[(isRequest ? 1 : 0) + (isResponse ? 2 : 0)]!;
}

const MAKERS: readonly Maker[] = [
  (entry, scope) => named(entry, scope, false, false),
  (entry, scope) => named(entry, scope, true, false),
  (entry, scope) => named(entry, scope, false, true),
  (entry, scope) => named(entry, scope, true, true),
];

function named(entry: Entry, scope: Scope, isRequest: boolean, isResponse: boolean): NamedSchema {
  return {
    home: scope.home,
    at: entry.key,
    name: entry.key.text,
    get schema(): Schema | undefined {
      return schemaView(entry.value, scope);
    },
    isRequest,
    isResponse,
    get span(): Span {
      return entry.span;
    },
  };
}

function elsewhere(api: ApiView): readonly NamedSchema[] {
  if (!api.world.hasOtherFiles) return [];
  const isElsewhere = (one: Schema): boolean => one.name !== undefined && one.home.uri !== api.root.uri;
  const requests = new Set(walkFrom(api.operations.flatMap(sentTo)));
  const sent = api.events.flatMap(({ operation }) =>
    operation ? [...sentTo(operation), ...answersOf(operation)] : [],
  );
  const responses = new Set(walkFrom([...api.operations.flatMap(answersOf), ...sent]));
  const found = new Set([...requests, ...responses].filter(isElsewhere));
  for (const { entry, view } of api.componentSchemas) {
    const { schema } = view;
    if (!isReference(entry) || !schema || schema.home.uri === api.root.uri) continue;
    found.add(schema);
    if (view.isRequest) requests.add(schema);
    if (view.isResponse) responses.add(schema);
  }
  return [...found].map(one => viewElsewhere(one)[requests.has(one) ? 1 : 0][responses.has(one) ? 1 : 0]);
}

function sentTo({ requestBody, parameters }: Operation): readonly Schema[] {
  return [...schemasOf(requestBody?.content ?? []), ...parameters.flatMap(one => one.schema ?? [])];
}

function answersOf({ responses }: Operation): readonly Schema[] {
  return responses.flatMap(one => schemasOf(one.content));
}

function schemasOf(content: readonly MediaType[]): readonly Schema[] {
  return content.flatMap(one => [one.schema ?? [], one.itemSchema ?? []].flat());
}

/** By its uses, so that a view is the same object while they are. */
const viewElsewhere = memoised((schema: Schema) => {
  const make = (isRequest: boolean, isResponse: boolean): NamedSchema => ({
    home: schema.home,
    at: schema.node.entries[0]?.key ?? schema,
    name: schema.name ?? '',
    schema,
    isRequest,
    isResponse,
    get span(): Span {
      return schema.span;
    },
  });
  return [
    [make(false, false), make(false, true)],
    [make(true, false), make(true, true)],
  ] as const;
});
