import { memoised } from '../memo.ts';
import type { SqlDocument, Statement } from '../model.ts';
import { roleOf } from '../role.ts';
import { bodyOf, type RoutineBody, type SqlPart } from '../routines/index.ts';
import { annotationsIn, type QueryAnnotation } from './annotations.ts';
import { queryOf } from './index.ts';
import type { QueryStatement } from './model.ts';

/** A query that runs again and again: of a query file, a view or a routine. Migrations run once, so theirs do not count. */
export interface QueryPlace {
  readonly origin: 'file' | 'view' | 'routine';
  readonly query: QueryStatement;
  /** The statement of the document that it stands in or is. */
  readonly owner: Statement;
  /** `routine`: the body around it, and its place there. */
  readonly body: RoutineBody | undefined;
  readonly part: SqlPart | undefined;
  /** `file`: what the line above says. */
  readonly annotation: QueryAnnotation | undefined;
}

/** Every such query of a document, in order of position. */
export function queryPlaces(document: SqlDocument): readonly QueryPlace[] {
  return isQueryFile(document) ? placesInFile(document) : stored(document).flatMap(placesIn);
}

/** Whether a document holds the queries of an application (sqlc, TypedSQL, `queries/`). */
export const isQueryFile: (document: SqlDocument) => boolean = memoised(
  ({ uri, text }) => roleOf(uri, text) === 'query',
);

const placesInFile = memoised((document: SqlDocument): readonly QueryPlace[] => {
  const annotations = annotationsIn(document);
  return document.statements.flatMap((owner): readonly QueryPlace[] => {
    if (!/^(?:select|insert|update|delete)$/.test(owner.type)) return placesIn(owner);
    const query = queryOf(owner);
    if (!query) return [];
    const annotation = annotations.get(owner);
    return [{ origin: 'file', query, owner, body: undefined, part: undefined, annotation }];
  });
});

function stored(document: SqlDocument): readonly Statement[] {
  return document.statementsOf('createView', 'createMaterializedView', 'createFunction', 'createProcedure');
}

const placesIn = memoised((owner: Statement): readonly QueryPlace[] => {
  const none = { body: undefined, part: undefined, annotation: undefined };
  switch (owner.type) {
    case 'createView':
    case 'createMaterializedView': {
      const query = queryOf(owner);
      return query ? [{ ...none, origin: 'view', query, owner }] : [];
    }
    case 'createFunction':
    case 'createProcedure': {
      const body = bodyOf(owner);
      if (!body) return [];
      return body.parts.flatMap(part =>
        part.type === 'sql' && part.query
          ? [{ ...none, origin: 'routine' as const, query: part.query, owner, body, part }]
          : [],
      );
    }
    default:
      return [];
  }
});
