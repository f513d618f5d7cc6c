import type { Located } from '#text';
import { objectName } from '../changes.ts';
import type { Migration } from '../migration.ts';
import type { DataType, Name, QualifiedName } from '../model.ts';
import type { ColumnState } from '../schemaState.ts';
import { indexesOn } from './alterLocks.ts';
import { castsOf } from './castsOf.ts';
import { type TypeChange, typeChangeThrough } from './typeChange.ts';

/** An ALTER COLUMN TYPE of a table that was there before the migration, both types known. */
export interface ColumnTypeChange extends Located {
  readonly table: QualifiedName;
  readonly column: Name;
  readonly from: string;
  readonly to: string;
  /** `computed`: USING gives every row another value, so the table is written again whatever the types are. */
  readonly work: TypeChange['work'] | 'computed';
  /** `changes`: what does not fit is rounded or cut without an error; of values that USING computes nothing is known. */
  readonly loss: 'fails' | 'changes' | undefined;
  readonly mayHoldRows: boolean;
}

/** The changes of column types on the way forward, in order. Its span is that of the new type. */
export function columnTypeChanges(migration: Migration): readonly ColumnTypeChange[] {
  const found: ColumnTypeChange[] = [];
  for (const statement of migration.document.alteredBy('alterColumnType')) {
    const { table, actions } = statement;
    if (!table || statement.templated || statement.broken || !migration.isUp(statement)) continue;
    for (const action of actions) {
      if (action.type !== 'alterColumnType' || !action.dataType) continue;
      const state = migration.tableBefore(statement, objectName(table));
      const before = state?.columns.find(one => one.name === action.name.text);
      if (!state || !before || state.madeHere || state.temporary || state.uncertain || state.kind !== 'table') continue;
      const { dataType, name, using } = action;
      const to = typeFact(dataType);
      const casts = using ? castsOf(using.text, name.text) : [];
      const change = typeChangeThrough(before, casts ?? [], to, migration.before(statement));
      if (!change) continue;
      const computed = casts === undefined;
      const idle = change.work === 'indexes' && !indexesOn(state, name.text);
      found.push({
        table,
        column: name,
        from: shown(before),
        to: shown(to),
        work: computed ? 'computed' : idle ? 'none' : change.work,
        loss: computed ? undefined : lossOf(change, using !== undefined, dataType),
        mayHoldRows: state.mayHoldRows,
        get span() {
          return dataType.span;
        },
      });
    }
  }
  return found;
}

/** A cast that is written out cuts texts where the implicit one fails. */
function lossOf({ loss }: TypeChange, explicit: boolean, { name }: DataType): ColumnTypeChange['loss'] {
  if (loss === 'rounds') return 'changes';
  return loss && explicit && /char/.test(name) ? 'changes' : loss;
}

type Typed = Pick<ColumnState, 'type' | 'args' | 'array'>;

function typeFact({ name, args, array }: DataType): Typed {
  return { type: name, args, array };
}

function shown({ type = '', args, array }: Typed): string {
  const name = type.replace(/^(small|big)?serial[248]?$/, (_, size) => (size ? `${size}int` : 'integer'));
  return `${name}${args.length > 0 ? `(${args.join(',')})` : ''}${array ? '[]' : ''}`;
}
