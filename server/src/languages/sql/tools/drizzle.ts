import { baseNameOf, folderOf } from '../uris.ts';
import { defineTool, type MigrationTool } from './tool.ts';

/** All pending migrations share a transaction; nothing opts out (drizzle-orm issue 860). */
export const drizzle: MigrationTool = defineTool({
  id: 'drizzle',
  downSide: () => ({ type: 'none' }),
  transaction: 'run',
  marks: text => text.includes('--> statement-breakpoint'),
  owns: path => /(?:^|\/)drizzle\/(?:[^/]+\/)?(?:\d{4}_[^/]+\.sql|\d{14}_[^/]+\/migration\.sql)$/.test(path),
  directory: uri => (isFolder(uri) ? folderOf(folderOf(uri)) : folderOf(uri)),
  version: uri => (isFolder(uri) ? baseNameOf(folderOf(uri)) : baseNameOf(uri)),
});

/** Newer versions make a folder a migration. */
function isFolder(uri: string): boolean {
  return baseNameOf(uri) === 'migration.sql';
}
