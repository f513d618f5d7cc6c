/** The locks of a table that PostgreSQL knows (manual, 13.3.1), the weakest first. */
export const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

export type LockMode = (typeof lockModes)[number];

/**
 * What a statement does with a table while it holds its lock: nothing that takes time; write or remove rows one by one;
 * read all rows; build an index; write the whole table again with its indexes.
 */
export type LockWork = 'none' | 'rows' | 'scan' | 'build' | 'rewrite';

const works: readonly LockWork[] = ['none', 'rows', 'scan', 'build', 'rewrite'];

/** Whether writers of the table wait; whether readers do as well. */
export function blocks(mode: LockMode): 'nobody' | 'writers' | 'everybody' {
  if (mode === 'ACCESS EXCLUSIVE') return 'everybody';
  return lockModes.indexOf(mode) >= lockModes.indexOf('SHARE') ? 'writers' : 'nobody';
}

export function strongerMode(a: LockMode, b: LockMode): LockMode {
  return lockModes.indexOf(a) >= lockModes.indexOf(b) ? a : b;
}

export function heavierWork(a: LockWork, b: LockWork): LockWork {
  return works.indexOf(a) >= works.indexOf(b) ? a : b;
}
