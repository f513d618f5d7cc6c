import type { SqlSettings } from '../../contract.ts';
import type { Project } from '../companions/index.ts';
import { baseNameOf } from '../uris.ts';
import { alembic } from './alembic.ts';
import { atlas } from './atlas.ts';
import { dbmate } from './dbmate.ts';
import { diesel } from './diesel.ts';
import { drizzle } from './drizzle.ts';
import { flyway } from './flyway.ts';
import { golangMigrate } from './golangMigrate.ts';
import { goose } from './goose.ts';
import { knex } from './knex.ts';
import { liquibase } from './liquibase.ts';
import { nodePgMigrate } from './nodePgMigrate.ts';
import { plain } from './plain.ts';
import { prisma, prisma8, prisma74 } from './prisma.ts';
import { sqlx } from './sqlx.ts';
import { supabase } from './supabase.ts';
import type { MigrationFile, MigrationTool } from './tool.ts';
import { variantOf } from './variants.ts';

export type {
  MigrationChange,
  MigrationFile,
  MigrationTool,
  MigrationUnit,
  SeparateRequest,
  TransactionModel,
} from './tool.ts';
export { topOf } from './tool.ts';
export { compareKeys, compareVersions, versionKey } from './versions.ts';

/** Every tool, in the order in which they are asked whether a file is theirs. */
export const migrationTools: readonly MigrationTool[] = [
  liquibase,
  goose,
  dbmate,
  nodePgMigrate,
  drizzle,
  atlas,
  alembic,
  sqlx,
  supabase,
  prisma,
  prisma74,
  prisma8,
  diesel,
  golangMigrate,
  flyway,
  knex,
  plain,
];

/** What a config may say in `sql.migrations[].tool`. */
export const migrationToolIds: readonly string[] = migrationTools.map(one => one.id);

/** The tool that a file shows, and whether its text or only its path says so. */
export interface RecognisedTool {
  readonly id: string;
  readonly by: 'text' | 'path';
}

export function recogniseTool(file: MigrationFile): RecognisedTool | undefined {
  const marked = migrationTools.find(tool => tool.marks?.(file.text));
  if (marked) return { id: marked.id, by: 'text' };
  const owning = migrationTools.find(tool => tool.owns?.(file.path));
  return owning && { id: owning.id, by: 'path' };
}

/** The tool of an id; `plain` for an unknown one. */
export function toolOf(id: string | undefined): MigrationTool {
  return (id === undefined ? undefined : byId.get(id)) ?? plain;
}

const byId: ReadonlyMap<string, MigrationTool> = new Map(migrationTools.map(tool => [tool.id, tool]));

/**
 * The tool that runs a file: the one of the config, else the one whose mark the file carries, else the one that the
 * companions of its directory name, else the one whose mark a file of its directory carries (`marked`), else the one
 * whose layout it has.
 */
export function decideTool(
  uri: string,
  own: RecognisedTool | undefined,
  marked: RecognisedTool | undefined,
  settings: SqlSettings,
  project?: Project,
): MigrationTool {
  const configured = configuredFor(uri, settings)?.tool;
  const id = configured ?? (own?.by === 'text' ? own.id : (project?.toolOf(uri, own?.id) ?? (marked ?? own)?.id));
  const tool = toolOf(id);
  return project ? variantOf(tool, project) : tool;
}

/** The innermost `migrations` entry of the config that holds a file. */
export function configuredFor(uri: string, settings: SqlSettings): SqlSettings['migrations'][number] | undefined {
  return settings.migrations
    .filter(one => uri.startsWith(`${one.dir}/`))
    .sort((a, b) => b.dir.length - a.dir.length)[0];
}

/** The name of a migration as `migrations[].after` writes it: its file, or its folder where a folder is a migration. */
export function migrationName(uri: string, tool: MigrationTool): string {
  const version = tool.version(uri);
  return uri.includes(`/${version}/`) ? version : baseNameOf(uri);
}
