import { baseNameOf, folderOf } from '../uris.ts';
import { change, defineTool, type MigrationTool, newFile, wholeFile } from './tool.ts';
import { versionAfter } from './versions.ts';

const NAME = /^(?:([VUB])(\d+(?:[._]\d+)*)|R)__.+\.sql$/;

const OPT_OUT = 'executeInTransaction=false';
/** What Flyway takes for a statement that may run in a transaction, so that the file needs a configuration of its own. */
const OVERLOOKED = /\b(?:REINDEX\s+(?:\([^)]*\)\s*)?(?:TABLE|INDEX)|DETACH\s+PARTITION)\b[^;]*\bCONCURRENTLY\b/i;

/** Wraps each file, except one that holds nothing but statements which cannot run in a transaction. */
export const flyway: MigrationTool = defineTool({
  id: 'flyway',
  reruns: ({ path }) => baseNameOf(path).startsWith('R__'),
  // Undo migrations belong to the paid editions; repeatable migrations and baselines have none.
  downSide: uri => {
    const [, letter] = NAME.exec(baseNameOf(uri)) ?? [];
    if (letter !== 'V') return undefined;
    return { type: 'file', uri: `${folderOf(uri)}/U${baseNameOf(uri).slice(1)}`, native: false };
  },
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
  optOut: (_unit, file) => change([], [newFile(`${file.uri}.conf`, file, OPT_OUT)]),
  separate: ({ file, slug, up, known, outside, rank }) => {
    const [, letter, version] = NAME.exec(baseNameOf(file.uri)) ?? [];
    if (letter !== 'V' || version === undefined) return undefined;
    const next = /^\d+$/.test(version)
      ? versionAfter(
          version,
          known.flatMap(uri => NAME.exec(baseNameOf(uri))?.[2]?.split(/[._]/)[0] ?? []),
          rank,
        )
      : `${version}${version.includes('_') ? '_' : '.'}${rank + 1}`;
    const uri = `${folderOf(file.uri)}/V${next}__${slug}.sql`;
    const configuration = outside && OVERLOOKED.test(up) ? [newFile(`${uri}.conf`, file, OPT_OUT)] : [];
    return change([], [newFile(uri, file, up), ...configuration]);
  },
});
