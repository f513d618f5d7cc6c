import path from 'node:path';
import { readShippedVersion, reasonOf, writeText } from '#host';
import { collectReport, count, type FormatName, loadFormat, summarize } from '#report';
import type { Arguments, Exit, LoadPlumbline } from './command.ts';
import { CannotRun, type CliIo } from './io.ts';
import { createProgress } from './progress.ts';
import { loadWorkspace } from './workspace.ts';

const EXTENSION: Readonly<Record<string, string>> = { html: 'html', markdown: 'md', json: 'json' };

/** Writes the report. Its exit code says whether it was written, not what it says: `check` is for that. */
export async function report(args: Arguments, io: CliIo, load: LoadPlumbline): Promise<Exit> {
  const start = performance.now();
  const { createPlumbline, guide } = await load();
  const engine = createPlumbline();
  const progress = createProgress(io);
  const workspace = await loadWorkspace(
    engine,
    { paths: args.paths, config: args.get('config'), allMigrations: args.has('all-migrations') },
    io,
    progress,
  );
  progress.done();
  const input = collectReport(engine, {
    toolVersion: readShippedVersion(),
    project: path.basename(args.paths.length === 1 ? path.resolve(io.cwd, args.paths[0]!) : io.cwd),
    uris: workspace.uris,
    skipped: workspace.skipped,
    guide,
    pathOf: workspace.show,
    duration: performance.now() - start,
  });
  const name = args.get('format') ?? 'html';
  const text = (await loadFormat(name as FormatName))(input, { color: false, openable: false });
  const output = args.get('output') ?? `plumbline-report.${EXTENSION[name]}`;
  if (output === '-') io.stdout.write(text);
  else {
    try {
      writeText(path.resolve(io.cwd, output), text);
    } catch (error) {
      throw new CannotRun(`${output}: could not be written (${reasonOf(error)})`);
    }
    const { errors, warnings, infos, hints, files } = summarize(input);
    io.stderr.write(
      `wrote ${output}: ${count(errors + warnings + infos + hints, 'finding')} in ${count(files, 'file')}\n`,
    );
  }
  for (const failure of workspace.failures) io.stderr.write(`plumbline: ${failure}\n`);
  return workspace.failures.length > 0 ? 2 : 0;
}
