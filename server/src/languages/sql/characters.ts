/** Character classes over UTF-16 code units. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Letters, the underscore and everything beyond ASCII that is no blank. */
export function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code > 127 && !isWideBlank(code));
}

/** No-break space, byte order mark, ideographic space and the like: seen in pasted SQL, never part of a name. */
function isWideBlank(code: number): boolean {
  return code === 0xa0 || code === 0xfeff || code === 0x3000 || (code >= 0x2000 && code <= 0x200b);
}

/** Offset of the line break that ends the line of `at`, or the end of the text. */
export function endOfLine(text: string, at: number): number {
  let end = at;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code === 10 || code === 13) return end;
    end++;
  }
  return end;
}

export function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || isWideBlank(code);
}
