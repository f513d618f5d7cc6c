import { defineRule } from '#engine';
import {
  type ColumnType,
  columnsMade,
  comesFromPrisma,
  inCaseOf,
  type MadeColumn,
  openMigration,
} from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/timestamp-without-time-zone',
  guide: 'schema/growth',
  summary: 'Reports times that are stored without a time zone, once a statement.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    one: '"{column}" has no time zone: what one session writes, a session in another zone reads as another moment.',
    several:
      '"{column}" and {count} more have no time zone: what one session writes, one in another zone reads as another moment.',
  },
  reads: ['sql', 'prisma'],
  alsoKnownAs: ['squawk/prefer-timestamp-tz'],

  check(document, context) {
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql') return;
    if (comesFromPrisma(migration, context.workspace.allFacts('prisma').keys())) return;
    const times = columnsMade(migration, isTime);
    for (const [first, ...others] of byStatement(times).values()) {
      if (!first) continue;
      const { column, origin } = first.item;
      const edits = [first, ...others].map(({ item: { type } }) =>
        edit.replace(type.span, withZone(type.text, type.args)),
      );
      // The rows of a table in use would be read anew, in the zone of the session that runs the migration.
      const fixes = [
        origin === 'alterColumnType' ? undefined : ({ title: 'Use timestamptz', safety: 'unsafe', edits } as const),
      ];
      if (others.length === 0)
        context.report({ at: first.item.type, message: 'one', data: { column: column.text }, fixes });
      else
        context.report({
          at: first.item.type,
          message: 'several',
          data: { column: column.text, count: others.length },
          fixes,
        });
    }
  },
});

function isTime({ type, column }: ColumnType): boolean {
  return isBare(type.name) && !/local/i.test(column.text);
}

function isBare(type: string): boolean {
  return /^timestamp(?: without time zone)?$/i.test(type);
}

function withZone(written: string, args: readonly string[]): string {
  const brackets = /(?:\s*\[\d*\])+$/.exec(written)?.[0] ?? '';
  return inCaseOf(written, 'timestamptz') + (args.length > 0 ? `(${args.join(', ')})` : '') + brackets;
}

/** Changes of a type stand apart: they have no fix. */
function byStatement(times: readonly MadeColumn[]): ReadonlyMap<object, readonly MadeColumn[]> {
  const groups = new Map<object, MadeColumn[]>();
  for (const made of times) {
    const key = made.item.origin === 'alterColumnType' ? made.item : made.item.statement;
    const group = groups.get(key);
    if (group) group.push(made);
    else groups.set(key, [made]);
  }
  return groups;
}
