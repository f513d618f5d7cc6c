import { baseNameOf, folderOf } from '../uris.ts';
import { change, defineTool, type MigrationTool, newFile } from './tool.ts';
import { nameAfter } from './versions.ts';

const MIGRATION = /(?:^|\/)(?:migrations\/[^/]+|\d{14}_[^/]+)\/migration\.sql$/;

/**
 * Prisma up to 7.3 sends `migration.sql` as one simple query. The version is not in the text, and what holds for these
 * versions (one statement that needs no transaction, alone in its file) holds for the later ones as well.
 */
export const prisma: MigrationTool = defineTool({
  id: 'prisma',
  downSide: uri => ({ type: 'file', uri: `${folderOf(uri)}/down.sql`, native: false }),
  transaction: 'batch',
  owns: path => MIGRATION.test(path),
  directory: uri => folderOf(folderOf(uri)),
  version: uri => baseNameOf(folderOf(uri)),
  separate: ({ file, slug, up, known, rank }) => {
    const folder = folderOf(file.uri);
    const name = nameAfter(
      baseNameOf(folder),
      slug,
      known.map(uri => baseNameOf(folderOf(uri))),
      rank,
    );
    if (name === undefined) return undefined;
    return change([], [newFile(`${folderOf(folder)}/${name}/migration.sql`, file, up)]);
  },
});

/** From 7.4 on each statement commits by itself, unless Prisma cannot read one of them: then the file goes in one piece. */
export const prisma74: MigrationTool = { ...prisma, id: 'prisma-7.4', transaction: 'statement', cutsText: true };

/** Prisma 8 wraps a whole `db migrate` in one transaction and has no way out of it. */
export const prisma8: MigrationTool = defineTool({
  id: 'prisma-8',
  transaction: 'run',
  directory: prisma.directory,
  version: prisma.version,
});
