import type { KubernetesDocument, KubernetesFacts } from './kubernetes/index.ts';
import type { OpenApiDocument, OpenApiFacts } from './openapi/index.ts';
import type { PrismaDocument, PrismaFacts } from './prisma/index.ts';
import type { SqlDocument, SqlFacts } from './sql/index.ts';

/** The model of each kind, by kind. */
export interface Documents {
  readonly prisma: PrismaDocument;
  readonly openapi: OpenApiDocument;
  readonly sql: SqlDocument;
  readonly kubernetes: KubernetesDocument;
}

/** What one document tells the others, by kind. */
export interface FactsByKind {
  readonly prisma: PrismaFacts;
  readonly openapi: OpenApiFacts;
  readonly sql: SqlFacts;
  readonly kubernetes: KubernetesFacts;
}
