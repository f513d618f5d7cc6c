import path from 'node:path';
import { type Baseline, createBaseline, type Finding, folderOf, pathBelow, readBaseline } from '#engine';
import { readText, reasonOf, uriOf, writeText } from '#host';
import { count } from '#report';
import { type Arguments, didYouMean, type Exit, type LoadPlumbline } from './command.ts';
import { CannotRun, type CliIo } from './io.ts';
import { createProgress } from './progress.ts';
import { loadWorkspace } from './workspace.ts';

const DEFAULT_FILE = '.plumbline-baseline.json';

type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Accepts today's findings, or forgets those that are gone. Entries of files that were not looked at stay. */
export async function baseline(args: Arguments, io: CliIo, load: LoadPlumbline): Promise<Exit> {
  const [action, ...paths] = args.paths;
  if (action !== 'create' && action !== 'prune')
    throw new CannotRun(
      action === undefined
        ? '"baseline" needs "create" or "prune"'
        : `"baseline" knows "create" and "prune", not "${action}"${didYouMean(action, ['create', 'prune'])}`,
    );
  const file = path.resolve(io.cwd, args.get('output') ?? DEFAULT_FILE);
  const shown = path.relative(io.cwd, file);
  const old = readOld(file, shown, action);

  const engine = (await load()).createPlumbline();
  const progress = createProgress(io);
  const options = { paths, config: args.get('config'), allMigrations: false, mayLack: file };
  const workspace = await loadWorkspace(engine, options, io, progress);
  progress.done();

  const folder = folderOf(uriOf(file));
  const found = new Map<string, readonly Finding[]>();
  for (const uri of workspace.uris) {
    const below = engine.kindOf(uri) === 'config' ? undefined : pathBelow(folder, uri);
    if (below !== undefined) found.set(below, [...engine.findings(uri), ...engine.status(uri).baselined]);
  }
  const today = createBaseline(found);
  const lookedAt = new Set(found.keys());
  const files =
    action === 'create'
      ? { ...without(old?.files ?? {}, lookedAt), ...today.files }
      : prune(old?.files ?? {}, today.files, path.dirname(file), lookedAt);
  const next: Baseline = { schemaVersion: 1, files: sorted(files) };
  try {
    writeText(file, `${JSON.stringify(next, undefined, 2)}\n`);
  } catch (error) {
    throw new CannotRun(`${shown}: could not be written (${reasonOf(error)})`);
  }
  io.stderr.write(
    `wrote ${shown}: ${count(total(next.files), 'finding')}${old ? ` (${total(old.files)} before)` : ''}\n`,
  );
  for (const failure of workspace.failures) io.stderr.write(`plumbline: ${failure}\n`);
  return workspace.failures.length > 0 ? 2 : 0;
}

function readOld(file: string, shown: string, action: 'create' | 'prune'): Baseline | undefined {
  const read = readText(file);
  if ('reason' in read) {
    if (action === 'create') return undefined;
    throw new CannotRun(`baseline ${shown}: ${read.reason}`);
  }
  const old = readBaseline(read.text);
  // Never write over what is not ours.
  if (!old) throw new CannotRun(`${shown} is there and is not a baseline; it was left alone`);
  return old;
}

function without(files: Baseline['files'], paths: ReadonlySet<string>): Baseline['files'] {
  return Object.fromEntries(Object.entries(files).filter(([one]) => !paths.has(one)));
}

/** Counts only ever shrink; files that are gone lose their entry. */
function prune(
  old: Baseline['files'],
  today: Baseline['files'],
  folder: string,
  lookedAt: ReadonlySet<string>,
): Baseline['files'] {
  return Object.fromEntries(
    Object.entries(old).flatMap(([one, rules]): [string, Counts][] => {
      if (!lookedAt.has(one)) return 'text' in readText(path.join(folder, one)) ? [[one, rules]] : [];
      const kept = Object.entries(rules).flatMap(([rule, messages]): [string, Record<string, number>][] => {
        const left = Object.entries(messages)
          .map(([message, known]): [string, number] => [message, Math.min(known, today[one]?.[rule]?.[message] ?? 0)])
          .filter(([, known]) => known > 0);
        return left.length > 0 ? [[rule, Object.fromEntries(left)]] : [];
      });
      return kept.length > 0 ? [[one, Object.fromEntries(kept)]] : [];
    }),
  );
}

function sorted(files: Baseline['files']): Baseline['files'] {
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function total(files: Baseline['files']): number {
  return Object.values(files)
    .flatMap(rules => Object.values(rules))
    .flatMap(messages => Object.values(messages))
    .reduce((sum, one) => sum + one, 0);
}
