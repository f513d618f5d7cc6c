import { URI } from 'vscode-uri';

/**
 * The one spelling of a uri that the server works with: `c%3A` or `c:`, `@` or `%40`, it is the same file. Clients are
 * answered in their own spelling, see `Spellings`.
 */
export function canonicalUri(uri: string): string {
  try {
    return URI.parse(uri).toString();
  } catch {
    // Not a uri by the book; it still names one document.
    return uri;
  }
}

/** Whether `uri` lies below `folder`, both canonical. */
export function isBelow(folder: string, uri: string): boolean {
  return uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** How the client writes the uris that it has told us. */
export interface Spellings {
  /** Returns the canonical spelling. */
  learn(uri: string): string;
  /** The client's spelling: as it opened the document, else as it wrote the folder around it. */
  spell(canonical: string): string;
}

export function createSpellings(): Spellings {
  const known = new Map<string, string>();
  return {
    learn: uri => {
      const canonical = canonicalUri(uri).replace(/(?<=[^/:])\/$/, '');
      known.set(canonical, uri);
      return canonical;
    },
    spell: canonical => {
      const own = known.get(canonical);
      if (own !== undefined) return own;
      for (let end = canonical.lastIndexOf('/'); end > 0; end = canonical.lastIndexOf('/', end - 1)) {
        const folder = known.get(canonical.slice(0, end));
        if (folder !== undefined) return folder.replace(/\/$/, '') + canonical.slice(end);
      }
      return canonical;
    },
  };
}
