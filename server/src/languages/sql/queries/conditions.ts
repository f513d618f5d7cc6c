import type { Reader } from '../statements/reader.ts';
import { inParenthesesOf, readOperand } from './expressions.ts';
import { operatorAt, roleOf } from './lookahead.ts';
import type { Condition, ConditionClause, Operand, Predicate } from './model.ts';
import { inParentheses, nestedQuery, opensQuery, type Scope } from './scope.ts';

/** Takes `WHERE condition`, `HAVING condition`, `ON condition`. */
export function readConditionClause(scope: Scope, word: string): ConditionClause | undefined {
  const { reader } = scope;
  const from = reader.at;
  const keyword = reader.keyword(word);
  if (!keyword) return undefined;
  const condition = readCondition(scope);
  return reader.located(from, { keyword, condition });
}

/** Reads a condition up to the clause that follows; undefined where none stands. */
export function readCondition(scope: Scope): Condition | undefined {
  return readList(scope, 'or');
}

function readList(scope: Scope, type: 'and' | 'or'): Condition | undefined {
  const { reader } = scope;
  const from = reader.at;
  const word = type === 'or' ? 'OR' : 'AND';
  const operands: Condition[] = [];
  do {
    const operand = type === 'or' ? readList(scope, 'and') : readOne(scope);
    if (operand) operands.push(operand);
  } while (reader.keyword(word));
  return operands.length > 1 ? reader.located(from, { type, operands }) : operands[0];
}

function readOne(scope: Scope): Condition | undefined {
  const { reader } = scope;
  const from = reader.at;
  let negations = 0;
  while (reader.keyword('NOT')) negations++;
  const operand = isGroup(reader) ? inParentheses(scope, () => readCondition(scope)) : readPredicate(scope);
  if (!operand || negations % 2 === 0) return operand;
  return reader.located(from, { type: 'not' as const, operand });
}

/** Whether the parentheses that come next hold a condition rather than one side of a predicate. */
function isGroup(reader: Reader): boolean {
  if (reader.word() !== '(' || opensQuery(reader)) return false;
  const from = reader.at;
  reader.parentheses();
  const word = reader.word();
  const isOperand = reader.token()?.kind === 'punctuation' ? !/^[),;]$/.test(word) : beforeRight.has(word);
  reader.at = from;
  return !isOperand;
}

const beforeRight: ReadonlySet<string> = new Set(
  'IS IN LIKE ILIKE SIMILAR BETWEEN NOT ISNULL NOTNULL AT COLLATE REGEXP RLIKE GLOB MATCH OVERLAPS OPERATOR DIV MOD'.split(
    ' ',
  ),
);

function readPredicate(scope: Scope): Predicate | undefined {
  const { reader } = scope;
  const from = reader.at;
  if (reader.word() === 'EXISTS' && reader.word(1) === '(') {
    reader.advance();
    const start = reader.at;
    const query = nestedQuery(scope, 'exists');
    const written = reader.expressionSince(start);
    const right = written && query ? [asQuery(written, query)] : [];
    return reader.located(from, {
      type: 'predicate' as const,
      operator: 'EXISTS',
      negated: false,
      left: undefined,
      right,
    });
  }
  const left = readOperand(scope, true);
  const { operator, negated } = takeOperator(scope);
  const right = operator === '' ? [] : readRight(scope, operator);
  if (!left && operator === '') return undefined;
  // `a = b = c`, `a < b IS TRUE`: what follows is passed over, its columns belong to nobody.
  while (left && !reader.done && takeOperator(scope).operator !== '') readOperand(scope, true);
  return reader.located(from, { type: 'predicate' as const, operator, negated, left, right });
}

function asQuery(
  written: Operand | NonNullable<ReturnType<Reader['expressionSince']>>,
  query: Operand['query'],
): Operand {
  const none = { column: undefined, call: undefined, items: [], columns: [], calls: [] };
  return Object.assign(written, { kind: 'query' as const, query, ...none });
}

/** Takes what compares the two sides; an empty operator: nothing does. */
function takeOperator(scope: Scope): { readonly operator: string; readonly negated: boolean } {
  const { reader } = scope;
  if (reader.token()?.kind === 'punctuation') {
    const operator = operatorAt(reader);
    reader.at += operator.length;
    return { operator: operator === '!=' ? '<>' : operator, negated: false };
  }
  if (reader.keyword('ISNULL')) return { operator: 'IS NULL', negated: false };
  if (reader.keyword('NOTNULL')) return { operator: 'IS NULL', negated: true };
  if (reader.keyword('IS')) {
    const negated = reader.keyword('NOT') !== undefined;
    if (reader.keyword('DISTINCT', 'FROM')) return { operator: 'IS DISTINCT FROM', negated };
    const word = reader.word();
    reader.advance();
    if (/^(?:NULL|TRUE|FALSE|UNKNOWN)$/.test(word)) return { operator: `IS ${word}`, negated };
    return { operator: 'IS', negated };
  }
  const negated = beforeNegated.has(reader.word(1)) && reader.keyword('NOT') !== undefined;
  const word = reader.word();
  if (!(reader.isPostgres ? compares : comparesElsewhere).has(word)) return { operator: '', negated };
  reader.advance();
  if (word === 'SIMILAR') reader.keyword('TO');
  if (word === 'BETWEEN') reader.keyword('SYMMETRIC') ?? reader.keyword('ASYMMETRIC');
  return { operator: word === 'OPERATOR' ? operatorInParentheses(reader) : word, negated };
}

const compares: ReadonlySet<string> = new Set('LIKE ILIKE SIMILAR IN BETWEEN OVERLAPS OPERATOR'.split(' '));
const comparesElsewhere: ReadonlySet<string> = new Set('LIKE IN BETWEEN REGEXP RLIKE GLOB MATCH'.split(' '));
const beforeNegated: ReadonlySet<string> = new Set('LIKE ILIKE SIMILAR IN BETWEEN REGEXP RLIKE GLOB MATCH'.split(' '));

/** `OPERATOR(pg_catalog.=)`. */
function operatorInParentheses(reader: Reader): string {
  return reader.inParentheses()?.text.replace(/^.*\.\s*/, '') ?? 'OPERATOR';
}

function readRight(scope: Scope, operator: string): readonly Operand[] {
  const { reader } = scope;
  if (operator.startsWith('IS ') && operator !== 'IS DISTINCT FROM') return [];
  if (operator === 'IN' && reader.word() === '(') {
    if (!opensQuery(reader)) return inParenthesesOf(scope);
    const from = reader.at;
    const query = nestedQuery(scope, roleOf('IN'));
    const written = reader.expressionSince(from);
    return written && query ? [asQuery(written, query)] : [];
  }
  const first = readOperand(scope, true);
  if (operator !== 'BETWEEN') return first ? [first] : [];
  const second = reader.keyword('AND') ? readOperand(scope, true) : undefined;
  return [first, second].flatMap(one => one ?? []);
}
