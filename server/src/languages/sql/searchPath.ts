import { looseReader } from './mentions.ts';
import type { SqlDocument, Statement } from './model.ts';
import type { LikeFact, ObjectName, SchemaChange } from './schemaFacts.ts';

export type SearchPath = readonly string[];

/** The search path of each statement that runs under another one than the usual one. `document`: the one that holds them. */
export function searchPathsOf(
  statements: readonly Statement[],
  document: SqlDocument,
): ReadonlyMap<Statement, SearchPath> {
  const found = new Map<Statement, SearchPath>();
  if (!document.statementsOf('set').some(one => one.name === 'search_path')) return found;
  let path: SearchPath | undefined;
  for (const statement of statements) {
    if (statement.type === 'set' && statement.name === 'search_path') path = pathIn(statement);
    else if (path) found.set(statement, path);
  }
  return found;
}

/** Undefined where it begins with `public`, is the default or empty. */
function pathIn({ value, dialect, templated }: Extract<Statement, { type: 'set' }>): SearchPath | undefined {
  if (!value || templated || dialect !== 'postgresql') return undefined;
  const reader = looseReader(value.text, dialect);
  const schemas: string[] = [];
  while (!reader.done) {
    const name = reader.name() ?? reader.label();
    if (name && name.text !== '$user' && name.text !== '') schemas.push(name.text);
    if (!name || reader.word() === ',') reader.advance();
  }
  return schemas.length === 0 || schemas[0] === 'public' || schemas[0] === 'default' ? undefined : schemas;
}

/** A change whose names without a schema are looked up in a search path. */
export function onPath(change: SchemaChange, path: SearchPath | undefined): SchemaChange {
  return path ? (resolved(change, path) as SchemaChange) : change;
}

type Named = Partial<
  Record<'table' | 'name' | 'index' | 'partition' | 'partitionOf' | 'references' | 'routine', unknown>
>;

function resolved(change: object, path: SearchPath): object {
  const fields = { ...change } as Record<string, unknown>;
  for (const key of [
    'table',
    'name',
    'index',
    'partition',
    'partitionOf',
    'references',
    'routine',
  ] satisfies (keyof Named)[])
    if (isName(fields[key])) fields[key] = within(fields[key], path);
  const { constraint, reads, inherits, like } = fields;
  if (isObject(constraint)) fields['constraint'] = resolved(constraint, path);
  if (Array.isArray(reads)) fields['reads'] = (reads as ObjectName[]).map(one => within(one, path));
  if (Array.isArray(inherits)) fields['inherits'] = (inherits as ObjectName[]).map(one => within(one, path));
  if (Array.isArray(like))
    fields['like'] = (like as LikeFact[]).map(one => ({ ...one, table: within(one.table, path) }));
  return fields;
}

function within(name: ObjectName, path: SearchPath): ObjectName {
  return name.schema === undefined ? { ...name, path } : name;
}

/** An index is a name as well, and a fact about one: that has columns. */
function isName(value: unknown): value is ObjectName {
  return isObject(value) && 'name' in value && 'schema' in value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
