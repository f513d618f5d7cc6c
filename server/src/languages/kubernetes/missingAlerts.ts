import type { TextEdit } from '#text';
import { type Data, treeEdits } from '../yaml/index.ts';
import type { KubernetesDocument, KubernetesObject } from './model.ts';
import { firstMonitor } from './monitors.ts';
import { indexOf } from './unitIndex.ts';
import type { Unit } from './workloads.ts';

/** What alerts of a workspace may watch. */
export type Watched = 'errors' | 'latency';

/**
 * The object of a document that the finding stands on where a workspace monitors services and no alert watches
 * something: the first monitor of all. Undefined where one does, or that monitor is in another document.
 */
export function monitorWithoutAlert(
  document: KubernetesDocument,
  everywhere: Unit,
  watched: Watched,
): KubernetesObject | undefined {
  const first = firstMonitor(everywhere);
  if (first?.uri !== document.uri) return undefined;
  if (
    indexOf(everywhere)
      .having('alerts')
      .some(({ facts }) => facts.alerts[watched])
  )
    return undefined;
  return document.objects.find(one => one.span.start === first.start);
}

/** Appends a PrometheusRule with one alert, named after the monitor; undefined in templates. */
export function addAlert(
  { tree, template }: KubernetesDocument,
  { name, namespace }: KubernetesObject,
  group: Watched,
  alert: Data,
): TextEdit | undefined {
  if (name === undefined || template) return undefined;
  return treeEdits(tree).appendDocument({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: `${name}-${group}`, ...(namespace === undefined ? {} : { namespace }) },
    spec: { groups: [{ name: group, rules: [alert] }] },
  });
}
