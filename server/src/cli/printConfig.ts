import path from 'node:path';
import type { Explanation } from '#engine';
import { uriOf } from '#host';
import { createPaint, createPlaces } from '#report';
import type { Arguments, Exit, LoadPlumbline } from './command.ts';
import { CannotRun, type CliIo, wantsColor } from './io.ts';
import { createProgress } from './progress.ts';
import { loadWorkspace } from './workspace.ts';

/** How each rule of the file's kind runs for it, and which line says so. */
export async function printConfig(args: Arguments, io: CliIo, load: LoadPlumbline): Promise<Exit> {
  const [file] = args.paths;
  if (file === undefined) throw new CannotRun('"print-config" needs the path of a file');
  const engine = (await load()).createPlumbline();
  const options = { paths: [file], config: args.get('config'), allMigrations: false };
  const workspace = await loadWorkspace(engine, options, io, createProgress(io));
  if (workspace.failures.length > 0) throw new CannotRun(workspace.failures[0]!);
  const uri = uriOf(path.resolve(io.cwd, file));
  const status = engine.status(uri);
  const places = createPlaces(one => engine.textOf(one));
  const source = ({ what, uri: config, span }: Explanation['from']): string =>
    config === undefined || span === undefined
      ? what
      : `"${what}" in ${workspace.show(config)}:${places(config, span).start.line}`;
  const states = engine.rules
    .filter(rule => status.kind === undefined || rule.id.startsWith(`${status.kind}/`) || rule.kind === status.kind)
    .flatMap(rule => engine.explain(uri, rule.id) ?? []);

  if (args.get('format') === 'json') {
    const data = {
      path: workspace.show(uri),
      kind: status.kind ?? null,
      skipped: status.skipped ?? null,
      rules: Object.fromEntries(
        states.map(({ rule, severity, options: values, from }) => [
          rule,
          { severity, options: values, from: source(from) },
        ]),
      ),
    };
    io.stdout.write(`${JSON.stringify(data, undefined, 2)}\n`);
    return 0;
  }
  const paint = createPaint(wantsColor(io, io.stdout));
  io.stdout.write(`${paint.bold(workspace.show(uri))}: ${status.kind ?? 'not a document that Plumbline reads'}\n`);
  if (status.kind !== undefined && status.skipped !== undefined) io.stdout.write(`not checked: ${status.skipped}\n`);
  const width = Math.max(0, ...states.map(({ rule }) => rule.length));
  for (const { rule, severity, options: values, from } of states) {
    const shown = Object.keys(values).length > 0 ? ` ${JSON.stringify(values)}` : '';
    io.stdout.write(`  ${rule.padEnd(width)}  ${severity.padEnd(7)}${shown}  ${paint.dim(source(from))}\n`);
  }
  return 0;
}
