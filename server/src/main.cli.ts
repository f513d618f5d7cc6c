import { processIo, run } from '#cli';

/** Loaded when a command needs it: `--help` and `--version` do not. */
const load = async () => {
  const [{ createPlumbline }, { guide }] = await Promise.all([import('./composition.ts'), import('#rules/guide.ts')]);
  return { createPlumbline, guide };
};

process.exitCode = await run(process.argv.slice(2), processIo(), load);
