import type { TextEdit } from '#text';
import { wordsOf } from '../words.ts';
import type { Model } from './blocks.ts';
import { changeFields } from './columns.ts';
import { fieldNaming } from './edits.ts';
import type { Field } from './fields.ts';
import type { PrismaDocument } from './model.ts';

/**
 * Gives a field another name, and another type where one is given, in the columns that it has now. Undefined where
 * anything else in its model speaks of it.
 */
export function renamedField(
  document: PrismaDocument,
  model: Model,
  field: Field,
  newType?: string,
): { readonly name: string; readonly edits: readonly TextEdit[] } | undefined {
  const { type, attributes } = field;
  const source = document.text.slice(model.span.start, model.span.end);
  const count = source.match(new RegExp(`\\b${field.name.text}\\b`, 'g'))?.length;
  if (!type || count !== 1 || field.attribute('map') || field.attribute('default')) return undefined;
  if (newType && attributes.some(one => one.name.text.startsWith('db.'))) return undefined;
  const { name, map } = fieldNaming(model, [...wordsOf(field.name.text).split(' '), 'hash']);
  if (model.field(name)) return undefined;
  const change = {
    field,
    name,
    ...(newType === undefined ? {} : { type: newType + (type.optional ? '?' : '') }),
    ...(map ? { attribute: map.trim() } : {}),
  };
  return { name, edits: changeFields(document.text, model, [change]) };
}
