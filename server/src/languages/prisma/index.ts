import type { Language } from '../contract.ts';
import { prismaCompanions } from './companions.ts';
import { isPrisma } from './detect.ts';
import { type PrismaFacts, prismaFacts } from './facts.ts';
import { prismaIgnores } from './ignores.ts';
import { loadPrismaJudge } from './judge.ts';
import type { PrismaDocument } from './model.ts';
import { parsePrisma, updatePrisma } from './parse.ts';
import { filesOfSchema } from './schema.ts';

export { namesLookup } from '../columnWords.ts';
export { holdsSecret, parameterOf, readConnectionString } from '../connectionString.ts';
export { isAdapterTable, tokensNeverExpire } from '../credentialWords.ts';
export { isAtLeast, type Version } from '../packages.ts';
export { Block, EnumBlock, type Member, Model, SettingsBlock } from './blocks.ts';
export { changeFields, type FieldChange } from './columns.ts';
export type { ConfigUrl, PrismaConfig } from './config.ts';
export {
  addParameter,
  type PlaintextParameter,
  type PoolTimeout,
  placeIn,
  plaintextParameter,
  poolerOf,
  poolTimeouts,
  usesDriverAdapters,
  type WrittenConnection,
  writtenConnections,
} from './connections.ts';
export { modelWordsOf, passwordFields, type TokenField, tokenFields } from './credentials.ts';
export {
  addBlockAttribute,
  addFieldAttribute,
  addFieldBelow,
  fieldNaming,
  removeBlockAttribute,
} from './edits.ts';
export { type EventModel, eventModelOf } from './events.ts';
export type { DatasourceFacts, FieldFacts, ModelFacts, RelationFacts } from './facts.ts';
export { Field, type FieldType, Property, type Relation } from './fields.ts';
export { type FlagIndex, flagIndexes, partialFlagIndexes } from './flagIndexes.ts';
export type { Key } from './keys.ts';
export type * from './model.ts';
export { exactAmount, type InexactAmount, inexactAmounts } from './money.ts';
export type { Argument, Attribute, Name, StringValue, Value } from './nodes.ts';
export { type NullableKey, nullableKeys } from './nullableKeys.ts';
export { decideDelete, type UndecidedDelete, undecidedDeletes } from './onDelete.ts';
export { parsePrisma, updatePrisma } from './parse.ts';
export { hasPartialIndexes, type PartialIndexes, partialIndexes } from './partialIndexes.ts';
export { type RedundantIndex, redundantIndexes } from './redundantIndexes.ts';
export { renamedField } from './rename.ts';
export { type FoundConfig, mergeSchema, type PrismaSchema, prismaConfig, prismaVersion } from './schema.ts';
export { addSetting } from './settings.ts';
export { type DeletedKey, keysOverDeleted, withoutDeleted } from './softDelete.ts';
export { bareTimes, withTimeZone } from './times.ts';
export { type SmallKey, smallKey, widenKey } from './widerKeys.ts';

/** Prisma schemas of Prisma 2 to 7, in one file or several; those of Prisma 8 are read, and judged by nobody. */
export const prismaLanguage: Language<PrismaDocument, PrismaFacts> = {
  kind: 'prisma',
  detect: isPrisma,
  parse: parsePrisma,
  update: updatePrisma,
  facts: prismaFacts,
  companions: prismaCompanions,
  related: filesOfSchema,
  ignores: prismaIgnores,
  loadJudge: loadPrismaJudge,
};
