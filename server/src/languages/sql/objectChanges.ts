import type { Located, Span } from '#text';
import { keptName } from './identifiers.ts';
import { looseReader, mentionsOf, sourceOf } from './mentions.ts';
import type { Statement, StatementOf } from './model.ts';
import { everyQuery, queryOf } from './queries/index.ts';
import { type ObjectName, objectName, type SchemaChange } from './schemaFacts.ts';
import { readDataType } from './statements/dataType.ts';

type PlaceOf = (node: Located) => Span;

/** What statements about anything but the inside of a table change. */
export function objectChanges(statement: Statement, at: PlaceOf): readonly SchemaChange[] {
  switch (statement.type) {
    case 'createView':
    case 'createMaterializedView':
      return viewChanges(statement, at);
    case 'dropTable':
    case 'dropView':
    case 'dropMaterializedView':
    case 'dropIndex':
    case 'dropType':
    case 'dropSchema':
    case 'dropOther':
      return dropChanges(statement, at);
    case 'renameTable':
      return statement.renames.map(({ from, to }) => ({
        type: 'renameTable',
        table: objectName(from),
        to: objectName(to),
        at: at(to),
      }));
    case 'alterIndex': {
      const { name, renameTo } = statement;
      if (!name || !renameTo) return [];
      return [
        {
          type: 'renameIndex',
          index: objectName(name),
          table: undefined,
          to: keptName(renameTo.text),
          at: at(renameTo),
        },
      ];
    }
    case 'createType': {
      const { name, values } = statement;
      if (!name) return [];
      if (!values) return [{ type: 'createComposite', name: objectName(name), at: at(name) }];
      const labels = values.map(one => one.text);
      return [{ type: 'createEnum', name: objectName(name), values: labels, ifNotExists: false, at: at(name) }];
    }
    case 'alterType':
      return typeChanges(statement, at);
    case 'createFunction':
    case 'createProcedure': {
      const { name, language, securityDefiner } = statement;
      if (!name) return [];
      const kind = statement.type === 'createFunction' ? 'function' : 'procedure';
      const fields = { language: language?.text.toLowerCase(), securityDefiner: securityDefiner !== undefined };
      return [{ type: 'createRoutine', name: objectName(name), kind, ...fields, at: at(name) }];
    }
    case 'createTrigger': {
      const { name, table } = statement;
      if (!name || !table) return [];
      const routine = routineOf(statement);
      return [{ type: 'createTrigger', table: objectName(table), name: name.text, routine, at: at(name) }];
    }
    case 'createPolicy': {
      const { name, table } = statement;
      return name && table ? [{ type: 'createPolicy', table: objectName(table), name: name.text, at: at(name) }] : [];
    }
    case 'createOther':
    case 'alterOther':
      return otherChanges(statement, at);
    default:
      return [];
  }
}

function viewChanges(statement: StatementOf<'createView' | 'createMaterializedView'>, at: PlaceOf): SchemaChange[] {
  const { name, query, ifNotExists, temporary, dialect } = statement;
  if (!name) return [];
  return [
    {
      type: 'createView',
      table: objectName(name),
      materialized: statement.type === 'createMaterializedView',
      ifNotExists: ifNotExists !== undefined,
      temporary: temporary !== undefined,
      reads: tablesRead(statement),
      mentions: mentionsOf(query?.text, dialect),
      query: sourceOf(query),
      at: at(name),
    },
  ];
}

/** The tables and views in FROM and JOIN, wherever in the query; not its own WITH queries. */
function tablesRead(statement: Statement): readonly ObjectName[] {
  const query = queryOf(statement);
  if (!query) return [];
  const own = new Set<string>();
  const found = new Map<string, ObjectName>();
  for (const { query: one } of everyQuery(query)) {
    for (const { name } of one.with) own.add(name.text);
    for (const operand of one.operands) {
      const tables = operand.type === 'select' ? operand.from.map(item => item.table) : [];
      for (const table of operand.type === 'table' ? [operand.table] : tables)
        if (table) found.set(`${table.schema?.text ?? ''} ${table.name.text}`, objectName(table));
    }
  }
  return [...found.values()].filter(one => one.schema !== undefined || !own.has(one.name));
}

function dropChanges(statement: Extract<Statement, { readonly names: unknown }>, at: PlaceOf): readonly SchemaChange[] {
  const { names, table: on, dialect } = statement;
  const cascade = statement.cascade !== undefined;
  const ifExists = statement.ifExists !== undefined;
  const table = on && objectName(on);
  return names.flatMap((one): SchemaChange[] => {
    const name = objectName(one);
    const place = at(one);
    switch (statement.object) {
      case 'TABLE':
      case 'FOREIGN TABLE':
        return [{ type: 'dropTable', table: name, kind: 'table', ifExists, cascade, at: place }];
      case 'VIEW':
        return [{ type: 'dropTable', table: name, kind: 'view', ifExists, cascade, at: place }];
      case 'MATERIALIZED VIEW':
        return [{ type: 'dropTable', table: name, kind: 'materializedView', ifExists, cascade, at: place }];
      case 'INDEX':
        return [{ type: 'dropIndex', index: name, table, ifExists, at: place }];
      case 'TYPE':
      case 'DOMAIN':
        return [{ type: 'dropType', name, cascade, at: place }];
      case 'SCHEMA':
        return cascade || dialect !== 'postgresql' ? [{ type: 'dropSchema', schema: name.name, at: place }] : [];
      case 'FUNCTION':
      case 'PROCEDURE':
      case 'ROUTINE':
        return [{ type: 'dropRoutine', name, cascade, at: place }];
      case 'SEQUENCE':
        return [{ type: 'dropSequence', name, at: place }];
      case 'TRIGGER':
        return table ? [{ type: 'dropTrigger', table, name: name.name, at: place }] : [];
      case 'POLICY':
        return table ? [{ type: 'dropPolicy', table, name: name.name, at: place }] : [];
      default:
        return [];
    }
  });
}

function typeChanges(statement: StatementOf<'alterType'>, at: PlaceOf): readonly SchemaChange[] {
  const { name: written, addValue, renameValue, renameTo } = statement;
  if (!written) return [];
  const name = objectName(written);
  if (addValue) return [{ type: 'addEnumValue', name, value: addValue.text, at: at(addValue) }];
  if (renameValue) {
    const { from, to } = renameValue;
    return [{ type: 'renameEnumValue', name, value: from.text, to: to.text, at: at(to) }];
  }
  return renameTo ? [{ type: 'renameType', name, to: keptName(renameTo.text), at: at(renameTo) }] : [];
}

function otherChanges(statement: StatementOf<'createOther' | 'alterOther'>, at: PlaceOf): readonly SchemaChange[] {
  const { object, name: written } = statement;
  if (!written) return [];
  const name = objectName(written);
  const place = at(written);
  if (statement.type === 'createOther') {
    if (object === 'DOMAIN') return [{ type: 'createDomain', name, base: baseOf(statement), at: place }];
    return object === 'SEQUENCE' ? [{ type: 'createSequence', name, ownedBy: ownerOf(statement), at: place }] : [];
  }
  const to = statement.renameTo && keptName(statement.renameTo.text);
  if (to === undefined) {
    const ownedBy = object === 'SEQUENCE' ? ownerOf(statement) : undefined;
    return ownedBy ? [{ type: 'createSequence', name, ownedBy, at: place }] : [];
  }
  switch (object) {
    case 'VIEW':
    case 'MATERIALIZED VIEW':
      return [{ type: 'renameTable', table: name, to: { schema: name.schema, name: to }, at: place }];
    case 'DOMAIN':
      return [{ type: 'renameType', name, to, at: place }];
    case 'SCHEMA':
      return [{ type: 'renameSchema', schema: name.name, to, at: place }];
    case 'FUNCTION':
    case 'PROCEDURE':
    case 'ROUTINE':
      return [{ type: 'renameRoutine', name, to, at: place }];
    default:
      return [];
  }
}

/** The function that a trigger calls: `EXECUTE FUNCTION app.f()`. */
function routineOf({ text, dialect }: Statement): ObjectName | undefined {
  const reader = looseReader(text, dialect);
  while (!reader.done) {
    if (reader.keyword('EXECUTE', 'FUNCTION') ?? reader.keyword('EXECUTE', 'PROCEDURE')) {
      const name = reader.qualifiedName();
      return name && objectName(name);
    }
    reader.advance();
  }
  return undefined;
}

/** The column after OWNED BY. */
function ownerOf({ text, dialect }: Statement): { readonly table: ObjectName; readonly column: string } | undefined {
  const reader = looseReader(text, dialect);
  while (!reader.done) {
    if (reader.keyword('OWNED', 'BY')) {
      const parts: string[] = [];
      for (let name = reader.name(); name; name = reader.name()) {
        parts.push(name.text);
        if (!reader.keyword('.')) break;
      }
      const [column, table, schema] = parts.reverse();
      return column !== undefined && table !== undefined ? { table: { schema, name: table }, column } : undefined;
    }
    reader.advance();
  }
  return undefined;
}

/** The type that a domain is made of: `CREATE DOMAIN d AS text`. */
function baseOf({ text, dialect }: Statement): string | undefined {
  const reader = looseReader(text, dialect);
  reader.keyword('CREATE', 'DOMAIN');
  reader.qualifiedName();
  reader.keyword('AS');
  return readDataType(reader)?.name;
}
