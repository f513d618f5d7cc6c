/** Which texts documents say are theirs, though nothing in those texts says so. */
export class ClaimStore {
  private readonly claimed = new Map<string, readonly string[]>();
  private readonly claimers = new Map<string, Set<string>>();

  has(uri: string): boolean {
    return this.claimers.has(uri);
  }

  /** Every text that some document claims. */
  all(): Iterable<string> {
    return this.claimers.keys();
  }

  /**
   * Takes what a document claims now in the place of what it claimed before.
   *
   * @returns the texts that have become somebody's, or nobody's
   */
  set(claimer: string, uris: readonly string[]): readonly string[] {
    const before = this.claimed.get(claimer) ?? [];
    if (before.length === uris.length && before.every((one, index) => one === uris[index])) return [];
    if (uris.length > 0) this.claimed.set(claimer, uris);
    else this.claimed.delete(claimer);
    const changed: string[] = [];
    for (const uri of uris) {
      const known = this.claimers.get(uri);
      if (known) known.add(claimer);
      else {
        this.claimers.set(uri, new Set([claimer]));
        changed.push(uri);
      }
    }
    for (const uri of before) {
      const known = this.claimers.get(uri);
      if (!known || uris.includes(uri)) continue;
      known.delete(claimer);
      if (known.size > 0) continue;
      this.claimers.delete(uri);
      changed.push(uri);
    }
    return changed;
  }
}
