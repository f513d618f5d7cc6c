import { baseNameOf, folderOf } from '../uris.ts';
import { change, defineTool, downFileOf, type MigrationTool, newFile } from './tool.ts';
import { versionAfter } from './versions.ts';

/** `2026-01-02-030405_a`; since Diesel 2.2 `2026-01-02-030405-0000_a`. */
const FOLDER = /^(\d{4}-\d{2}-\d{2}-\d{6}|\d{14})(-\d{4})?_/;
const OPT_OUT = 'run_in_transaction = false';

/** A folder a migration, with `up.sql` and `down.sql`; each sent in one piece, opted out by a `metadata.toml` beside them. */
export const diesel: MigrationTool = defineTool({
  id: 'diesel',
  downSide: downFileOf,
  transaction: 'file',
  optedOut: 'batch',
  owns: path => /(?:^|\/)(?:\d{4}-\d{2}-\d{2}-\d{6}(?:-\d{4})?|\d{14})_[^/]+\/(?:up|down)\.sql$/.test(path),
  directory: uri => folderOf(folderOf(uri)),
  version: uri => baseNameOf(folderOf(uri)),
  optOut: (_unit, file) => change([], [newFile(`${folderOf(file.uri)}/metadata.toml`, file, OPT_OUT)]),
  separate: ({ file, slug, up, down, known, outside, rank }) => {
    const folder = folderOf(file.uri);
    const [, version, suffix = ''] = FOLDER.exec(baseNameOf(folder)) ?? [];
    if (version === undefined) return undefined;
    const taken = known.flatMap(uri => FOLDER.exec(baseNameOf(folderOf(uri)))?.[1]?.replaceAll('-', '') ?? []);
    const next = versionAfter(version.replaceAll('-', ''), taken, rank);
    const written = version.includes('-') ? next.replace(/^(\d{4})(\d{2})(\d{2})/, '$1-$2-$3-') : next;
    const target = `${folderOf(folder)}/${written}${suffix}_${slug}`;
    return change(
      [],
      [
        newFile(`${target}/up.sql`, file, up),
        ...(down === undefined ? [] : [newFile(`${target}/down.sql`, file, down)]),
        ...(outside ? [newFile(`${target}/metadata.toml`, file, OPT_OUT)] : []),
      ],
    );
  },
});
