import type { Session } from './session.ts';

/** Tells the engine what the last commit holds, and again when there is a new one: it decides which migrations are new. */
export interface CommitWatch {
  /** Looks whether the repository around a folder has another last commit than before. */
  look(folder: string): void;
}

export function createCommitWatch(session: Session): CommitWatch {
  const { commits } = session.host;
  const last = new Map<string, string | undefined>();
  return {
    look: folder => {
      if (commits === undefined) return;
      const commit = commits.lastCommit(folder);
      if (last.get(folder) === commit) return;
      last.set(folder, commit);
      session.engine.setCommitted(commits.reader());
    },
  };
}
