import { edit, type TextEdit } from '#text';
import { wordsOf } from '../words.ts';
import type { Model } from './blocks.ts';
import { changeFields } from './columns.ts';
import type { Field } from './fields.ts';
import { nativeType } from './money.ts';

/**
 * The fields that Prisma keeps as `timestamp`, by their own word or because nothing else is said. Not those that say that
 * they hold a local time.
 */
export function bareTimes(model: Model): readonly Field[] {
  return model.fields.filter(field => {
    const native = nativeType(field)?.name.text;
    if (field.type?.name.text !== 'DateTime' || field.broken) return false;
    return (
      (native === undefined || native === 'db.Timestamp') && !/(?:^|\s)local(?:\s|$)/.test(wordsOf(field.name.text))
    );
  });
}

/** Gives them a time zone; where nothing says how exact they are, they stay as exact as Prisma makes them. */
export function withTimeZone(text: string, model: Model, times: readonly Field[]): readonly TextEdit[] {
  const bare = times.filter(field => !nativeType(field));
  const said = times.flatMap(field => nativeType(field) ?? []);
  return [
    ...changeFields(
      text,
      model,
      bare.map(field => ({ field, attribute: '@db.Timestamptz(3)' })),
    ),
    ...said.map(({ name }) => edit.replace(name.span, 'db.Timestamptz')),
  ];
}
