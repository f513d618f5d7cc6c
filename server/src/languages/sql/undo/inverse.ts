import { objectName } from '../changes.ts';
import { writtenName } from '../identifiers.ts';
import type { Migration } from '../migration.ts';
import type { Name, QualifiedName, Statement, StatementOf } from '../model.ts';
import { inverseActions } from './inverseActions.ts';
import { indexSource } from './sources.ts';

/** One step of the way back, without a terminator. */
export type Step =
  | { readonly type: 'sql'; readonly sql: string; readonly loses?: string }
  /** Nothing takes it back: what it was, in one line. */
  | { readonly type: 'lost'; readonly what: string };

export interface Inverse {
  /** Statements with their terminators, and comments; in the order in which they run. */
  readonly lines: readonly string[];
  /** Whether the schema and the rows are the same again afterwards. */
  readonly complete: boolean;
}

/** How a comment begins that says that something is not taken back, on purpose. */
export const IRREVERSIBLE = '-- irreversible:';

/** What undoes statements of the way up: the inverse of each one, the last one first. */
export function inverseOf(migration: Migration, statements: readonly Statement[]): Inverse {
  const steps = [...statements].reverse().flatMap(one => inverse(one, migration));
  const lines = steps.flatMap(step => {
    if (step.type === 'lost') return [`${IRREVERSIBLE} ${step.what}`];
    return [...(step.loses === undefined ? [] : [`${IRREVERSIBLE} ${step.loses}`]), `${step.sql};`];
  });
  return { lines, complete: steps.every(one => one.type === 'sql' && one.loses === undefined) };
}

const sql = (text: string): Step[] => [{ type: 'sql', sql: text }];

/** A statement that cannot be taken back, cut to a line. */
export function lost({ text }: { readonly text: string }): Step[] {
  const line = text
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return [{ type: 'lost', what: line.length > 90 ? `${line.slice(0, 87)}...` : line }];
}

function inverse(statement: Statement, migration: Migration): Step[] {
  if (statement.templated || statement.broken) return lost(statement);
  const { textOf } = migration.document;
  const named = (kind: string, name: QualifiedName | undefined): Step[] =>
    name ? sql(`DROP ${kind} ${textOf(name)}`) : lost(statement);
  switch (statement.type) {
    case 'createTable': {
      if (!statement.table) return lost(statement);
      if (statement.temporary) return [];
      const before = migration.tableBefore(statement, objectName(statement.table));
      if (before) return statement.ifNotExists ? [] : lost(statement);
      return named('TABLE', statement.table);
    }
    case 'createIndex':
      return inverseOfIndex(statement, migration);
    case 'alterTable':
      return inverseActions(statement, migration);
    case 'renameTable':
      return [...statement.renames]
        .reverse()
        .flatMap(({ from, to }) => sql(`RENAME TABLE ${textOf(to)} TO ${textOf(from)}`));
    case 'dropIndex':
      return [...statement.names].reverse().flatMap(name => {
        const state = migration.before(statement).tableOfIndex(objectName(name));
        const index = state?.indexes.find(one => one.knownAs === name.name.text);
        const source = state && index && indexSource(state, index, statement.concurrently !== undefined);
        return source === undefined ? lost({ text: `DROP INDEX ${textOf(name)}` }) : sql(source);
      });
    case 'createView':
    case 'createMaterializedView': {
      if (!statement.name || statement.temporary) return [];
      const before = migration.tableBefore(statement, objectName(statement.name));
      if (before)
        return statement.ifNotExists ? [] : lost({ text: `CREATE OR REPLACE VIEW ${textOf(statement.name)}` });
      return named(statement.type === 'createView' ? 'VIEW' : 'MATERIALIZED VIEW', statement.name);
    }
    case 'createType':
      return named('TYPE', statement.name);
    case 'alterType': {
      const { name, renameTo, renameValue } = statement;
      if (name && renameTo)
        return sql(`ALTER TYPE ${renamed(name, textOf(renameTo), migration)} RENAME TO ${textOf(name.name)}`);
      if (!name || !renameValue) return lost(statement);
      const { from, to } = renameValue;
      return sql(`ALTER TYPE ${textOf(name)} RENAME VALUE ${textOf(to)} TO ${textOf(from)}`);
    }
    case 'alterIndex': {
      const { name, renameTo } = statement;
      if (!name || !renameTo) return lost(statement);
      return sql(`ALTER INDEX ${renamed(name, textOf(renameTo), migration)} RENAME TO ${textOf(name.name)}`);
    }
    case 'alterOther': {
      const { name, renameTo, object } = statement;
      if (!name || !renameTo || /FUNCTION|PROCEDURE|AGGREGATE/.test(object)) return lost(statement);
      return sql(`ALTER ${object} ${renamed(name, textOf(renameTo), migration)} RENAME TO ${textOf(name.name)}`);
    }
    case 'createFunction':
    case 'createProcedure': {
      const kind = statement.type === 'createFunction' ? 'FUNCTION' : 'PROCEDURE';
      const before = statement.name && migration.before(statement).routine(objectName(statement.name));
      return before ? lost({ text: `CREATE OR REPLACE ${kind} ${before.name}` }) : named(kind, statement.name);
    }
    case 'createTrigger':
      return inverseOnTable(statement, 'TRIGGER', migration);
    case 'createPolicy':
      return inverseOnTable(statement, 'POLICY', migration);
    case 'createExtension':
      // IF NOT EXISTS: it may have been there, and others may need it.
      return statement.ifNotExists || !statement.name ? [] : sql(`DROP EXTENSION ${textOf(statement.name)}`);
    case 'createRole':
    case 'createSubscription':
    case 'createServer':
      return statement.name ? sql(`DROP ${statement.object} ${textOf(statement.name)}`) : lost(statement);
    case 'createOther':
      return /^(?:SCHEMA|SEQUENCE|DOMAIN|AGGREGATE|COLLATION|PUBLICATION|STATISTICS|EVENT TRIGGER)$/.test(
        statement.object,
      )
        ? named(statement.object, statement.name)
        : lost(statement);
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
    case 'copy':
      // What was done to a table made here goes with it.
      return statement.table && isMadeHere(statement.table, statement, migration) ? [] : lost(statement);
    case 'grant': {
      const made =
        statement.objects.length > 0 && statement.objects.every(one => isMadeHere(one, statement, migration));
      return made ? [] : lost(statement);
    }
    default:
      return WITHOUT_TRACE.has(statement.type) ? [] : lost(statement);
  }
}

/** What leaves nothing behind that could be undone. */
const WITHOUT_TRACE: ReadonlySet<Statement['type']> = new Set<Statement['type']>([
  'begin',
  'commit',
  'rollback',
  'savepoint',
  'releaseSavepoint',
  'rollbackToSavepoint',
  'set',
  'select',
  'vacuum',
  'reindex',
  'cluster',
  'analyze',
  'meta',
  'comment',
  'lock',
  'pragma',
  'refreshMaterializedView',
]);

function isMadeHere(table: QualifiedName, statement: Statement, migration: Migration): boolean {
  const state = migration.tableBefore(statement, objectName(table));
  return state?.madeHere === true || state?.temporary === true;
}

/** The name that something has after a rename: its own schema and the new name. */
function renamed({ schema }: QualifiedName, to: string, { document }: Migration): string {
  return schema ? `${document.textOf(schema)}.${to}` : to;
}

function inverseOfIndex(statement: StatementOf<'createIndex'>, migration: Migration): Step[] {
  const { name, table, concurrently } = statement;
  const { textOf } = migration.document;
  if (!table) return lost(statement);
  const state = migration.tableBefore(statement, objectName(table));
  if (state?.madeHere) return [];
  if (!name) return lost(statement);
  if (statement.ifNotExists && state?.indexes.some(one => one.knownAs === name.name.text)) return [];
  if (migration.dialect === 'mysql' || migration.dialect === 'mariadb')
    return sql(`DROP INDEX ${textOf(name)} ON ${textOf(table)}`);
  // An index lives in the schema of its table.
  const schema = !name.schema && table.schema ? `${textOf(table.schema)}.` : '';
  return sql(`DROP INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${schema}${textOf(name)}`);
}

function inverseOnTable(
  statement: Statement & { readonly name: Name | undefined; readonly table: QualifiedName | undefined },
  kind: 'TRIGGER' | 'POLICY',
  migration: Migration,
): Step[] {
  const { name, table } = statement;
  if (!name || !table) return lost(statement);
  if (isMadeHere(table, statement, migration)) return [];
  return sql(`DROP ${kind} ${writtenName(name.text)} ON ${migration.document.textOf(table)}`);
}
