import { defineRule, type Fix } from '#engine';
import {
  addColumnInFront,
  addItemBehind,
  columnNamed,
  comesFromPrisma,
  itemsOf,
  type MadeTable,
  type Migration,
  openMigration,
  tablesMade,
} from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/table-without-primary-key',
  guide: 'schema/constraints',
  summary: 'Reports tables that have no primary key after the last migration.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    postgresql: 'Table "{table}" has no primary key: logical replication refuses every UPDATE and DELETE of its rows.',
    mysql: 'Table "{table}" has no primary key: for each changed row a replica may have to read the whole table.',
  },
  reads: ['sql', 'prisma'],
  alsoKnownAs: [
    'splinter/0004_no_primary_key',
    'bytebase/TABLE_REQUIRE_PK',
    'pgsafe/require-primary-key',
    'migrationpilot/MP045',
  ],

  check(document, context) {
    if (document.createdTables.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    // In SQLite every row has a rowid.
    if (!migration || migration.dialect === 'sqlite') return;
    const isPrismas = comesFromPrisma(migration, context.workspace.allFacts('prisma').keys());
    for (const made of tablesMade(migration)) {
      const { statement, name, table } = made;
      if (!table.complete || statement.unlogged || table.partitionOf) continue;
      // What Prisma up to 5 makes of a relation between many and many.
      if (isPrismas && /^_/.test(table.name) && table.columns.every(one => one.name === 'A' || one.name === 'B'))
        continue;
      if (table.columns.length === 0 || table.constraints.some(one => one.type === 'primaryKey')) continue;
      context.report({
        at: name.name,
        message: migration.dialect === 'postgresql' ? 'postgresql' : 'mysql',
        data: { table: name.name.text },
        // Prisma would take it away again.
        fixes: [isPrismas ? undefined : withKey(migration, made)],
      });
    }
  },
});

function withKey(migration: Migration, { statement, table }: MadeTable): Fix | undefined {
  const { document, dialect } = migration;
  // The key of a partitioned table must contain the columns that it is partitioned by.
  if (statement.partitionBy) return undefined;
  const pair = joinedBy(table);
  const last = itemsOf(statement).at(-1);
  if (pair && last) {
    const columns = pair.map(name => document.textOf(statement.columns.find(one => one.name.text === name)!.name));
    const edits = addItemBehind(document, statement, last, `PRIMARY KEY (${columns.join(', ')})`);
    return edits && { title: `Make ${pair.join(' and ')} the primary key`, safety: 'unsafe', edits };
  }
  const id = statement.columns.find(one => /^id$/i.test(one.name.text));
  if (id) {
    const edits = [edit.insert(id.span.end, ' PRIMARY KEY')];
    return id.constraints.some(one => one.type === 'null' || one.type === 'unique')
      ? undefined
      : { title: `Make ${id.name.text} the primary key`, safety: 'unsafe', edits };
  }
  const type = dialect === 'postgresql' ? 'bigint GENERATED ALWAYS AS IDENTITY' : 'bigint NOT NULL AUTO_INCREMENT';
  const name = columnNamed(document, statement, 'id');
  const edits = addColumnInFront(document, statement, `${name} ${type} PRIMARY KEY`);
  return edits && { title: 'Add id', safety: 'unsafe', edits };
}

/** The two columns of a table that joins two others, as long as nothing makes them unique yet. */
function joinedBy({ columns, constraints, indexes }: MadeTable['table']): readonly string[] | undefined {
  const foreign = constraints.filter(one => one.type === 'foreignKey');
  const names = [...new Set(foreign.flatMap(one => one.columns))];
  const ends = foreign.length === 2 && names.length === 2 && foreign.every(one => one.columns.length === 1);
  const isUnique = indexes.some(one => one.unique) || constraints.some(one => one.type === 'unique');
  const has = (name: string): boolean => columns.some(one => one.name === name);
  return ends && !isUnique && columns.length <= 4 && names.every(has) && !has('id') ? names : undefined;
}
