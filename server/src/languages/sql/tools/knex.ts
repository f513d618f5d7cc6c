import { defineTool, type MigrationTool } from './tool.ts';

/** Migrations are JavaScript, so SQL files are Knex's only where the config says so; all pending ones share a transaction. */
export const knex: MigrationTool = defineTool({ id: 'knex', transaction: 'run' });
