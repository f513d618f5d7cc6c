import type { Comment } from '../../contract.ts';
import type { SqlDocument, Statement } from '../model.ts';

/** What a comment above a query says of it. */
export interface QueryAnnotation {
  readonly name: string;
  /** How many rows the caller takes; undefined where the comment does not say. */
  readonly rows: 'one' | 'many' | 'none' | undefined;
  /** `:one` and its like: sqlc reads it, which writes the columns of a star out itself. */
  readonly expandsStars: boolean;
}

/** `-- name: ListUsers :many` (sqlc, PugSQL), `-- name: list-users!` (yesql, aiosql). */
const NAMED = /^\s*name:\s*([\w.-]+)(?:\s*(<?!|[\^$#?]|\*!))?(?:\s+:(\w+|\*|\?|!|1))?/;
/** `-- :name list-users :? :*` (HugSQL). */
const COLON_NAMED = /^\s*:name\s+([\w.-]+)(?:\s+:[?!\w]+)?(?:\s+:(\w+|\*|1))?/;

const COMMANDS: Readonly<Record<string, QueryAnnotation['rows']>> = {
  one: 'one',
  '1': 'one',
  batchone: 'one',
  scalar: 'one',
  many: 'many',
  '*': 'many',
  batchmany: 'many',
  exec: 'none',
  execrows: 'none',
  execresult: 'none',
  execlastid: 'none',
  batchexec: 'none',
  copyfrom: 'none',
  affected: 'none',
  n: 'none',
};
const SUFFIXES: Readonly<Record<string, QueryAnnotation['rows']>> = {
  '^': 'one',
  $: 'one',
  '!': 'none',
  '<!': 'one',
  '*!': 'none',
  '#': 'none',
};

/** The annotation of each statement that has one: the last one between it and the statement before. */
export function annotationsIn({ comments, statements }: SqlDocument): ReadonlyMap<Statement, QueryAnnotation> {
  const found = new Map<Statement, QueryAnnotation>();
  let at = 0;
  for (const statement of statements) {
    const { start, end } = statement.span;
    for (; at < comments.length && comments[at]!.span.start < start; at++) {
      const annotation = annotationOf(comments[at]!);
      if (annotation) found.set(statement, annotation);
    }
    while (at < comments.length && comments[at]!.span.start < end) at++;
  }
  return found;
}

function annotationOf({ text }: Comment): QueryAnnotation | undefined {
  const [, name, suffix, command] = NAMED.exec(text) ?? [];
  if (name !== undefined)
    return { name, rows: COMMANDS[command ?? ''] ?? SUFFIXES[suffix ?? ''], expandsStars: command !== undefined };
  const [, other, result] = COLON_NAMED.exec(text) ?? [];
  return other === undefined ? undefined : { name: other, rows: COMMANDS[result ?? ''], expandsStars: false };
}
