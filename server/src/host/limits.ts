/** Larger files are dumps, bundles or generated: no person edits them. In bytes. */
export const MAX_FILE_BYTES = 3 * 1024 * 1024;

/** Why a text of this size is not checked; undefined where it is. */
export function tooLarge(bytes: number): string | undefined {
  return bytes > MAX_FILE_BYTES
    ? `larger than 3 MB (${(bytes / 1024 / 1024).toFixed(1)} MB), so it is not checked`
    : undefined;
}
