import type { Name, StoredSetting } from '../model.ts';
import type { Fields } from './fields.ts';
import type { Reader } from './reader.ts';

/** From behind ALTER SYSTEM. */
export function readSystemSetting(reader: Reader): Fields<StoredSetting> {
  return readSetting(reader, 'system', undefined);
}

/** From behind ALTER ROLE or DATABASE: undefined, and nothing taken, where it stores no setting. */
export function readStoredSetting(reader: Reader, scope: 'database' | 'role'): Fields<StoredSetting> | undefined {
  const from = reader.at;
  const all = reader.keyword('ALL');
  const target = all ? undefined : reader.name();
  if (reader.keyword('IN', 'DATABASE')) reader.name();
  // ALTER DATABASE ... SET TABLESPACE is none.
  const stores = (reader.word() === 'SET' && reader.word(1) !== 'TABLESPACE') || reader.word() === 'RESET';
  if (stores) return readSetting(reader, scope, target);
  reader.at = from;
  return undefined;
}

function readSetting(reader: Reader, scope: StoredSetting['scope'], target: Name | undefined): Fields<StoredSetting> {
  const sets = reader.word() === 'SET';
  reader.advance();
  const written = reader.qualifiedName();
  const name = written && `${written.schema ? `${written.schema.text}.` : ''}${written.name.text}`.toLowerCase();
  const isAll = !sets && name === 'all';
  reader.keyword('=') ?? reader.keyword('TO');
  return {
    type: 'storedSetting',
    scope,
    target,
    name: isAll ? undefined : name,
    nameAt: isAll ? undefined : written,
    value: sets ? reader.rest() : undefined,
  };
}
