import type { Span } from '#text';
import { asMap, asScalar, at, itemsOf, type MapNode, type Node, type ScalarNode, textAt } from '../yaml/index.ts';
import type { OpenApiVersion, Server } from './model.ts';

/** The servers of a document: `servers` (a list, or AsyncAPI's mapping), or Swagger's schemes, host and basePath. */
export function serversOf(root: MapNode, version: OpenApiVersion | undefined): readonly Server[] {
  return version === '2.0' ? swaggerServer(root) : serversIn(root.get('servers'));
}

/** The servers of a list (OpenAPI; of a path item or an operation too) or mapping (AsyncAPI). */
export function serversIn(written: Node | undefined): readonly Server[] {
  const map = asMap(written);
  const objects = map ? map.entries.map(entry => entry.value) : itemsOf(written);
  return objects.flatMap(object => {
    const node = asScalar(at(object, 'url')) ?? asScalar(at(object, 'host'));
    if (!node || node.unknown) return [];
    const variables = variablesOf(asMap(object));
    const protocol = textAt(object, 'protocol');
    // AsyncAPI says the protocol beside the host (3), or beside the url (2).
    const schemes = protocol === undefined ? undefined : [protocol.toLowerCase()];
    const url =
      schemes && !/^[a-z][\w+.-]*:\/\//i.test(node.text) ? `${schemes[0]}://${hostAndPath(object, node)}` : node.text;
    return server(node, withDefaults(url, variables), variables, schemes);
  });
}

/** AsyncAPI 3 has the path in `pathname`, 2 behind the host. */
function hostAndPath(object: Node, { text }: ScalarNode): string {
  return `${text}${textAt(object, 'pathname') ?? ''}`;
}

function swaggerServer(root: MapNode): readonly Server[] {
  const basePath = asScalar(root.get('basePath'));
  const host = textAt(root, 'host');
  const node = basePath ?? asScalar(root.get('host'));
  if (!node || node.unknown) return [];
  const schemes = itemsOf(root.get('schemes')).flatMap(item => textAt(item)?.toLowerCase() ?? []);
  const url = `${host ? `${schemes[0] ?? 'https'}://${host}` : ''}${basePath?.text ?? '/'}`;
  return [server(node, url, new Map(), schemes)];
}

/** @param said the schemes, where they do not stand in the url */
function server(
  node: ScalarNode,
  url: string,
  variables: ReadonlyMap<string, string>,
  said?: readonly string[],
): Server {
  const scheme = /^([a-z][\w+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase();
  const match = /^(?:[a-z][\w+.-]*:)?\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]*)(?::[^/?#]*)?([^?#]*)/i.exec(url);
  const path = match ? match[2]! : url.replace(/[?#].*$/, '');
  return {
    node,
    url,
    schemes: said ?? (scheme === undefined ? [] : [scheme]),
    host: match?.[1] || undefined,
    path: path.startsWith('/') ? path : `/${path}`,
    variables,
    get span(): Span {
      return node.span;
    },
  };
}

/** `https://{region}.example.com/{base}` with each variable's default in its place. */
function withDefaults(url: string, variables: ReadonlyMap<string, string>): string {
  return url.replace(/\{([^}]*)\}/g, (whole, name: string) => variables.get(name) ?? whole);
}

function variablesOf(server: MapNode | undefined): ReadonlyMap<string, string> {
  const written = asMap(server?.get('variables'))?.entries ?? [];
  return new Map(
    written.flatMap(({ key, value }) => {
      const usual = textAt(value, 'default');
      return usual === undefined ? [] : [[key.text, usual] as const];
    }),
  );
}
