import type { Span } from '#text';
import type { Companions, Hints, Source } from '../contract.ts';
import { asMap, classify, type MapNode, type Node, parseTree } from '../yaml/index.ts';
import { mapsIn, textField } from './fields.ts';
import type { KubernetesFacts } from './model.ts';

/** What a `Chart.yaml` says. */
export interface ChartFacts {
  readonly name: string | undefined;
  /** A library is never deployed by itself. */
  readonly library: boolean;
  /** Names under which values of other charts stand in `values.yaml`: of its dependencies, by alias where there is one. */
  readonly dependencies: readonly string[];
}

/** `Chart.yaml`: makes a folder a chart, its `values.yaml` a document and its templates one unit. */
export const chartCompanions: Companions<KubernetesFacts> = {
  names: ['Chart.yaml'],
  facts: source => {
    const chart = chartIn(source);
    return chart && { objects: [], kustomization: undefined, origin: { uri: source.uri, starts: [] }, chart };
  },
  hints: ({ chart, origin }): ReadonlyMap<string, Hints> =>
    new Map(chart ? [[origin.uri.slice(0, origin.uri.lastIndexOf('/')), { helmChart: true }]] : []),
};

function chartIn({ uri, text }: Source): ChartFacts | undefined {
  if (classify(uri, text) !== 'chart') return undefined;
  const root = asMap(parseTree(text, 'yaml').documents.find(one => one.root)?.root);
  return {
    name: textField(root, 'name')?.value,
    library: textField(root, 'type')?.value === 'library',
    dependencies: mapsIn(root?.get('dependencies')).flatMap(
      one => (textField(one, 'alias') ?? textField(one, 'name'))?.value ?? [],
    ),
  };
}

/** Whether a text of a chart's folder is its values: `values.yaml`, `values-prod.yaml`. */
export function isValuesFile({ uri, text, hints }: Source): boolean {
  return hints?.helmChart === true && classify(uri, text) === 'helm-values';
}

/** A scalar of `values.yaml`, by its path joined with dots. */
export interface ValueFacts {
  readonly value: string | number | boolean | null;
  readonly place: Span;
}

/** The literal defaults of a chart; empty where the file is not the one that Helm takes by itself. */
export function valueFacts(uri: string, root: MapNode | undefined): ReadonlyMap<string, ValueFacts> {
  const found = new Map<string, ValueFacts>();
  if (uri.endsWith('/values.yaml')) collect(root, '', found, 0);
  return found;
}

/** Deeper than anybody nests values; an alias that holds itself ends here as well. */
const DEEPEST = 12;

function collect(node: Node | undefined, path: string, found: Map<string, ValueFacts>, depth: number): void {
  if (node?.type === 'scalar') {
    const { value, span } = node;
    if (value !== undefined && node.style !== 'missing') found.set(path, { value, place: span });
    return;
  }
  const map = asMap(node);
  if (!map || depth === DEEPEST || found.size > 5000) return;
  for (const { key } of map.entries)
    if (key.text !== '<<') collect(map.get(key.text), path === '' ? key.text : `${path}.${key.text}`, found, depth + 1);
}
