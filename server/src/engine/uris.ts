/** The uri up to, not including, its last slash. */
export function folderOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.lastIndexOf('/')));
}

export function nameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

/** The decoded path of `uri` below `folder`; undefined where it does not lie below it. */
export function pathBelow(folder: string, uri: string): string | undefined {
  if (!uri.startsWith(`${folder}/`)) return undefined;
  const rest = uri.slice(folder.length + 1);
  try {
    return decodeURIComponent(rest);
  } catch {
    return rest;
  }
}

/** Resolves a relative path (with `./` and `../`) against a folder's uri. */
export function resolvePath(folder: string, path: string): string {
  const parts = folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(encoded(part));
  }
  return parts.join('/');
}

/** As vscode-uri spells it, which is how every host spells its uris. */
function encoded(part: string): string {
  return encodeURIComponent(part).replace(/[!'()*]/g, one => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

const CONFIG_NAMES = ['.plumbline.jsonc', '.plumbline.json', '.plumbline.yaml', '.plumbline.yml'];

/** Names of config files, the first of a folder wins. */
export function configNames(): readonly string[] {
  return CONFIG_NAMES;
}

export function isConfigUri(uri: string): boolean {
  return CONFIG_NAMES.includes(nameOf(uri));
}
