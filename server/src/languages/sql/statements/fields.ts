import type { Statement, StatementBase } from '../model.ts';

/** What a reader of one kind of statement finds out; the rest is the same for all. */
export type Fields<S extends Statement> = S extends Statement ? Omit<S, keyof StatementBase> : never;
