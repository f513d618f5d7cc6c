import { defineRule } from '#engine';
import { addIndex, comesFromPrisma, findsRowsBy, foreignKeysMade, indexName, openMigration } from '#languages/sql';

/** Rows up to which reading a whole table costs no more than an index. */
const FEW_ROWS = 1000;

export default defineRule({
  id: 'sql/foreign-key-without-index',
  guide: 'performance/indexed-access',
  summary: 'Reports foreign keys whose columns no index begins with after the last migration.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing:
      'No index of "{table}" begins with "{columns}": each DELETE or key change in "{referenced}" reads all of "{table}".',
    partly:
      'No index of "{table}" begins with "{columns}": each DELETE or key change in "{referenced}" reads all rows of one "{column}".',
  },
  reads: ['sql', 'prisma'],
  alsoKnownAs: [
    'splinter/0001_unindexed_foreign_keys',
    'eugene/E15',
    'pgfence/fk-missing-index',
    'pgsafe/fk-without-covering-index',
    'migrationpilot/MP016',
  ],

  check(document, context) {
    if (document.createdTables.length + document.alteredTables.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    // MySQL and MariaDB make the index themselves.
    if (!migration || (migration.dialect !== 'postgresql' && migration.dialect !== 'sqlite')) return;
    if (comesFromPrisma(migration, context.workspace.allFacts('prisma').keys())) return;
    const { tableSizes } = context.settings.sql;
    const seen = new Set<string>();
    let separated = 0;
    for (const { statement, table, columns, reference, state } of foreignKeysMade(migration)) {
      const names = columns.map(one => one.text);
      const key = `${table.schema?.text}.${table.name.text}(${names})`;
      const rows = tableSizes[`${table.schema?.text ?? 'public'}.${table.name.text}`] ?? tableSizes[table.name.text];
      // Of a column that nobody wrote down, the indexes are not known either.
      const known = names.every(name => state.columns.some(one => one.name === name));
      if (seen.has(key) || !known || state.partitionOf || (rows !== undefined && rows <= FEW_ROWS)) continue;
      seen.add(key);
      if (findsRowsBy(state, names)) continue;
      const index = { table, name: indexName(table, names, 'idx'), unique: false, columns: names, where: undefined };
      const change = addIndex(migration, statement, index, separated);
      const separate = (change?.creates.length ?? 0) > 0;
      if (separate) separated++;
      const title = `Add an index on ${names.join(', ')}${separate ? ', in a migration of its own' : ''}`;
      const data = { table: table.name.text, columns: names.join(', '), referenced: reference.table?.name.text ?? '' };
      const fixes = [change && ({ title, safety: 'unsafe', ...change } as const)];
      const column = names.find(name => findsRowsBy(state, [name]));
      if (column === undefined) context.report({ at: columns[0]!, message: 'missing', data, fixes });
      else context.report({ at: columns[0]!, message: 'partly', data: { ...data, column }, fixes });
    }
  },
});
