import type { TextEdit } from '#text';
import type { PackageFacts } from '../packages.ts';
import type { Model } from './blocks.ts';
import type { PrismaConfig } from './config.ts';
import type { Field } from './fields.ts';
import type { PrismaDocument } from './model.ts';
import { addPreviewFeature, previewFeaturesOf } from './previewFeatures.ts';

/** What the other files of a schema, and other kinds, may know about a Prisma file. */
export interface PrismaFacts {
  readonly models: readonly ModelFacts[];
  readonly enums: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** Undefined where the file has no datasource. */
  readonly datasource: DatasourceFacts | undefined;
  readonly hasGenerator: boolean;
  /** The preview features that the generators switch on. */
  readonly previewFeatures: readonly string[];
  /** Switches `where:` at indexes on, in this file; undefined where it has no generator of a client. */
  readonly enablePartialIndexes: readonly TextEdit[] | undefined;
  /** `// use prisma-8` or `// use prisma-next` in the header, or blocks that only Prisma 8 has. */
  readonly prisma8: boolean;
  /** What a file says that is no schema; undefined for schemas. */
  readonly companion?: { readonly packages?: PackageFacts; readonly config?: PrismaConfig };
}

export interface DatasourceFacts {
  /** Undefined where it is no plain string. */
  readonly provider: string | undefined;
  readonly relationMode: string | undefined;
  /** Whether it says `url` or `directUrl`, which Prisma 7 refuses. */
  readonly hasUrl: boolean;
}

export interface ModelFacts {
  readonly kind: 'model' | 'view' | 'type';
  readonly name: string;
  /** The name in the database. */
  readonly table: string;
  readonly fields: readonly FieldFacts[];
  readonly keys: readonly { readonly kind: string; readonly columns: readonly string[]; readonly partial: boolean }[];
}

export interface FieldFacts {
  readonly name: string;
  /** The name in the database. */
  readonly column: string;
  readonly type: string | undefined;
  readonly list: boolean;
  readonly optional: boolean;
  readonly relation: RelationFacts | undefined;
}

export interface RelationFacts {
  readonly name: string | undefined;
  readonly fields: readonly string[];
  readonly references: readonly string[];
  readonly onDelete: string | undefined;
}

export function prismaFacts(document: PrismaDocument): PrismaFacts {
  const { datasource } = document;
  return {
    models: [...document.models, ...document.views, ...document.types].map(model => model.facts),
    enums: document.enums.map(one => ({ name: one.name.text, values: one.values.map(value => value.name.text) })),
    datasource: datasource && {
      provider: datasource.string('provider'),
      relationMode: relationModeOf(datasource.property('relationMode') ?? datasource.property('referentialIntegrity')),
      hasUrl: datasource.property('url') !== undefined || datasource.property('directUrl') !== undefined,
    },
    hasGenerator: document.generators.length > 0,
    previewFeatures: previewFeaturesOf(document),
    enablePartialIndexes: addPreviewFeature(document, 'partialIndexes'),
    prisma8: document.prisma8,
  };
}

function relationModeOf(property: { readonly value: { readonly text?: string } | object | undefined } | undefined) {
  const value = property?.value;
  return value && 'text' in value ? value.text : undefined;
}

export function modelFacts(model: Model): ModelFacts {
  return {
    kind: model.keyword.text as ModelFacts['kind'],
    name: model.name.text,
    table: model.table,
    fields: model.fields.map(fieldFacts),
    keys: model.keys().map(({ kind, columns, partial }) => ({
      kind,
      columns: columns.map(column => column.text),
      partial,
    })),
  };
}

function fieldFacts(field: Field): FieldFacts {
  const relation = field.relation();
  return {
    name: field.name.text,
    column: field.column,
    type: field.type?.name.text,
    list: field.type?.list ?? false,
    optional: field.type?.optional ?? false,
    relation: relation && {
      name: relation.name,
      fields: relation.fields.map(one => one.text),
      references: relation.references.map(one => one.text),
      onDelete: relation.onDelete,
    },
  };
}
