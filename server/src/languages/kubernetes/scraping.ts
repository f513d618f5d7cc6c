import { asMap, at } from '../yaml/index.ts';
import { type Field, mapsIn, textField } from './fields.ts';
import { labelsOf } from './labels.ts';
import type { Container, KubernetesObject, Labels } from './model.ts';

/** Annotations by which agents other than the Prometheus operator find what to scrape; one that a template adds may be one. */
const SCRAPING = /^(prometheus\.io\/|.*\bscrape\b|ad\.datadoghq\.com\/|k8s\.grafana\.com\/)/;

export function asksToBeScraped({ values, open }: Labels): boolean {
  return open || [...values.keys()].some(key => SCRAPING.test(key));
}

/** The same of the pods that an object makes. */
export function podsAskToBeScraped(object: KubernetesObject): boolean {
  return asksToBeScraped(labelsOf(at(object.node, 'spec', 'template', 'metadata', 'annotations')));
}

const METRICS = /^((https?-)?metrics|prom.*)$/;

/** The names of ports that metrics are read from. */
export function metricsPortsOf(container: Container): readonly Field<string>[] {
  const names = mapsIn(container.node.get('ports')).flatMap(port => textField(asMap(port), 'name') ?? []);
  return names.filter(({ value }) => value !== undefined && METRICS.test(value));
}
