import type { Span } from '#text';
import type { ScalarNode } from '../yaml/index.ts';
import { isConditional } from './conditions.ts';
import { defined, relativeTo } from './factParts.ts';
import type { Field } from './fields.ts';
import type { KubernetesDocument, KubernetesObject, ObjectFacts } from './model.ts';
import { chartFolderOf } from './unit.ts';
import type { UnitObject } from './unitIndex.ts';
import { workloadOf } from './workload.ts';
import type { Unit } from './workloads.ts';

/** What a template takes from the values: one value, and nothing around it. */
export interface ValueReference {
  /** `image.tag` of `.Values.image.tag`. */
  readonly path: string;
  /** Of `| default 3`. */
  readonly fallback: string | undefined;
}

const REFERENCE =
  /^["']?\{\{-?\s*(?:(?:quote|squote|int|int64|toString)\s+)?\.Values\.([\w.-]+?)((?:\s*\|\s*(?:quote|squote|int|int64|toString|trim))*)(?:\s*\|\s*default\s+("[^"]*"|[\d.]+|true|false))?((?:\s*\|\s*(?:quote|squote|int|int64|toString|trim))*)\s*-?\}\}["']?$/;

/** Undefined for everything but `{{ .Values.a.b }}`, with `default`, `quote` and the like behind it. */
export function valueReferenceIn(text: string): ValueReference | undefined {
  const match = REFERENCE.exec(text.trim());
  return match ? { path: match[1]!, fallback: match[3]?.replace(/^"|"$/g, '') } : undefined;
}

/** A value that a chart fills in where nobody says otherwise. */
export interface DefaultValue {
  readonly value: string | number | boolean | null;
  /** Where it stands: in `values.yaml`, or in the template itself (`default`). */
  readonly uri: string;
  readonly span: Span;
}

/**
 * The literal default of a templated scalar, for arithmetic and to point at; undefined where the chart has none, or
 * where more than a value stands there. Never the value of a release: others may install the chart with other values.
 */
export function defaultOf(document: KubernetesDocument, node: ScalarNode, unit: Unit): DefaultValue | undefined {
  if (!node.unknown) return undefined;
  const reference = valueReferenceIn(document.text.slice(node.span.start, node.span.end));
  return reference && resolved(reference, document.uri, node.span, unit);
}

/** Numbers of an object that a template takes from the values; places are those of its facts. */
export interface TemplatedNumbers {
  readonly replicas?: TemplatedNumber;
}

export interface TemplatedNumber extends ValueReference {
  readonly place: Span;
}

/** The facts of an object of a template, with the values that it refers to: a node does not know its own text. */
export function templatedFacts(document: KubernetesDocument, object: KubernetesObject): ObjectFacts {
  const read = (field: Field<number> | undefined): TemplatedNumber | undefined => {
    const { start, end } = field?.node.unknown ? field.span : { start: 0, end: 0 };
    const reference = valueReferenceIn(document.text.slice(start, end));
    return field && reference && { ...reference, place: relativeTo(object, field) };
  };
  const templated: TemplatedNumbers = defined('replicas', read(workloadOf(object)?.replicas));
  const facts = object.facts();
  const { config } = facts;
  const known =
    config?.keys && isConditional(document, object) ? { ...facts, config: { ...config, keys: undefined } } : facts;
  return Object.keys(templated).length > 0 ? { ...known, templated } : known;
}

/** How many pods a workload of the unit has by its own text: 1 where nothing is written; undefined where unknown. */
export function replicasIn({ uri, facts, start }: UnitObject, unit: Unit): number | undefined {
  const { workload, templated } = facts;
  if (!workload || facts.partial) return undefined;
  if (!workload.replicasWritten) return 1;
  return workload.replicas ?? numberIn(templated?.replicas, uri, start, unit);
}

function numberIn(number: TemplatedNumber | undefined, uri: string, start: number, unit: Unit): number | undefined {
  if (!number) return undefined;
  const { place } = number;
  const value = resolved(number, uri, { start: start + place.start, end: start + place.end }, unit)?.value;
  return typeof value === 'number' ? value : undefined;
}

/** The same for what the facts of another document refer to. */
export function resolved(
  { path, fallback }: ValueReference,
  uri: string,
  span: Span,
  unit: Unit,
): DefaultValue | undefined {
  const folder = chartFolderOf(uri);
  const values = folder === undefined ? undefined : unit.get(`${folder}values.yaml`);
  const known = values?.values?.get(path);
  if (known && known.value !== null && known.value !== '')
    return { value: known.value, uri: `${folder}values.yaml`, span: known.place };
  if (fallback === undefined) return undefined;
  return { value: /^\d+(\.\d+)?$/.test(fallback) ? Number(fallback) : fallback, uri, span };
}
