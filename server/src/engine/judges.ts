import type { Document, Judge, Kind, Language, LoadAsset, Problem } from '#languages';

/** The judges of all languages, each loaded at most once. */
export class JudgeStore {
  private readonly loading = new Map<Kind, Promise<void>>();
  private readonly loaded = new Map<Kind, Judge<Document>>();

  constructor(private readonly languages: readonly Language[]) {}

  async load(wanted: readonly Kind[], load: LoadAsset): Promise<void> {
    await Promise.all(
      wanted.map(kind => {
        const language = this.languages.find(one => one.kind === kind);
        if (!this.loading.has(kind))
          this.loading.set(
            kind,
            Promise.resolve(language?.loadJudge?.(load)).then(
              judge => {
                if (judge) this.loaded.set(kind, judge);
              },
              // Without its judge a language says less, and that is all.
              () => {},
            ),
          );
        return this.loading.get(kind);
      }),
    );
  }

  has(kind: Kind): boolean {
    return this.loaded.has(kind);
  }

  /** What the judge says of a document; nothing where there is none. */
  judge(document: Document, siblings: readonly Document[]): readonly Problem[] {
    try {
      return this.loaded.get(document.kind)?.judge(document, siblings) ?? [];
    } catch {
      // The judge is wasm of other people: when it dies on a text, the own reader's word stands alone.
      return [];
    }
  }
}
