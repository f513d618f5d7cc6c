import { distance } from 'fastest-levenshtein';
import { isGenerated } from './labels.ts';
import type { Labels, Selector } from './model.ts';

/** How far a name may be from the one that was meant: two letters, and never half of it. */
const FARTHEST = 2;

/** Whether one text was probably meant to be the other: different, and no more than a slip or two apart. */
export function isNear(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > FARTHEST) return false;
  return distance(a, b) <= Math.min(FARTHEST, Math.floor(Math.min(a.length, b.length) / 2));
}

/** Endings that people leave out or add when they name a Service. */
const SERVICE_ENDING = /-(svc|service)$/;

/** The same for names of Services, which also differ by `-svc` and `-service`. */
export function isNearService(a: string, b: string): boolean {
  return a !== b && (isNear(a, b) || a.replace(SERVICE_ENDING, '') === b.replace(SERVICE_ENDING, ''));
}

/** Of the candidates that are near, those that are nearest; several where they are equally near. */
export function nearest<T>(wanted: string, candidates: readonly T[], textOf: (one: T) => string): readonly T[] {
  const near = candidates.filter(one => isNear(wanted, textOf(one)));
  const least = Math.min(...near.map(one => distance(wanted, textOf(one))));
  return near.filter(one => distance(wanted, textOf(one)) === least);
}

/** What selects pods, as far as it tells which ones were meant. */
export interface Selecting {
  readonly name: string | undefined;
  readonly selector: Selector;
  /** Names and numbers of the pods' ports that it sends to or scrapes. */
  readonly ports: readonly (number | string)[];
}

export interface Candidate {
  readonly name: string | undefined;
  readonly labels: Labels;
  readonly ports: readonly { readonly name: string | undefined; readonly number: number | undefined }[];
}

/** From this score on, a candidate was probably meant. */
export const nearMissScore = 2;

/**
 * How probable it is that a selector that selects nothing was meant for a candidate: 2 for a label that is a slip away
 * or for the same name, 1 for a name that begins the other, for an equal label, and for a port that the candidate has.
 */
export function scoreOf({ name, selector, ports }: Selecting, candidate: Candidate): number {
  let score = 0;
  const wanted = selector.requirements.filter(one => one.operator === 'In' && !isGenerated(one.key));
  const labelled = (key: string): string | undefined => candidate.labels.values.get(key);
  if (wanted.some(({ key, values }) => values.some(value => isNear(value, labelled(key) ?? '')))) score += 2;
  if (wanted.some(({ key, values }) => values.includes(labelled(key) ?? '\0'))) score += 1;
  if (name !== undefined && candidate.name !== undefined) {
    if (name === candidate.name) score += 2;
    else if (name.startsWith(candidate.name) || candidate.name.startsWith(name)) score += 1;
  }
  if (ports.some(port => candidate.ports.some(one => one.name === port || one.number === port))) score += 1;
  return score;
}

/** The candidates that were probably meant, the most probable first; those of equal score in their own order. */
export function nearMisses<T extends Candidate>(selecting: Selecting, candidates: readonly T[]): readonly T[] {
  const scored = candidates.map(candidate => ({ candidate, score: scoreOf(selecting, candidate) }));
  const near = scored.filter(({ score }) => score >= nearMissScore).sort((a, b) => b.score - a.score);
  return near.map(({ candidate }) => candidate);
}
