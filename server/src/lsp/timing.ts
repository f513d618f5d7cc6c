/** Milliseconds of work after which others get a turn: half a frame. */
const TURN = 8;

/** Called between steps of long work: lets waiting messages in when the work has taken its turn. */
export function createBreather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < TURN) return;
    await delay(0);
    since = performance.now();
  };
}

/** @param time milliseconds */
export function delay(time: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, time));
}
