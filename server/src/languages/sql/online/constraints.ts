import type { Located, Span } from '#text';
import { objectName } from '../changes.ts';
import { chosen } from '../collected.ts';
import { constraintName } from '../defaultNames.ts';
import { isLive } from '../expand/live.ts';
import type { Migration } from '../migration.ts';
import type {
  AlterAction,
  AlterTable,
  ColumnConstraint,
  ColumnDefinition,
  QualifiedName,
  TableConstraint,
} from '../model.ts';
import type { TableState } from '../schemaState.ts';
import { actionChanges } from '../tableChanges.ts';

/** A constraint that the up half of a migration adds to a table that is in use and may hold rows. */
export interface AddedConstraint<C extends TableConstraint = TableConstraint> {
  readonly statement: AlterTable;
  readonly action: Extract<AlterAction, { readonly type: 'addConstraint' }>;
  readonly table: QualifiedName;
  /** Undefined for a table that no migration made. */
  readonly state: TableState | undefined;
  readonly constraint: C;
  /** Its name, else the words that say what it is. */
  readonly at: Span;
}

/** The same of a column that the statement adds. */
export interface InlineConstraint<C extends ColumnConstraint = ColumnConstraint> {
  readonly statement: AlterTable;
  readonly action: Extract<AlterAction, { readonly type: 'addColumn' }>;
  readonly table: QualifiedName;
  readonly state: TableState | undefined;
  readonly column: ColumnDefinition;
  readonly constraint: C;
  readonly at: Span;
}

type KindOf<C extends { readonly type: string }, T extends C['type']> = C & { readonly type: T };

/** Those ALTER TABLEs that belong to the up half and whose locks somebody may wait for, with what is known of the table. */
export function alteredLiveTables(
  migration: Migration,
  statements: readonly AlterTable[],
): readonly {
  readonly statement: AlterTable;
  readonly table: QualifiedName;
  readonly state: TableState | undefined;
}[] {
  return statements.flatMap(statement => {
    const { table, templated, broken } = statement;
    if (!table || templated || broken || !migration.isUp(statement) || !isLive(table, statement, migration)) return [];
    const state = migration.tableBefore(statement, objectName(table));
    // A table emptied here holds nothing to scan; a view has no constraints.
    return state && (!state.mayHoldRows || state.kind !== 'table') ? [] : [{ statement, table, state }];
  });
}

/** The constraints of some types that ALTER TABLE ... ADD adds. */
export function addedConstraints<T extends TableConstraint['type']>(
  migration: Migration,
  ...types: readonly T[]
): readonly AddedConstraint<KindOf<TableConstraint, T>>[] {
  return alteredLiveTables(migration, migration.document.alteredBy('addConstraint')).flatMap(
    ({ statement, table, state }) =>
      statement.actions.flatMap(action => {
        if (action.type !== 'addConstraint' || !types.some(type => type === action.constraint.type)) return [];
        const constraint = action.constraint as KindOf<TableConstraint, T>;
        return [{ statement, action, table, state, constraint, at: headOf(constraint, migration) }];
      }),
  );
}

/** The constraints of some types that the columns have which ALTER TABLE ... ADD COLUMN adds. */
export function inlineConstraints<T extends 'unique' | 'check' | 'references'>(
  migration: Migration,
  ...types: readonly T[]
): readonly InlineConstraint<KindOf<ColumnConstraint, T>>[] {
  const statements = withInline(migration.document.alteredBy('addColumn'));
  return alteredLiveTables(migration, statements).flatMap(({ statement, table, state }) =>
    statement.actions.flatMap(action => {
      if (action.type !== 'addColumn') return [];
      const { column } = action;
      // IF NOT EXISTS over a column that is there adds nothing.
      if (action.ifNotExists && state?.columns.some(one => one.name === column.name.text)) return [];
      return types.flatMap(type => {
        const constraint = column.constraints.find(one => one.type === type);
        if (!constraint) return [];
        const at = headOf(constraint, migration);
        return [{ statement, action, table, state, column, constraint: constraint as KindOf<ColumnConstraint, T>, at }];
      });
    }),
  );
}

const withInline = chosen(({ actions }: AlterTable) =>
  actions.some(
    action =>
      action.type === 'addColumn' &&
      action.column.constraints.some(one => /^(?:unique|check|references)$/.test(one.type)),
  ),
);

/** The name, else the first words: `UNIQUE`, `FOREIGN KEY`. */
function headOf({ name, span }: Pick<TableConstraint, 'name' | 'span'>, { document }: Migration): Span {
  if (name) return name.span;
  const words = /^\w+(?:[ \t]+KEY\b)?/i.exec(document.text.slice(span.start, span.end))?.[0] ?? '';
  return { start: span.start, end: span.start + words.length };
}

/** The name of a constraint: the one that is written, else the one that PostgreSQL chooses. */
export function nameOfConstraint(
  { statement, action, table, state }: AddedConstraint | InlineConstraint,
  constraint: Located & { readonly name: { readonly text: string } | undefined },
): string | undefined {
  if (constraint.name) return constraint.name.text;
  const at = (node: Located) => node.span;
  const changes = actionChanges(statement, objectName(table), action, at);
  const made = changes.find(one => one.type === 'addConstraint' && one.at.start === constraint.span.start);
  if (made?.type !== 'addConstraint') return undefined;
  // What the statement drops is gone before it adds.
  const goes = statement.actions.flatMap(one =>
    one.type === 'dropColumn' || one.type === 'dropConstraint' ? one.name.text : [],
  );
  const known = new Set(
    [...(state?.constraints ?? []), ...(state?.indexes ?? [])]
      .filter(
        one =>
          !goes.includes(one.knownAs) && !one.columns.some(column => column !== undefined && goes.includes(column)),
      )
      .map(one => one.knownAs),
  );
  const named = state ?? { ...objectName(table), columns: [] };
  // Of a key, the included columns are in the name as well.
  const included =
    action.type === 'addConstraint' && 'includedColumns' in action.constraint ? action.constraint.includedColumns : [];
  const fact = { ...made.constraint, columns: [...made.constraint.columns, ...included.map(one => one.text)] };
  return constraintName(named, fact, statement.dialect, name => known.has(name));
}
