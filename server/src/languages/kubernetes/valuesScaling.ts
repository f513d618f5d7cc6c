import { asMap } from '../yaml/index.ts';
import { isNonProductionPath } from './environment.ts';
import { type Field, flagOf } from './fields.ts';
import { helmValuesOf, type ValuesAutoscaling, type ValuesSection } from './helmValues.ts';
import { isInfrastructure } from './images.ts';
import type { KubernetesDocument } from './model.ts';
import { isSingletonName } from './scaling.ts';
import type { Unit } from './workloads.ts';

interface NamedSection extends ValuesSection {
  /** Of the section, else of the chart. */
  readonly shownName: string;
}

/** What the values of a chart configure for production: parts that are switched off and other people's charts left out. */
function sectionsOf(document: KubernetesDocument, unit: Unit): readonly NamedSection[] {
  const values = helmValuesOf(document);
  if (!values || isNonProductionPath(document.uri)) return [];
  const charts = [...unit.values()].flatMap(({ chart }) => chart ?? []);
  const others = new Set(charts.flatMap(({ dependencies }) => dependencies));
  return values.sections
    .filter(({ name, enabled }) => enabled !== false && !(name !== undefined && others.has(name)))
    .map(section => ({ ...section, shownName: section.name ?? charts[0]?.name ?? 'the chart' }));
}

/** Fixed numbers of pods of what no autoscaler scales and what may well run twice. */
export function fixedReplicasIn(
  document: KubernetesDocument,
  unit: Unit,
): readonly { readonly field: Field<number>; readonly name: string }[] {
  return sectionsOf(document, unit).flatMap(section => {
    const { replicas, autoscaling, image, node, shownName: name } = section;
    const isScaled = autoscaling !== undefined && autoscaling.enabled !== false;
    const isServer = [name, image?.repository?.value].some(one => one !== undefined && isInfrastructure(one));
    const isStateful = flagOf(asMap(node.get('persistence')), 'enabled', false) !== false;
    return !replicas || isScaled || isServer || isStateful || isSingletonName(name) ? [] : { field: replicas, name };
  });
}

/** Autoscalers that are switched on. */
export function autoscalingIn(
  document: KubernetesDocument,
  unit: Unit,
): readonly { readonly autoscaling: ValuesAutoscaling; readonly name: string }[] {
  return sectionsOf(document, unit).flatMap(({ autoscaling, shownName: name }) =>
    autoscaling?.enabled === true ? { autoscaling, name } : [],
  );
}
