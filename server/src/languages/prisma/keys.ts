import type { Model } from './blocks.ts';
import { type Attribute, type Name, namesIn, type Value } from './nodes.ts';

/** A primary key, a unique constraint or an index, written at a field or in the block. */
export interface Key {
  readonly kind: 'id' | 'unique' | 'index' | 'fulltext';
  readonly attribute: Attribute;
  /** In order. A key at a field has that field's name, where the field says it. */
  readonly columns: readonly Name[];
  /** The columns as written, with what their brackets say: `createdAt(sort: Desc)`. Undefined at a field. */
  readonly items: readonly Value[] | undefined;
  /** `Gin`, `Hash` and the like; undefined: a B-tree. */
  readonly type: string | undefined;
  /** True where `where:` leaves rows out. */
  readonly partial: boolean;
  /** True where it can look up rows by these fields together. */
  covers(fields: readonly string[]): boolean;
}

const BLOCK_KEYS: Readonly<Record<string, Key['kind']>> = {
  id: 'id',
  unique: 'unique',
  index: 'index',
  fulltext: 'fulltext',
};

export function keysOf(model: Model): readonly Key[] {
  const found: Key[] = [];
  for (const member of model.members) {
    if (member.kind === 'field') {
      for (const attribute of member.attributes) {
        const kind = BLOCK_KEYS[attribute.name.text];
        if (kind === 'id' || kind === 'unique') found.push(keyOf(kind, attribute, [member.name]));
      }
    } else if (member.kind === 'attribute') {
      const kind = BLOCK_KEYS[member.name.text];
      if (kind) found.push(keyOf(kind, member, namesIn(member.value('fields', true))));
    }
  }
  return found;
}

function keyOf(kind: Key['kind'], attribute: Attribute, columns: readonly Name[]): Key {
  const partial = attribute.value('where') !== undefined;
  const complete = !partial || leavesOutOnlyNulls(attribute.value('where'), columns);
  const written = attribute.value('type');
  const type = written?.kind === 'name' && written.text !== 'BTree' ? written.text : undefined;
  const looksUp = kind !== 'fulltext' && (type === undefined || type === 'Hash');
  const hash = type === 'Hash';
  const list = attribute.value('fields', true);
  return {
    kind,
    attribute,
    columns,
    items: list?.kind === 'list' ? list.items : undefined,
    type,
    partial,
    covers: fields => {
      if (!looksUp || !complete || fields.length === 0 || columns.length < fields.length) return false;
      if (hash && columns.length > 1) return false;
      return columns.slice(0, fields.length).every(column => fields.includes(column.text));
    },
  };
}

/** `{ userId: { not: null } }` or `raw("\"userId\" IS NOT NULL")`: a lookup by value never misses a row. */
function leavesOutOnlyNulls(where: Value | undefined, columns: readonly Name[]): boolean {
  if (where?.kind === 'object')
    return where.entries.every(({ name, value }) => {
      if (!name || value?.kind !== 'object' || value.entries.length !== 1) return false;
      const test = value.entries[0]!;
      const notNull = test.name?.text === 'not' && test.value?.kind === 'name' && test.value.text === 'null';
      return notNull && columns.some(column => column.text === name.text);
    });
  const sql = where?.kind === 'call' ? where.args[0]?.value : where;
  return sql?.kind === 'string' && columns.length === 1 && /^\s*"?\w+"?\s+is\s+not\s+null\s*$/i.test(sql.text);
}
