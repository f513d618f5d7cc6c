import type { Facts, Kind, Language } from '#languages';
import { kinds } from '#languages';
import { sameData } from './equal.ts';
import type { WorkspaceView } from './rule.ts';

/** What documents and companions say of themselves, by kind and uri; counts every change. */
export class FactsStore {
  /** A facts object stays the same object while its content does. */
  private readonly byKind = new Map<Kind, Map<string, Facts>>(kinds.map(kind => [kind, new Map()]));
  private readonly snapshots = new Map<Kind, ReadonlyMap<string, Facts>>();
  private readonly stamps = new Map<Kind, number>(kinds.map(kind => [kind, 0]));
  private readonly related = new Map<string, { readonly stamp: number; readonly facts: ReadonlyMap<string, Facts> }>();

  constructor(private readonly languages: readonly Language[]) {}

  /** The same map as long as nothing in it changes, and never changed itself: answers may be remembered by it. */
  of(kind: Kind): ReadonlyMap<string, Facts> {
    let known = this.snapshots.get(kind);
    if (!known) this.snapshots.set(kind, (known = new Map(this.byKind.get(kind))));
    return known;
  }

  /** Changes with every change of the facts of these kinds. */
  stamp(of: Iterable<Kind>): string {
    return [...of].map(kind => this.stamps.get(kind)).join(' ');
  }

  /** @returns the facts that count: those of before where they say the same */
  set(kind: Kind, uri: string, facts: Facts): Facts {
    const known = this.byKind.get(kind)!;
    const before = known.get(uri);
    if (before && sameData(before, facts)) return before;
    known.set(uri, facts);
    this.changed(kind);
    return facts;
  }

  delete(kind: Kind, uri: string): void {
    if (this.byKind.get(kind)!.delete(uri)) this.changed(kind);
  }

  private changed(kind: Kind): void {
    this.stamps.set(kind, this.stamps.get(kind)! + 1);
    this.snapshots.delete(kind);
  }

  /** What a rule sees that looks at `uri`. */
  viewFor(uri: string): Omit<WorkspaceView, 'committed'> {
    return {
      facts: kind => this.relatedTo(uri, kind) as never,
      allFacts: kind => this.of(kind) as never,
    };
  }

  private relatedTo(uri: string, kind: Kind): ReadonlyMap<string, Facts> {
    const all = this.of(kind);
    const language = this.languages.find(one => one.kind === kind);
    if (!language?.related) return all;
    const key = `${kind} ${uri}`;
    const stamp = this.stamps.get(kind)!;
    let known = this.related.get(key);
    if (known?.stamp !== stamp) this.related.set(key, (known = { stamp, facts: language.related(uri, all) }));
    return known.facts;
  }
}
