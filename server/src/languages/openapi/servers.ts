import { asScalar, at, itemsOf, type MapNode, type ScalarNode, textAt } from '../yaml/index.ts';
import type { OpenApiVersion, Server } from './model.ts';

/** The servers of a document: `servers` (a list, or AsyncAPI's mapping), or Swagger's schemes, host and basePath. */
export function serversOf(root: MapNode, version: OpenApiVersion | undefined): readonly Server[] {
  if (version === '2.0') return swaggerServer(root);
  const list = at(root, 'servers');
  const objects = list?.type === 'map' ? list.entries.flatMap(entry => entry.value) : itemsOf(list);
  return objects.flatMap(object => {
    const node = asScalar(at(object, 'url')) ?? asScalar(at(object, 'host'));
    if (!node || node.unknown) return [];
    return server(node, withDefaults(node.text, object.type === 'map' ? object : undefined));
  });
}

function swaggerServer(root: MapNode): readonly Server[] {
  const basePath = asScalar(root.get('basePath'));
  const host = textAt(root, 'host');
  const node = basePath ?? asScalar(root.get('host'));
  if (!node || node.unknown) return [];
  const scheme = itemsOf(root.get('schemes')).map(item => textAt(item))[0] ?? 'https';
  return [server(node, `${host ? `${scheme}://${host}` : ''}${basePath?.text ?? '/'}`)];
}

function server(node: ScalarNode, url: string): Server {
  const match = /^(?:[a-z][\w+.-]*:)?\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]*)(?::[^/?#]*)?([^?#]*)/i.exec(url);
  const path = match ? match[2]! : url.replace(/[?#].*$/, '');
  return { node, url, host: match?.[1] || undefined, path: path.startsWith('/') ? path : `/${path}` };
}

/** `https://{region}.example.com/{base}` with each variable's default in its place. */
function withDefaults(url: string, object: MapNode | undefined): string {
  return url.replace(/\{([^}]*)\}/g, (whole, name: string) => textAt(object, 'variables', name, 'default') ?? whole);
}
