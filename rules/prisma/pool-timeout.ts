import { defineRule } from '#engine';
import {
  addParameter,
  isAtLeast,
  placeIn,
  poolTimeouts,
  prismaVersion,
  usesDriverAdapters,
  writtenConnections,
} from '#languages/prisma';
import { edit } from '#text';

export default defineRule({
  id: 'prisma/pool-timeout',
  guide: 'reliability/pool-timeouts',
  summary: 'Reports database URLs of Prisma 6 with which a request waits too long for a connection.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing: 'Without pool_timeout a request waits 10 s for a connection, and the ones behind it pile up.',
    long: '{parameter} lets a request wait {seconds} s for a connection, and the ones behind it pile up.',
    endless: '{parameter} lets a request wait for a connection for ever, so an exhausted pool is never seen.',
  },
  reads: ['prisma'],

  check(document, context) {
    const files = context.workspace.facts('prisma');
    const version = prismaVersion(files);
    // From 7 on the driver has the pool, which is set up in the program.
    if (!document.datasource || (version && isAtLeast(version, 7, 0)) || usesDriverAdapters(document)) return;
    for (const written of writtenConnections(document, files)) {
      const found = written.name === 'url' && written.property ? poolTimeouts(written) : [];
      for (const { parameter, seconds } of found) {
        if (!parameter) {
          const edits = [addParameter(written, 'pool_timeout=5')];
          const fix = { title: 'Wait 5 s at most', safety: 'unsafe', edits } as const;
          context.report({ at: written.property!.name, message: 'missing', fixes: [fix] });
          continue;
        }
        const edits = [edit.replace(placeIn(written, parameter.value), '5')];
        const at = placeIn(written, parameter);
        const fixes = [{ title: 'Wait 5 s at most', safety: 'unsafe', edits } as const];
        const text = `${parameter.name}=${parameter.value.text}`;
        if (seconds === 0) context.report({ at, message: 'endless', data: { parameter: text }, fixes });
        else context.report({ at, message: 'long', data: { parameter: text, seconds }, fixes });
      }
    }
  },
});
