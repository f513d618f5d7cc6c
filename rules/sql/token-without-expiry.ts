import { defineRule } from '#engine';
import { addItemBehind, comesFromPrisma, keepsTokensForEver, openMigration, tablesMade } from '#languages/sql';

export default defineRule({
  id: 'sql/token-without-expiry',
  guide: 'security/short-lived-tokens',
  summary: 'Reports tables of tokens, sessions or API keys without a column that says until when they are good.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing: 'Table "{table}" says nothing about when its tokens end, so one that leaks lets its thief in for ever.',
  },
  reads: ['sql', 'prisma'],

  check(document, context) {
    if (document.createdTables.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration || comesFromPrisma(migration, context.workspace.allFacts('prisma').keys())) return;
    for (const { statement, name, table } of tablesMade(migration)) {
      if (!table.complete || !keepsTokensForEver(table)) continue;
      const last = statement.columns.at(-1);
      const column = statement.columns.some(one => /[a-z][A-Z]/.test(one.name.text)) ? '"expiresAt"' : 'expires_at';
      const edits = last && addItemBehind(document, statement, last, `${column} timestamptz NOT NULL`);
      context.report({
        at: name.name,
        message: 'missing',
        data: { table: name.name.text },
        fixes:
          edits && migration.dialect === 'postgresql'
            ? [{ title: `Add ${column.replaceAll('"', '')}`, safety: 'unsafe', edits }]
            : [],
      });
    }
  },
});
