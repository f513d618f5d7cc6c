import type { Companions, Hints } from '../../contract.ts';
import type { SqlFacts } from '../facts.ts';
import { companionNames, readCompanion } from './read.ts';

export type { FlywaySettings, RunsFolders, SqlCompanion } from './model.ts';
export { type Project, projectOf } from './project.ts';

/** What says which tool runs the migrations, in which order, in which transactions and in which dialect. */
export const sqlCompanions: Companions<SqlFacts> = {
  names: companionNames,
  facts: source => {
    const companion = readCompanion(source);
    return companion && { role: 'companion', dialect: undefined, tool: undefined, up: [], down: [], companion };
  },
  hints: ({ companion }): ReadonlyMap<string, Hints> => new Map(Object.entries(companion?.dialects ?? {})),
};
