import type { Span } from '#text';
import { memoised } from '../memo.ts';
import type { Entry } from '../yaml/index.ts';
import type { ApiView } from './api.ts';
import type { Home, NamedSchema, Operation, Schema } from './model.ts';
import { schemaView } from './schema.ts';
import type { Scope } from './world.ts';

/** The schemas of a description that have a name: components, and what lies in files of its own. */
export function namedSchemas(api: ApiView): readonly NamedSchema[] {
  const requests = api.world.reach('requests', takenIn(api.operations));
  const responses = api.world.reach('responses', givenOut(api.operations));
  const section = api.version === '2.0' ? ['definitions'] : ['components', 'schemas'];
  const components = api.section('schemas', 'definitions').map(([entry, scope]) => {
    const key = api.world.unitKey(api.root.uri, [...section, entry.key.text]);
    return scope.view(entry, makerOf(requests.has(key), responses.has(key)));
  });
  return [...components, ...elsewhere(api)];
}

function* takenIn(operations: readonly Operation[]): Iterable<readonly [Entry, Home]> {
  for (const { node, path, home } of operations) {
    const own = [node.entry('requestBody'), node.entry('parameters')];
    for (const entry of own) if (entry) yield [entry, home];
    const shared = path.node?.entry('parameters');
    if (shared) yield [shared, path.home];
  }
}

function* givenOut(operations: readonly Operation[]): Iterable<readonly [Entry, Home]> {
  for (const { responsesEntry, node, home } of operations) {
    if (responsesEntry) yield [responsesEntry, home];
    const callbacks = node.entry('callbacks');
    if (callbacks) yield [callbacks, home];
  }
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

interface Used {
  readonly request: ReadonlySet<Schema>;
  readonly response: ReadonlySet<Schema>;
}

/** Schemas in files besides the root that an operation comes to by a reference. */
const schemasElsewhere = memoised((operation: Operation): Used => {
  const collect = (roots: readonly (Schema | undefined)[]): ReadonlySet<Schema> => {
    const found = new Set<Schema>();
    for (const root of roots) for (const one of root?.walk() ?? []) if (one.name !== undefined) found.add(one);
    return found;
  };
  return {
    request: collect(operation.requestBody?.content.map(one => one.schema) ?? []),
    response: collect(operation.responses.flatMap(one => one.content.map(media => media.schema))),
  };
});

function elsewhere(api: ApiView): readonly NamedSchema[] {
  if (!api.world.hasOtherFiles) return [];
  const uses = new Map<Schema, { isRequest: boolean; isResponse: boolean }>();
  for (const operation of api.operations) {
    const { request, response } = schemasElsewhere(operation);
    for (const [set, word] of [
      [request, 'isRequest'],
      [response, 'isResponse'],
    ] as const)
      for (const schema of set) {
        if (schema.home.uri === api.root.uri) continue;
        const known = uses.get(schema) ?? { isRequest: false, isResponse: false };
        uses.set(schema, { ...known, [word]: true });
      }
  }
  return [...uses].map(
    ([schema, { isRequest, isResponse }]) => viewElsewhere(schema)[isRequest ? 1 : 0][isResponse ? 1 : 0],
  );
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
