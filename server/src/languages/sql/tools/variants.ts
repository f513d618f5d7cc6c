import { isAtLeast } from '../../packages.ts';
import type { Project } from '../companions/index.ts';
import { flyway } from './flyway.ts';
import { prisma, prisma8, prisma74 } from './prisma.ts';
import { supabase, supabaseAlone, supabaseAloneAll, supabasePipeline } from './supabase.ts';
import type { MigrationTool } from './tool.ts';

/** A tool as its version and its settings make it. */
export function variantOf(tool: MigrationTool, project: Project): MigrationTool {
  switch (tool) {
    case prisma:
      return prismaOf(project);
    case supabase:
      return supabaseOf(project);
    case flyway:
      return flywayOf(project);
    default:
      return tool;
  }
}

function prismaOf({ prisma: version }: Project): MigrationTool {
  if (!version) return prisma;
  if (version.major >= 8) return prisma8;
  return isAtLeast(version, 7, 4) ? prisma74 : prisma;
}

function supabaseOf({ supabase: version }: Project): MigrationTool {
  if (!version) return supabase;
  if (isAtLeast(version, 2, 115)) return supabaseAloneAll;
  if (isAtLeast(version, 2, 109)) return supabaseAlone;
  return isAtLeast(version, 1, 223) ? supabasePipeline : supabase;
}

function flywayOf({ flyway: settings }: Project): MigrationTool {
  if (!settings) return flyway;
  if (settings.outside) return { ...flyway, transaction: 'statement' };
  return { ...flyway, mixesStatements: settings.mixed, transaction: settings.group ? 'run' : flyway.transaction };
}
