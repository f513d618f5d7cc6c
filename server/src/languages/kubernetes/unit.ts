import { memoised } from '../memo.ts';
import type { Kustomization } from './kustomizations.ts';
import type { KubernetesFacts } from './model.ts';

type AllFacts = ReadonlyMap<string, KubernetesFacts>;

/**
 * The documents that are deployed together with `uri`: those of its chart, else the resources of the kustomizations
 * that reach it, else its directory and what is below, without the parts that have a kustomization or chart of their own.
 * Documents of one unit are given the same map, as long as no fact changes.
 */
export function unitOf(uri: string, all: AllFacts): AllFacts {
  const { reaching, folders, units } = unitsOf(all);
  const chart = chartOf(uri, all);
  if (chart !== undefined) return known(units, chart, () => filtered(all, other => isInChart(other, chart)));
  const roots = reaching.get(uri);
  if (roots)
    return known(units, roots.map(root => root.at).join(' '), () => {
      const members = new Set(roots.flatMap(root => [...root.closure]));
      return filtered(all, other => members.has(other));
    });
  const folder = folderOf(uri);
  return known(units, `${folder}*`, () => {
    const closed = folders.filter(one => one !== folder && one.startsWith(folder));
    return filtered(
      all,
      other =>
        other.startsWith(folder) && chartOf(other, all) === undefined && !closed.some(inner => other.startsWith(inner)),
    );
  });
}

interface Root {
  readonly at: string;
  readonly closure: ReadonlySet<string>;
}

/** What is worked out once for a state of the workspace. */
const unitsOf = memoised((all: AllFacts) => {
  const reaching = new Map<string, Root[]>();
  const folders: string[] = [];
  for (const [at, { kustomization }] of all) {
    if (!kustomization) continue;
    folders.push(folderOf(at));
    const root: Root = { at, closure: closureOf(at, all) };
    for (const member of root.closure) {
      const roots = reaching.get(member);
      if (roots) roots.push(root);
      else reaching.set(member, [root]);
    }
  }
  return { reaching, folders, units: new Map<string, AllFacts>() };
});

function known(units: Map<string, AllFacts>, key: string, build: () => AllFacts): AllFacts {
  let unit = units.get(key);
  if (!unit) units.set(key, (unit = build()));
  return unit;
}

function filtered(all: AllFacts, keep: (uri: string) => boolean): AllFacts {
  const kept = new Map<string, KubernetesFacts>();
  for (const [uri, facts] of all) if (keep(uri)) kept.set(uri, facts);
  return kept;
}

/** Beside its templates, values and subcharts, a chart's folder may hold what is not deployed with it. */
function isInChart(uri: string, chart: string): boolean {
  if (!uri.startsWith(chart)) return false;
  const rest = uri.slice(chart.length);
  return /^(?:templates|charts)\//.test(rest) || !rest.includes('/');
}

/** The directory of the chart that a template belongs to; with its slash. Undefined for what is no template. */
export function chartFolderOf(uri: string): string | undefined {
  const at = uri.indexOf('/templates/');
  return at < 0 ? undefined : uri.slice(0, at + 1);
}

/** The directory of the chart that is deployed with a template or with values, its subcharts included. */
function chartOf(uri: string, all: AllFacts): string | undefined {
  const folder = folderOf(uri);
  const chart =
    chartFolderOf(uri) ?? (all.get(uri)?.values || all.get(`${folder}Chart.yaml`)?.chart ? folder : undefined);
  const parent = chart?.indexOf('/charts/') ?? -1;
  // A subchart is deployed with its parent; a repository of charts under charts/ has no parent that could be seen here.
  return chart !== undefined && parent >= 0 && /\/charts\/[^/]+\/charts\//.test(chart)
    ? chart.slice(0, chart.indexOf('/', parent + 8) + 1)
    : chart;
}

/** Everything that a kustomization reaches through files and directories, itself included. */
function closureOf(root: string, all: AllFacts): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (found.has(at)) continue;
    found.add(at);
    const kustomization = all.get(at)?.kustomization;
    if (kustomization)
      open.push(...filesOf(at, kustomization).flatMap(path => (all.has(path) ? path : kustomizationIn(path, all))));
  }
  return found;
}

function filesOf(at: string, { resources, patches }: Kustomization): string[] {
  return [...resources, ...patches].flatMap(path => resolvePath(folderOf(at), path) ?? []);
}

function kustomizationIn(folder: string, all: AllFacts): string[] {
  const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
  return names.map(name => `${folder.replace(/\/$/, '')}/${name}`).filter(uri => all.has(uri));
}

/** True where a chart or a kustomization says what the unit of `uri` is made of: what is not in it is not deployed. */
export function isClosed(uri: string, unit: AllFacts): boolean {
  if (chartOf(uri, unit) !== undefined) return true;
  const roots = unitsOf(unit).reaching.get(uri) ?? [];
  return roots.some(({ at }) => unit.get(at)?.kustomization?.component === false);
}

export function isListedAsPatch(uri: string, unit: AllFacts): boolean {
  for (const [at, { kustomization }] of unit)
    if (kustomization?.patches.some(path => resolvePath(folderOf(at), path) === uri)) return true;
  return false;
}

/** With the slash at its end. */
function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1);
}

/** A path as a kustomization writes it, as a uri; undefined for urls and for what climbs too high. */
function resolvePath(folder: string, path: string): string | undefined {
  if (/^[a-z+]+:\/\//i.test(path) || path.includes('?') || path.startsWith('/')) return undefined;
  const parts = folder.replace(/\/$/, '').split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.length > 0 ? parts.join('/') : undefined;
}
