import path from 'node:path';
import { applyBaseline, folderOf, pathBelow, readBaseline } from '#engine';
import { readShippedVersion, readText, uriOf } from '#host';
import type { Severity } from '#languages';
import { allFindings, collectReport, type FormatName, loadFormat, type ReportInput, unifiedDiff } from '#report';
import type { Arguments, Exit, LoadPlumbline } from './command.ts';
import { describeFixes, type Fixed, fixWorkspace, writeFixes } from './fix.ts';
import { CannotRun, type CliIo, wantsColor } from './io.ts';
import { createProgress } from './progress.ts';
import { loadWorkspace, showPath, type Workspace } from './workspace.ts';

const RANK: Readonly<Record<Severity, number>> = { error: 3, warning: 2, info: 1, hint: 0 };

export async function check(args: Arguments, io: CliIo, load: LoadPlumbline): Promise<Exit> {
  refuseContradictions(args);
  const { createPlumbline, guide } = await load();
  const engine = createPlumbline();
  const progress = createProgress(io);
  const filename = args.get('stdin-filename');
  const workspace = await loadWorkspace(
    engine,
    {
      paths: args.paths,
      config: args.get('config'),
      allMigrations: args.has('all-migrations'),
      ...(filename === undefined ? {} : { stdin: { filename, text: await io.readStdin() } }),
    },
    io,
    progress,
  );
  progress.done();
  const failures = [...workspace.failures];
  const fixed = wantsFixes(args) ? fix(args, workspace, io, failures) : undefined;

  const collected = collectReport(engine, {
    toolVersion: readShippedVersion(),
    project: path.basename(io.cwd),
    uris: workspace.uris,
    skipped: workspace.skipped,
    guide,
    pathOf: workspace.show,
  });
  const input = withBaseline(collected, args.get('baseline'), io);
  if (fixed && args.has('diff')) io.stdout.write(diffOf(fixed, workspace));
  else if (fixed && filename !== undefined) {
    io.stdout.write(engine.textOf(workspace.uris[0]!) ?? '');
    io.stderr.write((await loadFormat('text'))(input, { color: wantsColor(io, io.stderr) }));
  } else {
    const format = await loadFormat((args.get('format') ?? 'text') as FormatName);
    io.stdout.write(format(input, { color: wantsColor(io, io.stdout) }));
  }
  for (const { path: skipped, reason } of workspace.skipped)
    io.stderr.write(`plumbline: skipped ${skipped}: ${reason}\n`);
  for (const failure of failures) io.stderr.write(`plumbline: ${failure}\n`);
  if (failures.length > 0) return 2;
  return fails(input, args.get('fail-on') ?? 'warning') ? 1 : 0;
}

function refuseContradictions(args: Arguments): void {
  if (args.has('stdin') !== args.has('stdin-filename'))
    throw new CannotRun('"--stdin" and "--stdin-filename PATH" go together: the path says what the text is');
  if (args.has('stdin') && args.paths.length > 0)
    throw new CannotRun('"--stdin" reads one text: give it no other paths');
  if (args.has('create-files') && !args.has('fix-unsafe'))
    throw new CannotRun('"--create-files" is for "--fix-unsafe": only unsafe fixes make files');
  if (args.has('fix') && args.has('diff'))
    throw new CannotRun('"--fix" changes files and "--diff" does not: give one of them');
}

function wantsFixes(args: Arguments): boolean {
  return args.has('fix') || args.has('fix-unsafe') || args.has('diff');
}

function fix(args: Arguments, workspace: Workspace, io: CliIo, failures: string[]): Fixed {
  const fixed = fixWorkspace(workspace, {
    safety: args.has('fix-unsafe') ? 'unsafe' : 'safe',
    createFiles: args.has('create-files'),
    keep: !args.has('diff'),
  });
  if (args.has('diff')) return fixed;
  if (!args.has('stdin')) failures.push(...writeFixes(fixed, workspace));
  io.stderr.write(describeFixes(fixed, workspace));
  return fixed;
}

function diffOf(fixed: Fixed, workspace: Workspace): string {
  return [...fixed.texts].map(([uri, { before, after }]) => unifiedDiff(workspace.show(uri), before, after)).join('');
}

/** `--baseline`: on top of the one that the config names, relative to its own folder. */
function withBaseline(input: ReportInput, file: string | undefined, io: CliIo): ReportInput {
  if (file === undefined) return input;
  const full = path.resolve(io.cwd, file);
  const shown = showPath(io.cwd, full);
  const read = readText(full);
  if ('reason' in read) throw new CannotRun(`baseline ${shown}: ${read.reason}`);
  const baseline = readBaseline(read.text);
  if (!baseline)
    throw new CannotRun(
      `baseline ${shown}: not a baseline that this version reads; "plumbline baseline create" writes one`,
    );
  const folder = folderOf(uriOf(full));
  return {
    ...input,
    files: input.files.map(one => {
      const { fresh, known } = applyBaseline(baseline, pathBelow(folder, one.uri), one.findings);
      return { ...one, findings: fresh, baselined: [...one.baselined, ...known] };
    }),
  };
}

function fails(input: ReportInput, failOn: string): boolean {
  if (failOn === 'never') return false;
  return allFindings(input).some(({ finding }) => RANK[finding.severity] >= RANK[failOn as Severity]);
}
