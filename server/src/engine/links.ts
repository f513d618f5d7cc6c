import type { Document, Kind, Language } from '#languages';
import type { FactsStore } from './factsStore.ts';
import type { Finding } from './finding.ts';
import { changed } from './lazyFixes.ts';

type DocumentOf = (uri: string) => Document | undefined;

/** Follows the references between documents of one kind. */
export class LinkStore {
  private readonly lookups = new Map<Kind, DocumentOf>();

  constructor(
    private readonly facts: FactsStore,
    private readonly entriesOf: (kind: Kind) => ReadonlyMap<string, { readonly document: Document }>,
  ) {}

  /** To be called when a document of the kind has come, changed or gone. */
  changed(kind: Kind): void {
    this.lookups.delete(kind);
  }

  /** The document as rules see it; the same object as long as nothing that belongs to it changes. */
  linked(language: Language, document: Document): Document {
    const { kind } = language;
    return language.link?.(document, this.facts.of(kind) as never, this.lookup(kind)) ?? document;
  }

  private lookup(kind: Kind): DocumentOf {
    let known = this.lookups.get(kind);
    if (!known) {
      const entries = this.entriesOf(kind);
      this.lookups.set(kind, (known = uri => entries.get(uri)?.document));
    }
    return known;
  }
}

/** The finding with the places that use what it is about, where those stand in other documents. */
export function withUses(finding: Finding, language: Language, document: Document): Finding {
  const { related } = finding;
  const uses = (language.usesOf?.(document, finding.span) ?? []).filter(
    use => !related.some(one => one.uri === use.uri && one.span.start === use.span.start),
  );
  return uses.length === 0 ? finding : changed(finding, { related: [...related, ...uses] });
}
