import type { TextEdit } from '#text';
import { objectName } from '../changes.ts';
import { fitsName, writtenName } from '../identifiers.ts';
import type { Migration } from '../migration.ts';
import type { Name, QualifiedName, Statement, StatementOf } from '../model.ts';
import { insertAfter, replaceWith } from './insertions.ts';
import { typeText } from './typeText.ts';

/** A column whose values are to live under another name. */
export interface ColumnMove {
  readonly statement: StatementOf<'alterTable'>;
  readonly table: QualifiedName;
  readonly from: Name;
  readonly to: Name;
}

/**
 * The expand step of a rename (PostgreSQL): a second column, kept the same by a trigger, in the place of the statement that
 * renames. Both the code of before and the code of after work until a later migration drops the first column. Undefined
 * where the type of the column is not known, or the way down could not follow.
 */
export function expandInsteadOfRename(migration: Migration, move: ColumnMove): readonly TextEdit[] | undefined {
  const { document } = migration;
  const { statement, table, from, to } = move;
  const column = migration.tableBefore(statement, objectName(table))?.columns.find(one => one.name === from.text);
  const type = column && typeText(column);
  if (statement.actions.length !== 1 || type === undefined) return undefined;
  const source = document.textOf(table);
  const added = `ALTER TABLE ${source} ADD COLUMN ${document.textOf(to)} ${type};`;
  return withSync(migration, move, [added], (statements, one) => replaceWith(migration, one, statements));
}

/** The same where the second column is added already, behind `statement`. */
export function syncColumns(migration: Migration, move: ColumnMove): TextEdit | undefined {
  return withSync(migration, move, [], (statements, one) => insertAfter(migration, one, statements))?.[0];
}

function withSync(
  migration: Migration,
  { statement, table, from, to }: ColumnMove,
  before: readonly string[],
  write: (statements: readonly string[], at: Statement) => TextEdit | undefined,
): readonly TextEdit[] | undefined {
  const { document, directory, file } = migration;
  const name = `${table.name.text}_${from.text}_${to.text}_sync`;
  if (!fitsName(name)) return undefined;
  const schema = table.schema ? `${document.textOf(table.schema)}.` : '';
  const routine = `${schema}${writtenName(name)}`;
  const [a, b, relation] = [document.textOf(from), document.textOf(to), document.textOf(table)];
  const up = write(
    [...before, syncFunction(routine, a, b), syncTrigger(writtenName(name), routine, relation)],
    statement,
  );
  // Where the way down stands in a file of its own, nobody has its text here.
  const other = directory.facts.get(file.uri.replace(/up\.sql$/i, 'down.sql'));
  const mentions = other?.down.some(one => 'table' in one && one.table?.name === table.name.text);
  if (!up || (mentions && other !== directory.facts.get(file.uri))) return undefined;
  const undoing = document.statements.filter(
    one => !migration.isUp(one) && one.type === 'alterTable' && one.table?.name.text === table.name.text,
  );
  if (undoing.length === 0) return [up];
  const [undo] = undoing;
  const back = undo?.type === 'alterTable' && undo.actions.length === 1 ? undo.actions[0] : undefined;
  if (!undo || undoing.length > 1 || back?.type !== 'renameColumn' || back.to?.text !== from.text) return undefined;
  const down = replaceWith(migration, undo, [
    `DROP TRIGGER ${writtenName(name)} ON ${relation};`,
    `DROP FUNCTION ${routine}();`,
    `ALTER TABLE ${relation} DROP COLUMN ${b};`,
  ]);
  return down && [up, down];
}

/** Whichever column a program writes, the other one follows; rows that nobody touches are left for a background job. */
function syncFunction(routine: string, a: string, b: string): string {
  return `CREATE FUNCTION ${routine}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.${b} IS NOT NULL OR TG_OP = 'UPDATE' AND NEW.${b} IS DISTINCT FROM OLD.${b} THEN
    NEW.${a} := NEW.${b};
  ELSE
    NEW.${b} := NEW.${a};
  END IF;
  RETURN NEW;
END $$;`;
}

function syncTrigger(name: string, routine: string, relation: string): string {
  return `CREATE TRIGGER ${name} BEFORE INSERT OR UPDATE ON ${relation}
  FOR EACH ROW EXECUTE FUNCTION ${routine}();`;
}
