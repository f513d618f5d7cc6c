import type { KubernetesFacts, Kustomization } from './model.ts';

type AllFacts = ReadonlyMap<string, KubernetesFacts>;

/**
 * The documents that are deployed together with `uri`: those of its chart, else the resources of the kustomizations
 * that reach it, else its directory and what is below, without the parts that have a kustomization or chart of their own.
 */
export function unitOf(uri: string, all: AllFacts): AllFacts {
  const chart = chartOf(uri);
  if (chart !== undefined) return filtered(all, other => other.startsWith(chart));
  const kustomizations = [...all].flatMap(([at, { kustomization }]) => (kustomization ? [{ at, kustomization }] : []));
  const members = new Set<string>();
  for (const { at } of kustomizations) {
    const closure = closureOf(at, all);
    if (closure.has(uri)) for (const member of closure) members.add(member);
  }
  if (members.size > 0) return filtered(all, other => members.has(other));
  const folder = folderOf(uri);
  const closed = kustomizations.map(({ at }) => folderOf(at)).filter(one => one !== folder && one.startsWith(folder));
  return filtered(
    all,
    other => other.startsWith(folder) && chartOf(other) === undefined && !closed.some(inner => other.startsWith(inner)),
  );
}

function filtered(all: AllFacts, keep: (uri: string) => boolean): AllFacts {
  const kept = new Map<string, KubernetesFacts>();
  for (const [uri, facts] of all) if (keep(uri)) kept.set(uri, facts);
  return kept;
}

/** The directory that holds `templates/`, subcharts included; with its slash. */
function chartOf(uri: string): string | undefined {
  const at = uri.indexOf('/templates/');
  if (at < 0) return undefined;
  const chart = uri.slice(0, at + 1);
  const parent = chart.indexOf('/charts/');
  // A subchart is deployed with its parent; a repository of charts under charts/ has no parent that could be seen here.
  return parent >= 0 && /\/charts\/[^/]+\/charts\//.test(chart)
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
