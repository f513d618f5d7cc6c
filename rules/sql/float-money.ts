import { defineRule, option } from '#engine';
import { type ColumnType, columnsMade, comesFromPrisma, inCaseOf, namesMoney, openMigration } from '#languages/sql';
import { edit } from '#text';

const INEXACT = /^(?:real|float[48]?|double(?: precision)?|money)(?: unsigned)?$/i;

export default defineRule({
  id: 'sql/float-money',
  guide: 'schema/growth',
  summary: 'Reports amounts of money in columns of a floating-point type or of the type money.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    float: 'The amounts in "{column}" are {type}: sums are off by fractions, and equal amounts compare as different.',
    money:
      'The amounts in "{column}" are of type money: a setting of the server decides on their currency and decimals.',
  },
  options: {
    except: option.strings({
      default: [],
      description: 'Columns that hold estimates, where a fraction more or less is fine.',
    }),
  },
  reads: ['sql', 'prisma'],

  check(document, context) {
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    // SQLite has no other type for fractions.
    if (!migration || migration.dialect === 'sqlite') return;
    if (comesFromPrisma(migration, context.workspace.allFacts('prisma').keys())) return;
    for (const { item } of columnsMade(migration, isAmount)) {
      const { column, type, origin } = item;
      if (context.options.except.includes(column.text)) continue;
      const sign = / unsigned$/i.exec(type.name)?.[0] ?? '';
      const exact = inCaseOf(type.text, `${migration.dialect === 'postgresql' ? 'numeric' : 'decimal'}(19,4)${sign}`);
      const fix = { title: `Use ${exact}`, safety: 'unsafe', edits: [edit.replace(type.span, exact)] } as const;
      const fixes = [type.array || origin === 'alterColumnType' ? undefined : fix];
      const isMoney = /^money$/i.test(type.name);
      if (isMoney) context.report({ at: type, message: 'money', data: { column: column.text }, fixes });
      else context.report({ at: type, message: 'float', data: { column: column.text, type: type.name }, fixes });
    }
  },
});

function isAmount({ column, type }: ColumnType): boolean {
  return INEXACT.test(type.name) && namesMoney(column.text);
}
