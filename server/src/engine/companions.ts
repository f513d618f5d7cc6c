import type { Facts, Hints, Kind, Language } from '#languages';
import { sameData } from './equal.ts';
import { folderOf, nameOf } from './uris.ts';

/** What a change of a companion means for one kind. */
export interface CompanionChange {
  readonly kind: Kind;
  /** Undefined: the companion says nothing any more. */
  readonly facts: Facts | undefined;
  /** Folders whose texts may have to be read in another way. */
  readonly folders: readonly string[];
}

/** What the companions of all languages say at the moment. */
export class CompanionStore {
  private readonly known = new Map<Kind, Map<string, Facts>>();
  /**
   * By kind, folder and then the companion that says so: of two of a kind that speak about one folder the first by name
   * counts.
   */
  private readonly hints = new Map<Kind, Map<string, Map<string, Hints>>>();
  private readonly languages: readonly Language[];

  constructor(languages: readonly Language[]) {
    this.languages = languages.filter(one => one.companions);
    for (const { kind } of this.languages) {
      this.known.set(kind, new Map());
      this.hints.set(kind, new Map());
    }
  }

  /** Names of companions, those of some kinds or of all. */
  names(kinds?: readonly Kind[]): readonly string[] {
    const wanted = this.languages.filter(one => !kinds || kinds.includes(one.kind));
    return [...new Set(wanted.flatMap(one => one.companions?.names ?? []))].sort();
  }

  has(uri: string): boolean {
    return [...this.known.values()].some(one => one.has(uri));
  }

  /** Takes in a text, or that it is gone. `own`: the kind of the document that it is as well. */
  take(uri: string, text: string | undefined, own: Kind | undefined): readonly CompanionChange[] {
    const name = nameOf(uri);
    return this.languages.flatMap(({ kind, companions }): readonly CompanionChange[] => {
      if (!companions || kind === own || !isNamed(name, companions.names)) return [];
      const known = this.known.get(kind)!;
      const before = known.get(uri);
      const facts = text === undefined ? undefined : companions.facts({ uri, text });
      if (sameData(before, facts)) return [];
      if (facts) known.set(uri, facts);
      else known.delete(uri);
      const said = (one: Facts | undefined): ReadonlyMap<string, Hints> =>
        (one && companions.hints?.(one)) ?? new Map<string, Hints>();
      return [{ kind, facts, folders: setHints(this.hints.get(kind)!, uri, said(before), said(facts)) }];
    });
  }

  /** How a text is to be read: of each kind, what the companions of the innermost folder say. */
  hintsFor(uri: string): Hints | undefined {
    const found = [...this.hints.values()].flatMap(byFolder => innermost(byFolder, uri) ?? []);
    return found.length > 1 ? Object.assign({}, ...found) : found[0];
  }
}

type HintsByFolder = Map<string, Map<string, Hints>>;

function setHints(
  byFolder: HintsByFolder,
  uri: string,
  before: ReadonlyMap<string, Hints>,
  after: ReadonlyMap<string, Hints>,
): readonly string[] {
  for (const folder of before.keys()) byFolder.get(folder)?.delete(uri);
  for (const [folder, hints] of after) {
    const said = byFolder.get(folder) ?? new Map<string, Hints>();
    byFolder.set(folder, said.set(uri, hints));
  }
  return [...new Set([...before.keys(), ...after.keys()])];
}

function innermost(byFolder: HintsByFolder, uri: string): Hints | undefined {
  if (byFolder.size === 0) return undefined;
  for (let folder = folderOf(uri); folder.includes('/'); folder = folderOf(folder)) {
    const said = byFolder.get(folder);
    if (said && said.size > 0) return said.get([...said.keys()].sort()[0]!);
  }
  return undefined;
}

/** Whether a file is named by one of `names`, in which a leading `*` stands for any beginning. */
export function isNamed(file: string, names: readonly string[]): boolean {
  return names.some(name => (name.startsWith('*') ? file.endsWith(name.slice(1)) : file === name));
}
