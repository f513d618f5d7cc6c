import type { ActionFields } from './alterTable.ts';
import { readDataType } from './dataType.ts';
import type { Reader } from './reader.ts';

/** ALTER TABLE ... ALTER COLUMN, from the column's name on. */
export function readAlterColumn(reader: Reader): ActionFields {
  const name = reader.name();
  if (!name) return { type: 'other' };
  if (reader.keyword('SET', 'NOT', 'NULL')) return { type: 'setNotNull', name };
  if (reader.keyword('DROP', 'NOT', 'NULL')) return { type: 'dropNotNull', name };
  if (reader.keyword('DROP', 'DEFAULT')) return { type: 'dropDefault', name };
  if (reader.keyword('SET', 'DEFAULT')) return { type: 'setDefault', name, value: reader.expressionTo(',') };
  if (reader.keyword('SET', 'DATA', 'TYPE') ?? reader.keyword('TYPE')) {
    const dataType = readDataType(reader);
    reader.skipTo(',', 'USING');
    const using = reader.keyword('USING') ? reader.expressionTo(',') : undefined;
    return { type: 'alterColumnType', name, dataType, using };
  }
  return { type: 'alterColumnOther', name };
}
