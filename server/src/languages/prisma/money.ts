import { edit, type TextEdit } from '#text';
import { namesMoney } from '../columnWords.ts';
import type { Model } from './blocks.ts';
import { changeFields } from './columns.ts';
import type { Field } from './fields.ts';

/** A field that keeps amounts of money inexactly, or in a type whose meaning the server decides. */
export interface InexactAmount {
  readonly field: Field;
  readonly kind: 'float' | 'money';
}

/** Databases that have an exact type for fractions: not SQLite, and not MongoDB as far as Prisma reads it. */
const EXACT: ReadonlySet<string> = new Set(['postgresql', 'postgres', 'mysql', 'sqlserver', 'cockroachdb']);

export function inexactAmounts(model: Model, provider: string | undefined): readonly InexactAmount[] {
  if (!EXACT.has(provider ?? '')) return [];
  return model.fields.flatMap((field): InexactAmount[] => {
    const { type, broken, name, column } = field;
    if (!type || broken || !namesMoney(name.text) || !namesMoney(column) || isShare(field)) return [];
    // `money` of SQL Server has four decimals, whatever the server is set to.
    if (nativeType(field)?.name.text === 'db.Money' && provider !== 'sqlserver') return [{ field, kind: 'money' }];
    return type.name.text === 'Float' ? [{ field, kind: 'float' }] : [];
  });
}

/** A fee that is 0.05 by default is a share of something. */
function isShare(field: Field): boolean {
  const value = field.attribute('default')?.args[0]?.value;
  return value?.kind === 'number' && Number(value.text) > 0 && Number(value.text) < 1;
}

/** Makes it a decimal number of 19 digits, four of them behind the point, as the guide has it. */
export function exactAmount(text: string, model: Model, { field }: InexactAmount): readonly TextEdit[] {
  const native = nativeType(field);
  const { list, optional } = field.type!;
  const decimal = '@db.Decimal(19, 4)';
  const type = `Decimal${list ? '[]' : ''}${optional ? '?' : ''}`;
  return [
    ...changeFields(text, model, [{ field, type, ...(native ? {} : { attribute: decimal }) }]),
    ...(native ? [edit.replace(native.span, decimal)] : []),
  ];
}

/** `@db.…`; its name is `db.…`. */
export function nativeType(field: Field): Field['attributes'][number] | undefined {
  return field.attributes.find(one => one.name.text.startsWith('db.'));
}
