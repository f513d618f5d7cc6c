import type { ObjectName, SchemaChange } from './changes.ts';
import type { SqlFacts } from './facts.ts';
import { memoised } from './memo.ts';
import type { Made } from './schemaState.ts';

/** A change by a statement that runs later. */
export interface LaterChange {
  readonly change: SchemaChange;
  readonly made: Made;
}

/** The changes of a file by the bare name of the tables that they are about. */
export const changesAbout: (facts: SqlFacts) => ReadonlyMap<string, readonly LaterChange[]> = memoised(
  ({ up, origin }) => {
    const found = new Map<string, LaterChange[]>();
    up.forEach((change, index) => {
      const base = origin?.bases[index] ?? 0;
      const span = { start: base + change.at.start, end: base + change.at.end };
      const later: LaterChange = { change, made: { uri: origin?.uri ?? '', span, statement: undefined } };
      for (const { name } of tablesIn(change)) {
        const known = found.get(name);
        if (known) known.push(later);
        else found.set(name, [later]);
      }
    });
    return found;
  },
);

/** Whether a change is about a table of that name. */
export function isAbout(change: SchemaChange, name: string): boolean {
  return tablesIn(change).some(one => one.name === name);
}

/** The tables that a change is about: those that it makes, changes, renames or puts into one another. */
function tablesIn(change: SchemaChange): readonly ObjectName[] {
  const tables = 'table' in change && change.table ? [change.table] : [];
  switch (change.type) {
    case 'renameTable':
      return [...tables, change.to];
    case 'attachPartition':
    case 'detachPartition':
      return [...tables, change.partition];
    case 'createTable':
      return change.partitionOf ? [...tables, change.partitionOf] : tables;
    default:
      return tables;
  }
}
