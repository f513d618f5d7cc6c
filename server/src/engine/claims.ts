/**
 * Which texts documents say are theirs, though nothing in those texts says so.
 *
 * A text belongs to somebody as long as one comes to it from a document that stands by itself: parts that claim nothing
 * but each other are nobody's.
 */
export class ClaimStore {
  private readonly claimed = new Map<string, readonly string[]>();
  private readonly claimers = new Map<string, Set<string>>();
  /** Documents that are what they are without being claimed. */
  private readonly standing = new Set<string>();
  private readonly belonging = new Set<string>();

  has(uri: string): boolean {
    return this.belonging.has(uri);
  }

  /** Every text that belongs to some document. */
  all(): Iterable<string> {
    return this.belonging;
  }

  /**
   * Takes what a document claims now in the place of what it claimed before.
   *
   * @param stands whether the document would be read without being claimed itself
   * @returns the texts that have become somebody's, or nobody's
   */
  set(claimer: string, uris: readonly string[], stands: boolean): readonly string[] {
    const before = this.claimed.get(claimer) ?? NOTHING;
    const stood = this.standing.has(claimer);
    if (stood === stands && before.length === uris.length && before.every((one, index) => one === uris[index]))
      return NOTHING;
    if (stands) this.standing.add(claimer);
    else this.standing.delete(claimer);
    if (uris.length > 0) this.claimed.set(claimer, uris);
    else this.claimed.delete(claimer);
    const now = new Set(uris);
    for (const uri of now) this.claimersOf(uri).add(claimer);
    for (const uri of before) if (!now.has(uri)) this.claimersOf(uri).delete(claimer);
    const dropped = before.filter(uri => !now.has(uri) || (stood && !stands));
    const gone = dropped.some(uri => !this.isSure(uri)) ? this.sweep() : NOTHING;
    const come = stands || this.belonging.has(claimer) ? this.spread(uris, this.belonging) : NOTHING;
    return [...gone, ...come];
  }

  private claimersOf(uri: string): Set<string> {
    let known = this.claimers.get(uri);
    if (!known) this.claimers.set(uri, (known = new Set()));
    return known;
  }

  /** Of what a standing document claims, nobody else has to be asked. */
  private isSure(uri: string): boolean {
    for (const claimer of this.claimersOf(uri)) if (this.standing.has(claimer)) return true;
    return false;
  }

  /** Finds out anew what belongs to somebody. @returns what does no more */
  private sweep(): readonly string[] {
    const found = new Set<string>();
    for (const claimer of this.standing) this.spread(this.claimed.get(claimer) ?? NOTHING, found);
    const gone = [...this.belonging].filter(uri => !found.has(uri));
    for (const uri of gone) this.belonging.delete(uri);
    return gone;
  }

  /** Adds these and what they claim in turn. @returns those that are new */
  private spread(uris: readonly string[], into: Set<string>): readonly string[] {
    const waiting = [...uris];
    const come: string[] = [];
    // A list gives what is added while it is gone through as well.
    for (const uri of waiting) {
      if (into.has(uri)) continue;
      into.add(uri);
      come.push(uri);
      waiting.push(...(this.claimed.get(uri) ?? NOTHING));
    }
    return come;
  }
}

const NOTHING: readonly string[] = [];
