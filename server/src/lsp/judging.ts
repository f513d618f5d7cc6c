import type { Session } from './session.ts';

/** Lets the field's own parsers look at documents when their typing has paused. */
export interface Judging {
  /** After the pause; a later call for the same document starts the pause again. */
  soon(uri: string): void;
  forget(uri: string): void;
  /** At once; resolves when the judge has looked, or cannot. */
  now(uri: string): Promise<void>;
}

/** Milliseconds after the last change: people who type do not notice, people who wait do not either. */
const PAUSE = 150;

export function createJudging(session: Session): Judging {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const failed = new Set<string>();

  const now = async (uri: string): Promise<void> => {
    const kind = session.engine.kindOf(uri);
    if (kind === undefined || kind === 'config' || failed.has(kind)) return;
    try {
      await session.engine.loadJudges([kind], session.host.loadAsset);
    } catch (error) {
      failed.add(kind);
      session.log(`no judge for ${kind}: what does not parse is found by our own reader only`, error);
      return;
    }
    session.engine.judge(uri);
  };

  const judgeAndShow = async (uri: string): Promise<void> => {
    timers.delete(uri);
    // A Prisma file is judged together with its siblings, so they have to be there.
    await session.workspace.settled(uri);
    if (timers.has(uri)) return;
    await now(uri);
    session.diagnostics.update();
  };

  return {
    soon: uri => {
      clearTimeout(timers.get(uri));
      const judge = () => {
        judgeAndShow(uri).catch((error: unknown) => session.log(`judging ${uri} failed`, error));
      };
      timers.set(uri, setTimeout(judge, PAUSE));
    },
    forget: uri => {
      clearTimeout(timers.get(uri));
      timers.delete(uri);
    },
    now,
  };
}
