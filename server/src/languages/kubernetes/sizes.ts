import { contains } from '#text';
import type { Field } from './fields.ts';
import type { Container } from './model.ts';
import { compareQuantities, millicoresOf, type Quantity } from './quantities.ts';
import { type Resources, resourcesOf } from './resources.ts';

/** A quantity that no node can give, or that the API server refuses. */
export interface OddSize {
  readonly type: 'unreadable' | 'fraction' | 'tiny' | 'huge' | 'inverted';
  readonly field: Field<Quantity>;
  /** `requests` or `limits`. */
  readonly of: 'requests' | 'limits';
  /** `cpu`, `memory` … */
  readonly resource: string;
  /** What was probably meant; undefined where that cannot be told. */
  readonly meant: string | undefined;
  /** Of an inverted pair: the request above the limit. */
  readonly request: string;
}

const MIB_MILLI = 1024n * 1024n * 1000n;
/** A container with less does not start: https://github.com/opencontainers/runc/blob/main/libcontainer/cgroups */
const LEAST_LIMIT = 4n * MIB_MILLI;
/** Cores; beyond what one pod gets on the largest machines that can be rented. */
const MANY_CORES = 200_000;

/** What is written in the container itself; what an alias brings in is another container's text. */
export function oddSizesOf(container: Container): readonly OddSize[] {
  const resources = resourcesOf(container);
  const found = (['requests', 'limits'] as const).flatMap(of =>
    [...resources[of]].flatMap(([resource, field]) => oddSize(of, resource, field) ?? []),
  );
  const odd = found.length > 0 ? found : inverted(resources);
  return odd.filter(({ field }) => contains(container.span, field.span));
}

function oddSize(of: OddSize['of'], resource: string, field: Field<Quantity>): OddSize | undefined {
  const { text, value } = field;
  const base = { field, of, resource, request: '' };
  const isCpu = resource === 'cpu';
  const isBytes = resource === 'memory' || resource === 'ephemeral-storage' || resource.startsWith('hugepages-');
  if (!isCpu && !isBytes) return undefined;
  if (!value)
    return text === '' ? undefined : { ...base, type: 'unreadable', meant: isCpu ? readCpu(text) : readBytes(text) };
  if (value.milli <= 0n) return undefined;
  if (isCpu) {
    if (millicoresOf(value) < MANY_CORES || (value.suffix === '' && value.format !== 'decimal')) return undefined;
    const meant = value.suffix === '' || value.suffix === 'M' ? `${text.replace(/M$/, '')}m` : undefined;
    return { ...base, type: 'huge', meant };
  }
  if (/^[mun]$/.test(value.suffix)) return { ...base, type: 'fraction', meant: `${text.slice(0, -1)}Mi` };
  if (value.suffix === '' && value.format === 'decimal' && value.milli < MIB_MILLI)
    return { ...base, type: 'tiny', meant: `${text}Mi` };
  if (of === 'limits' && resource === 'memory' && value.milli < LEAST_LIMIT)
    return { ...base, type: 'tiny', meant: undefined };
  return undefined;
}

/** `512MB`, `1gb`, `2 Gi`: the unit is what people mean by it. */
function readBytes(text: string): string | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgtp])i?b?$/i.exec(text.trim());
  return match ? `${match[1]}${match[2]!.toUpperCase()}i` : undefined;
}

/** `500 m`, `0,5`. */
function readCpu(text: string): string | undefined {
  const match = /^(\d+)(?:[.,](\d+))?\s*(m?)$/.exec(text.trim());
  return match ? `${match[1]}${match[2] === undefined ? '' : `.${match[2]}`}${match[3]}` : undefined;
}

function inverted({ requests, limits }: Resources): readonly OddSize[] {
  return [...limits].flatMap(([resource, field]) => {
    const request = requests.get(resource);
    if (!request?.value || !field.value || compareQuantities(field.value, request.value) >= 0) return [];
    return {
      type: 'inverted' as const,
      field,
      of: 'limits' as const,
      resource,
      meant: request.text,
      request: request.text,
    };
  });
}
