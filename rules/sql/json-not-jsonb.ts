import { defineRule } from '#engine';
import { type ColumnType, columnsMade, inCaseOf, openMigration } from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/json-not-jsonb',
  guide: 'schema/growth',
  summary: 'Reports columns of the type json, which PostgreSQL keeps as text.',
  severity: 'info',
  recommended: false,
  fixable: 'unsafe',
  messages: {
    json: '"{column}" is json: each read parses it anew, no GIN index serves it, and SELECT DISTINCT on it fails.',
  },
  reads: ['sql'],
  alsoKnownAs: ['eugene/E3', 'strong_migrations/add_column_json', 'postgres-language-server/preferJsonb'],

  check(document, context) {
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql') return;
    for (const { item } of columnsMade(migration, isJson)) {
      const { type, column, origin } = item;
      const written = type.text.replace(/json/i, word => inCaseOf(word, 'jsonb'));
      const fix = { title: 'Use jsonb', safety: 'unsafe', edits: [edit.replace(type.span, written)] } as const;
      context.report({
        at: type,
        message: 'json',
        data: { column: column.text },
        fixes: [origin === 'alterColumnType' ? undefined : fix],
      });
    }
  },
});

function isJson({ type }: ColumnType): boolean {
  return type.name === 'json';
}
