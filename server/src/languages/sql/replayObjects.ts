import { current, type Replaying, update } from './replay.ts';
import { dropTable, moveTable } from './replayTables.ts';
import type { ChangeOf, ObjectName, SchemaChange } from './schemaFacts.ts';
import type { TriggerState, TypeState } from './schemaState.ts';
import { addName, homeOf, nameOf, pick, putObject, removeObject, type SchemaStore, userKey } from './store.ts';
import { typeNamed } from './typeNames.ts';

/** Replays what happens to types, routines, sequences, triggers, policies and whole schemas; false for any other change. */
export function changeObjects(replaying: Replaying, change: SchemaChange): boolean {
  const { store } = replaying;
  switch (change.type) {
    case 'createEnum':
    case 'createDomain':
    case 'createComposite':
    case 'addEnumValue':
    case 'renameEnumValue':
    case 'renameType':
    case 'dropType':
      changeTypes(replaying, change);
      return true;
    case 'createRoutine': {
      const { kind, language, securityDefiner } = change;
      putObject(store.routines, {
        ...homeOf(change.name),
        kind,
        language,
        securityDefiner,
        made: replaying.made(change),
      });
      return true;
    }
    case 'dropRoutine':
    case 'renameRoutine': {
      const routine = pick(store.routines.get(change.name.name), change.name);
      if (change.type === 'dropRoutine' && change.cascade) dropTriggersOf(store, routine ?? change.name);
      if (!routine) return true;
      removeObject(store.routines, routine);
      if (change.type === 'renameRoutine') putObject(store.routines, { ...routine, name: change.to });
      return true;
    }
    case 'createSequence': {
      const before = pick(store.sequences.get(change.name.name), change.name);
      const made = before?.made ?? replaying.made(change);
      putObject(store.sequences, {
        ...(before ?? homeOf(change.name)),
        ownedBy: change.ownedBy ?? before?.ownedBy,
        made,
      });
      return true;
    }
    case 'dropSequence': {
      const sequence = pick(store.sequences.get(change.name.name), change.name);
      if (sequence) removeObject(store.sequences, sequence);
      return true;
    }
    case 'createTrigger':
    case 'createPolicy':
    case 'dropTrigger':
    case 'dropPolicy':
      changeAttached(replaying, change);
      return true;
    case 'dropSchema':
    case 'renameSchema':
      changeSchema(replaying, change);
      return true;
    default:
      return false;
  }
}

function changeTypes(
  replaying: Replaying,
  change: ChangeOf<
    'createEnum' | 'createDomain' | 'createComposite' | 'addEnumValue' | 'renameEnumValue' | 'renameType' | 'dropType'
  >,
): void {
  const { store } = replaying;
  const before = pick(store.types.get(change.name.name), change.name);
  const base = { ...homeOf(change.name), values: undefined, base: undefined, made: replaying.made(change) };
  switch (change.type) {
    case 'createEnum':
      if (!before || !change.ifNotExists) putObject(store.types, { ...base, kind: 'enum', values: change.values });
      return;
    case 'createDomain':
      putObject(store.types, { ...base, kind: 'domain', base: change.base });
      return;
    case 'createComposite':
      putObject(store.types, { ...base, kind: 'composite' });
      return;
    case 'addEnumValue': {
      const known = before ?? { ...base, kind: 'enum' as const };
      const values = known.values ?? [];
      if (!values.includes(change.value)) putObject(store.types, { ...known, values: [...values, change.value] });
      return;
    }
    case 'renameEnumValue': {
      const values = before?.values?.map(one => (one === change.value ? change.to : one));
      if (before) putObject(store.types, { ...before, values });
      return;
    }
    case 'renameType':
      renameType(store, before ?? change.name, before, change.to);
      return;
    case 'dropType':
      if (before) removeObject(store.types, before);
      if (change.cascade) changeColumnsOf(store, change.name, () => undefined);
  }
}

/** The columns of a type follow it to its new name. */
function renameType(store: SchemaStore, from: ObjectName, type: TypeState | undefined, to: string): void {
  if (type) {
    removeObject(store.types, type);
    putObject(store.types, { ...type, name: to });
  }
  changeColumnsOf(store, from, written => written.slice(0, written.length - from.name.length) + to);
  const users = store.users.get(userKey('type', from.name)) ?? [];
  if (users.length === 0) return;
  store.users.set(userKey('type', from.name), []);
  store.users.set(userKey('type', to), [...(store.users.get(userKey('type', to)) ?? []), ...users]);
}

/** Gives the columns of a type another one; undefined: takes them away. */
function changeColumnsOf(store: SchemaStore, type: ObjectName, change: (written: string) => string | undefined): void {
  for (const name of store.users.get(userKey('type', type.name)) ?? []) {
    const table = pick(store.tables.get(name.name), name);
    if (!table) continue;
    const columns = table.columns.flatMap(one => {
      const named = typeNamed(one.type);
      const isIt = named?.name === type.name && (!named.schema || named.schema === (type.schema ?? 'public'));
      if (!isIt || one.type === undefined) return [one];
      const to = change(one.type);
      return to === undefined ? [] : [{ ...one, type: to }];
    });
    putObject(store.tables, { ...table, columns });
  }
}

function changeAttached(
  replaying: Replaying,
  change: ChangeOf<'createTrigger' | 'createPolicy' | 'dropTrigger' | 'dropPolicy'>,
): void {
  const { store } = replaying;
  const { triggers, policies } = current(store, change.table);
  const others = <T extends { readonly name: string }>(all: readonly T[]): readonly T[] =>
    all.filter(one => one.name !== change.name);
  switch (change.type) {
    case 'createTrigger': {
      const { name, routine } = change;
      const trigger = { name, routine, made: replaying.made(change) };
      update(store, change.table, { triggers: [...others(triggers), trigger] });
      if (routine) addName(store.users, userKey('routine', routine.name), current(store, change.table));
      return;
    }
    case 'createPolicy': {
      const policy = { name: change.name, made: replaying.made(change) };
      update(store, change.table, { policies: [...others(policies), policy] });
      return;
    }
    case 'dropTrigger':
      update(store, change.table, { triggers: others(triggers) });
      return;
    case 'dropPolicy':
      update(store, change.table, { policies: others(policies) });
  }
}

/** CASCADE: the triggers that call a function go with it. */
function dropTriggersOf(store: SchemaStore, { schema, name }: ObjectName): void {
  for (const user of store.users.get(userKey('routine', name)) ?? []) {
    const table = pick(store.tables.get(user.name), user);
    const calls = ({ routine }: TriggerState): boolean =>
      routine?.name === name && (routine.schema === undefined || routine.schema === (schema ?? 'public'));
    if (table?.triggers.some(calls))
      putObject(store.tables, { ...table, triggers: table.triggers.filter(one => !calls(one)) });
  }
}

function changeSchema(replaying: Replaying, change: ChangeOf<'dropSchema' | 'renameSchema'>): void {
  const { store } = replaying;
  const isIn = ({ schema }: ObjectName): boolean => schema === change.schema;
  const to = (name: string): ObjectName => ({ schema: change.type === 'renameSchema' ? change.to : undefined, name });
  for (const key of [...store.tables.keys()])
    for (const table of store.tables.get(key)?.filter(isIn) ?? []) {
      if (change.type === 'renameSchema') moveTable(store, table, to(table.name));
      else dropTable(store, table);
    }
  for (const kind of ['types', 'routines', 'sequences'] as const) {
    const list = store[kind] as SchemaStore['types'];
    for (const key of [...list.keys()])
      for (const one of list.get(key)?.filter(isIn) ?? []) {
        if (kind === 'routines' && change.type === 'dropSchema') dropTriggersOf(store, one);
        removeObject(list, one);
        if (change.type === 'renameSchema') putObject(list, { ...one, ...nameOf(to(one.name)) });
      }
  }
}
