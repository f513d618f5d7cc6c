import { defineRule, option } from '#engine';
import {
  type ColumnType,
  columnsMade,
  comesFromPrisma,
  fillsItself,
  isKeyOfItsTable,
  namesLookup,
  openMigration,
  widerKey,
} from '#languages/sql';

export default defineRule({
  id: 'sql/small-primary-key',
  guide: 'schema/growth',
  summary: 'Reports primary keys that count in 32 bits.',
  severity: 'info',
  recommended: false,
  fixable: 'unsafe',
  messages: {
    small: 'Key "{column}" ends at {limit}: every later INSERT fails, and widening it then rewrites "{table}".',
  },
  options: {
    except: option.strings({
      default: [],
      description: 'Tables that stay small, besides those that are named like a lookup.',
    }),
  },
  reads: ['sql', 'prisma'],
  alsoKnownAs: ['squawk/prefer-bigint-over-int'],

  check(document, context) {
    if (document.createdTables.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    // SQLite's keys have 64 bits.
    if (!migration || migration.dialect === 'sqlite') return;
    if (comesFromPrisma(migration, context.workspace.allFacts('prisma').keys())) return;
    for (const made of columnsMade(migration, isSmallKey)) {
      const { item, table } = made;
      const name = item.table.name.text;
      if (!isKeyOfItsTable(made) || namesLookup(name) || context.options.except.includes(name)) continue;
      const edits = widerKey(migration, made);
      context.report({
        at: item.type,
        message: 'small',
        data: {
          column: item.column.text,
          limit: / unsigned$/i.test(item.type.name) ? '4294967295' : '2147483647',
          table: table.name,
        },
        fixes: [edits && { title: 'Count in 64 bits', safety: 'unsafe', edits }],
      });
    }
  },
});

function isSmallKey({ type, definition, origin }: ColumnType): boolean {
  return origin === 'createTable' && isSmall(type.name) && definition !== undefined && fillsItself(definition);
}

/** A smallint says by itself that the table stays small. */
function isSmall(type: string): boolean {
  return /^(?:int|integer|int4|serial|serial4)(?: unsigned)?$/i.test(type);
}
