import { baseNameOf, folderOf } from '../uris.ts';
import { change, defineTool, type MigrationTool, newFile, wholeFile } from './tool.ts';
import { versionAfter } from './versions.ts';

const NAME = /^(?:([VUB])(\d+(?:[._]\d+)*)|R)__.+\.sql$/;

/** Wraps each file, except one that holds nothing but statements which cannot run in a transaction. */
export const flyway: MigrationTool = defineTool({
  id: 'flyway',
  transaction: 'file',
  detectsConcurrently: true,
  owns: path => NAME.test(baseNameOf(path)),
  units: file =>
    wholeFile(file).map(unit => ({ ...unit, direction: baseNameOf(file.path).startsWith('U') ? 'down' : 'up' })),
  // Baselines and versions in numeric order; repeatable migrations run after all of them.
  version: uri => {
    const name = baseNameOf(uri);
    const version = NAME.exec(name)?.[2];
    return version === undefined ? `~${name}` : version.replaceAll('_', '.');
  },
  separate: ({ file, slug, up, known, rank }) => {
    const [, letter, version] = NAME.exec(baseNameOf(file.uri)) ?? [];
    if (letter !== 'V' || version === undefined) return undefined;
    const next = /^\d+$/.test(version)
      ? versionAfter(
          version,
          known.flatMap(uri => NAME.exec(baseNameOf(uri))?.[2]?.split(/[._]/)[0] ?? []),
          rank,
        )
      : `${version}${version.includes('_') ? '_' : '.'}${rank + 1}`;
    return change([], [newFile(`${folderOf(file.uri)}/V${next}__${slug}.sql`, file, up)]);
  },
});
