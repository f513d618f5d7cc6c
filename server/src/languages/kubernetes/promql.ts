import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import type { Span } from '#text';

/**
 * An expression of PromQL, as far as rules ask. Spans are UTF-16 offsets in the expression, which is the decoded value of
 * a scalar: `sourceSpan` says where that stands in the file.
 */
export type PromExpression = PromCall | PromAggregation | PromBinary | PromSelector | PromNumber | PromOther;

export interface PromCall {
  readonly type: 'call';
  readonly name: string;
  readonly args: readonly PromExpression[];
  readonly span: Span;
}

export interface PromAggregation {
  readonly type: 'aggregation';
  readonly operator: string;
  /** Where the operator stands. */
  readonly operatorSpan: Span;
  /** Undefined: all series become one. */
  readonly grouping: PromGrouping | undefined;
  /** The last argument; the first one of `topk` and its like is a number. */
  readonly operand: PromExpression | undefined;
  readonly args: readonly PromExpression[];
  readonly span: Span;
}

export interface PromGrouping {
  readonly type: 'by' | 'without';
  readonly labels: readonly string[];
  /** The list, parentheses included. */
  readonly labelsSpan: Span;
}

export interface PromBinary {
  readonly type: 'binary';
  /** As written: `/`, `==`, `and`. */
  readonly operator: string;
  readonly left: PromExpression;
  readonly right: PromExpression;
  readonly span: Span;
}

export interface PromSelector {
  readonly type: 'selector';
  /** Empty where the name is not written as one text. */
  readonly metric: string;
  readonly matchers: readonly PromMatcher[];
  /** Where the name stands; all of the selector where it has none. */
  readonly nameSpan: Span;
  /** The selector without its range. */
  readonly vectorSpan: Span;
  /** `5m` of `[5m]`; undefined for an instant vector. */
  readonly range: string | undefined;
  /** True where `offset` or `@` follows. */
  readonly shifted: boolean;
  readonly span: Span;
}

export interface PromMatcher {
  readonly label: string;
  /** `=`, `!=`, `=~`, `!~`. */
  readonly operator: string;
  readonly value: string;
}

export interface PromNumber {
  readonly type: 'number';
  readonly value: number;
  readonly span: Span;
}

export interface PromOther {
  readonly type: 'other';
  readonly args: readonly PromExpression[];
  readonly span: Span;
}

/** Undefined for a text with a syntax error in it: nothing is known of that. */
export function parsePromql(text: string): PromExpression | undefined {
  const tree = parser.parse(text);
  let broken = false;
  tree.iterate({ enter: node => void (broken ||= node.type.isError) });
  const root = childrenOf(tree.topNode).find(isExpression);
  return broken || !root ? undefined : readExpression(text, root);
}

function readExpression(text: string, node: SyntaxNode): PromExpression {
  const at = { start: node.from, end: node.to };
  switch (node.name) {
    case 'ParenExpr': {
      const inner = childrenOf(node).find(isExpression);
      return inner ? readExpression(text, inner) : { type: 'other', args: [], span: at };
    }
    case 'FunctionCall':
      return {
        type: 'call',
        name: sliceOf(text, node.getChild('FunctionIdentifier')),
        args: argumentsOf(text, node),
        span: at,
      };
    case 'AggregateExpr':
      return readAggregation(text, node);
    case 'BinaryExpr':
      return readBinary(text, node);
    case 'NumberDurationLiteral': {
      const value = Number(text.slice(at.start, at.end));
      return Number.isNaN(value) ? { type: 'other', args: [], span: at } : { type: 'number', value, span: at };
    }
    case 'VectorSelector':
      return readSelector(text, node, node);
    case 'MatrixSelector':
    case 'OffsetExpr':
    case 'StepInvariantExpr': {
      const selector = selectorIn(node);
      if (selector) return readSelector(text, selector, node);
    }
  }
  return {
    type: 'other',
    args: childrenOf(node)
      .filter(isExpression)
      .map(one => readExpression(text, one)),
    span: at,
  };
}

/** The vector selector that a range, an offset or a time belongs to; of a subquery there is none. */
function selectorIn(node: SyntaxNode): SyntaxNode | undefined {
  for (const child of childrenOf(node)) {
    if (child.name === 'VectorSelector') return child;
    if (['MatrixSelector', 'OffsetExpr', 'StepInvariantExpr'].includes(child.name)) return selectorIn(child);
  }
  return undefined;
}

function readSelector(text: string, node: SyntaxNode, whole: SyntaxNode): PromSelector {
  const name = node.getChild('Identifier');
  const list = node.getChild('LabelMatchers');
  const matchers = (list?.getChildren('UnquotedLabelMatcher') ?? []).map(one => ({
    label: sliceOf(text, one.getChild('LabelName')),
    operator: sliceOf(text, one.getChild('MatchOp')),
    value: unquoted(sliceOf(text, one.getChild('StringLiteral'))),
  }));
  const quoted = list?.getChild('QuotedLabelName');
  const named = matchers.find(one => one.label === '__name__' && one.operator === '=');
  let matrix: SyntaxNode | null = whole;
  while (matrix && matrix.name !== 'MatrixSelector' && matrix.name !== 'VectorSelector') matrix = innerOf(matrix);
  const duration = matrix?.getChild('DurationExpr');
  const position = name ?? node;
  return {
    type: 'selector',
    metric: name ? sliceOf(text, name) : quoted ? unquoted(sliceOf(text, quoted)) : (named?.value ?? ''),
    matchers: matchers.filter(one => one !== named),
    nameSpan: { start: position.from, end: position.to },
    vectorSpan: { start: node.from, end: node.to },
    range: duration ? text.slice(duration.from, duration.to) : undefined,
    shifted: whole.name === 'OffsetExpr' || whole.name === 'StepInvariantExpr',
    span: { start: whole.from, end: whole.to },
  };
}

function innerOf(node: SyntaxNode): SyntaxNode | null {
  return childrenOf(node).find(isExpression) ?? null;
}

function readAggregation(text: string, node: SyntaxNode): PromExpression {
  const operator = node.getChild('AggregateOp');
  const modifier = node.getChild('AggregateModifier');
  const labels = modifier?.getChild('GroupingLabels');
  const args = argumentsOf(text, node);
  return {
    type: 'aggregation',
    operator: sliceOf(text, operator).toLowerCase(),
    operatorSpan: { start: operator?.from ?? node.from, end: operator?.to ?? node.to },
    grouping:
      modifier && labels
        ? {
            type: modifier.getChild('By') ? 'by' : 'without',
            labels: childrenOf(labels).map(one => unquoted(sliceOf(text, one))),
            labelsSpan: { start: labels.from, end: labels.to },
          }
        : undefined,
    args,
    operand: args.at(-1),
    span: { start: node.from, end: node.to },
  };
}

function readBinary(text: string, node: SyntaxNode): PromExpression {
  const children = childrenOf(node);
  const sides = children.filter(isExpression);
  const [left, right] = sides;
  const span = { start: node.from, end: node.to };
  const operator = left && children[children.findIndex(one => one.from === left.from) + 1];
  if (!left || !right || !operator) return { type: 'other', args: sides.map(one => readExpression(text, one)), span };
  return {
    type: 'binary',
    operator: sliceOf(text, operator).toLowerCase(),
    left: readExpression(text, left),
    right: readExpression(text, right),
    span,
  };
}

function argumentsOf(text: string, node: SyntaxNode): PromExpression[] {
  const body = node.getChild('FunctionCallBody');
  return body
    ? childrenOf(body)
        .filter(isExpression)
        .map(one => readExpression(text, one))
    : [];
}

const EXPRESSIONS = new Set([
  'AggregateExpr',
  'BinaryExpr',
  'FunctionCall',
  'MatrixSelector',
  'NumberDurationLiteral',
  'OffsetExpr',
  'ParenExpr',
  'StringLiteral',
  'SubqueryExpr',
  'UnaryExpr',
  'VectorSelector',
  'StepInvariantExpr',
]);

function isExpression(node: SyntaxNode): boolean {
  return EXPRESSIONS.has(node.name);
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (child.name !== 'LineComment') found.push(child);
  return found;
}

function sliceOf(text: string, node: SyntaxNode | null | undefined): string {
  return node ? text.slice(node.from, node.to) : '';
}

/** Escapes are left as they are: no name of a metric or class of a status has any. */
function unquoted(text: string): string {
  return /^(["'`])[\s\S]*\1$/.test(text) ? text.slice(1, -1) : text;
}

/** What an expression is made of, itself included, outermost first. */
export function partsOf(expression: PromExpression): readonly PromExpression[] {
  const inner =
    expression.type === 'binary' ? [expression.left, expression.right] : 'args' in expression ? expression.args : [];
  return [expression, ...inner.flatMap(partsOf)];
}

/** The selectors in an expression. */
export function selectorsIn(expression: PromExpression): readonly PromSelector[] {
  return partsOf(expression).filter(one => one.type === 'selector');
}

/** Calls of a function in an expression, outermost first. */
export function callsOf(expression: PromExpression, name: string): readonly PromCall[] {
  return partsOf(expression).filter((one): one is PromCall => one.type === 'call' && one.name === name);
}
