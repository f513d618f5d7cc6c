import { baseNameOf, folderOf } from '../uris.ts';
import { change, defineTool, type MigrationTool, newFile } from './tool.ts';
import { versionAfter } from './versions.ts';

const FOLDER = /^(\d{4}-\d{2}-\d{2}-\d{6}|\d{14})_/;
const OPT_OUT = 'run_in_transaction = false';

/** A folder a migration, with `up.sql` and `down.sql`; each sent in one piece, opted out by a `metadata.toml` beside them. */
export const diesel: MigrationTool = defineTool({
  id: 'diesel',
  transaction: 'file',
  optedOut: 'batch',
  owns: path => /(?:^|\/)(?:\d{4}-\d{2}-\d{2}-\d{6}|\d{14})_[^/]+\/(?:up|down)\.sql$/.test(path),
  directory: uri => folderOf(folderOf(uri)),
  version: uri => baseNameOf(folderOf(uri)),
  optOut: (_unit, file) => change([], [newFile(`${folderOf(file.uri)}/metadata.toml`, file, OPT_OUT)]),
  separate: ({ file, slug, up, down, known, rank }) => {
    const folder = folderOf(file.uri);
    const version = FOLDER.exec(baseNameOf(folder))?.[1];
    if (version === undefined) return undefined;
    const taken = known.flatMap(uri => FOLDER.exec(baseNameOf(folderOf(uri)))?.[1]?.replaceAll('-', '') ?? []);
    const next = versionAfter(version.replaceAll('-', ''), taken, rank);
    const written = version.includes('-') ? next.replace(/^(\d{4})(\d{2})(\d{2})/, '$1-$2-$3-') : next;
    const target = `${folderOf(folder)}/${written}_${slug}`;
    return change(
      [],
      [
        newFile(`${target}/up.sql`, file, up),
        ...(down === undefined ? [] : [newFile(`${target}/down.sql`, file, down)]),
        newFile(`${target}/metadata.toml`, file, OPT_OUT),
      ],
    );
  },
});
