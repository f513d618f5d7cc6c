import type { Located } from '#text';
import type { Home, OpenApiDocument, Parameter } from './model.ts';

/** From this share on, what is missing is missing as a habit: one finding says it (O5). */
const NEARLY_ALL = 0.8;
/** Fewer are no habit yet, unless there are no others. */
const FEW = 5;

/** More findings of one rule in one description nobody reads. */
const MOST_SINGLE = 10;

/** Where something is missing, and how that is said. */
export interface Absence<T> {
  /** All that lack it, over the whole description. */
  readonly lacking: readonly T[];
  /** True where it is missing (nearly) everywhere. */
  readonly isHabit: boolean;
  /** Then one finding for the description, in its root; undefined in all other files. */
  readonly everywhere: Everywhere | undefined;
  /** One finding each; those that are written in this document. */
  readonly single: readonly T[];
}

/** What the finding about all that lack a thing begins with. */
export interface Everywhere {
  readonly at: Located;
  readonly data: { readonly count: number; readonly total: number };
}

export interface HabitOptions {
  /** More lacking ones than these are one finding at any share. */
  readonly most?: number | undefined;
  /** Where what concerns all of them is said. Default: the key of `paths`. */
  readonly place?: Located | undefined;
}

/**
 * A repeated absence is one finding: where at least 80 in 100 of the eligible lack a thing (or all of them, at any number
 * from two on), or where more lack it than one reads findings of. Decided over the whole description, whatever file is
 * asked about.
 *
 * @param eligible of the whole description
 */
export function absentFrom<T extends { readonly home: Home }>(
  document: OpenApiDocument,
  eligible: readonly T[],
  lacks: (item: T) => boolean,
  { most, place }: HabitOptions = {},
): Absence<T> {
  return absenceIn(document, habitOf(eligible, lacks, most), place);
}

/** What a whole description lacks. */
export interface Habit<T> {
  readonly lacking: readonly T[];
  readonly isHabit: boolean;
  /** How many could have it. */
  readonly total: number;
}

/** The part of `absentFrom` that is the same for all files of a description, to be remembered by it. */
export function habitOf<T>(eligible: readonly T[], lacks: (item: T) => boolean, most = MOST_SINGLE): Habit<T> {
  const lacking = eligible.filter(lacks);
  const isHabit =
    lacking.length > 1 &&
    (lacking.length === eligible.length ||
      lacking.length > most ||
      (lacking.length >= FEW && lacking.length >= eligible.length * NEARLY_ALL));
  return { lacking, isHabit, total: eligible.length };
}

/** What is to be said of it in one of the description's files. */
export function absenceIn<T extends { readonly home: Home }>(
  document: OpenApiDocument,
  { lacking, isHabit, total }: Habit<T>,
  place: Located | undefined = document.pathsEntry?.key,
): Absence<T> {
  const isHere = isHabit && !document.isFragment && place !== undefined;
  return {
    lacking,
    isHabit,
    everywhere: isHere ? { at: place, data: { count: lacking.length, total } } : undefined,
    single: isHabit ? [] : lacking.filter(one => one.home.uri === document.uri),
  };
}

/** Related information names so many places. */
const MOST_RELATED = 10;

/** The first places where something is missing, as related information. */
export function placesOf<T extends { readonly home: Home; readonly at: Located }>(
  items: readonly T[],
  message: (item: T) => string,
): { readonly uri: string; readonly span: Located['span']; readonly message: string }[] {
  return items.slice(0, MOST_RELATED).map(one => ({ uri: one.home.uri, span: one.at.span, message: message(one) }));
}

/** The same for parameters, by the operations that they are written in. */
export function parameterPlaces(parameters: readonly Parameter[]): ReturnType<typeof placesOf> {
  const places = parameters.map(({ home, name, operation }) => ({
    home,
    at: name,
    label: operation?.label ?? name.text,
  }));
  return placesOf(places, one => one.label);
}
