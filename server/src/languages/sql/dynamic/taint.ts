import { onlySelect } from '../queries/index.ts';
import type { Call, Operand } from '../queries/model.ts';
import type { RoutineBody, Variable } from '../routines/model.ts';
import type { Expression } from '../tableModel.ts';
import { piecesOf } from './pieces.ts';
import { specifiersOf } from './specifiers.ts';

/** Who can put text into a value: the caller, or only the routine itself and what it reads. */
export type Taint = 'caller' | 'local';

/** Calls that hand on what they are given. */
const HANDING_ON: ReadonlySet<string> = new Set(
  'lower upper trim btrim ltrim rtrim coalesce nullif replace substring substr left right concat concat_ws array_to_string'.split(
    ' ',
  ),
);
/** Types that hold any text. */
const TEXT = /^(?:pg_catalog\.)?(?:text|varchar|character varying|char|character|bpchar|citext|name|jsonb?)\b/;

/** What a value may smuggle into a command; undefined where it is safe, or nobody can tell. */
export function taintOf(operand: Operand, body: RoutineBody, seen: readonly string[] = []): Taint | undefined {
  switch (operand.kind) {
    case 'column':
      return taintOfName(operand, body, seen);
    case 'parameter': {
      const at = Number(operand.text.replace(/^\$/, ''));
      return taintOfVariable(body.variables.filter(one => one.parameter)[at - 1], body, seen);
    }
    case 'call':
      return operand.call && taintOfCall(operand.call, body, seen);
    default:
      return taintOfCast(operand, body, seen);
  }
}

function taintOfName({ column }: Operand, body: RoutineBody, seen: readonly string[]): Taint | undefined {
  if (!column) return undefined;
  const name = column.name.text;
  // A field of a record: what a query of the routine has read.
  if (column.table) return isRecord(column.table.text, body) ? 'local' : undefined;
  if (/^tg_(?:table_name|table_schema|relname|name)$/.test(name)) return 'local';
  return taintOfVariable(
    body.variables.findLast(one => one.name?.text === name),
    body,
    seen,
  );
}

function isRecord(name: string, { variables }: RoutineBody): boolean {
  const found = variables.findLast(one => one.name?.text === name);
  return found !== undefined && /^(?:record\b|.*%rowtype)/.test(found.type);
}

function taintOfVariable(
  variable: Variable | undefined,
  body: RoutineBody,
  seen: readonly string[],
): Taint | undefined {
  if (!variable || !TEXT.test(variable.type)) return undefined;
  if (variable.parameter) return body.anonymous ? 'local' : 'caller';
  const { name, initial } = variable;
  if (!name || seen.includes(name.text)) return undefined;
  const values = valuesOf(name.text, body);
  if (initial) values.push(initial);
  const inner = [...seen, name.text];
  // What a query reads into it is the database's own.
  return worst(
    values.map(one =>
      one === 'read' ? 'local' : worst(piecesOf(one).map(piece => taintOf(piece.operand, body, inner))),
    ),
  );
}

/** The expressions that are put into a variable; `read` for what comes out of a table. */
function valuesOf(name: string, { parts }: RoutineBody): (Expression | 'read')[] {
  return parts.flatMap((one): (Expression | 'read')[] => {
    if (one.type === 'assign') return one.name.text === name && one.expression ? [one.expression] : [];
    if (one.type !== 'sql' || one.query?.type !== 'query') return [];
    const core = onlySelect(one.query);
    const at = core?.targets.findIndex(target => target.name.text === name && !target.schema) ?? -1;
    if (!core || at < 0) return [];
    const item = core.items[at]?.value;
    return item && core.from.length === 0 ? [item] : ['read'];
  });
}

function taintOfCall({ name, args }: Call, body: RoutineBody, seen: readonly string[]): Taint | undefined {
  // What goes into the command through a format() in place is the matter of the rule on that.
  if (name === 'format')
    return seen.length > 0 ? worst(plainArguments(args).map(one => taintOf(one, body, seen))) : undefined;
  return HANDING_ON.has(name) ? worst(args.map(one => taintOf(one, body, seen))) : undefined;
}

/** The arguments of format() that `%s` puts in; all of them where its string is put together. */
function plainArguments([first, ...args]: readonly Operand[]): readonly Operand[] {
  const [piece] = first ? piecesOf(first) : [];
  if (!piece?.literal) return args;
  return specifiersOf(piece.literal.text).flatMap(({ type, argument }) =>
    type === 's' ? (args[argument - 1] ?? []) : [],
  );
}

/** `value::text`: the type decides. Anything else that consists of several parts is not judged. */
function taintOfCast(operand: Operand, body: RoutineBody, seen: readonly string[]): Taint | undefined {
  const [, value, type] = /^([\w."]+)\s*::\s*([\w. ]+?)(?:\(\d+\))?$/.exec(operand.text) ?? [];
  const [column] = operand.columns;
  if (value === undefined || !column || operand.columns.length > 1) return undefined;
  return TEXT.test(type?.toLowerCase() ?? '') ? taintOfName({ ...operand, column }, body, seen) : undefined;
}

function worst(taints: readonly (Taint | undefined)[]): Taint | undefined {
  return taints.find(one => one === 'caller') ?? taints.find(one => one !== undefined);
}
