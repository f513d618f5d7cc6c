import type { TextEdit } from '#text';
import { asMap, type Data, type MapNode, treeEdits } from '../yaml/index.ts';
import type { Api, Home } from './model.ts';

/** Sections of `components`; in 2.0 they stand at the root, some under another name. */
export type Section = 'responses' | 'parameters' | 'securitySchemes' | 'messageTraits';

const SWAGGER_NAMES: Readonly<Record<Section, string | undefined>> = {
  responses: 'responses',
  parameters: 'parameters',
  securitySchemes: 'securityDefinitions',
  messageTraits: undefined,
};

/** Something to be written at several places. */
export interface SharedPart {
  /** What to write at each: a reference, or the thing itself where the description keeps nothing in common. */
  readonly data: Data;
  /** What must be written besides, once: in the root's file. */
  readonly edits: readonly (TextEdit & { readonly uri: string })[];
}

/**
 * How a fix writes something that several places need: as a reference to a component that `fits` or is added, where the
 * description has components; else (and in other files than the root, which refer in ways of their own) as it is.
 *
 * @param name what a new component is called; with a number behind it where that name is taken
 */
export function sharedPart(
  api: Api,
  home: Home,
  section: Section,
  name: string,
  fits: (node: MapNode) => boolean,
  data: Data,
): SharedPart {
  const { root } = api.root;
  const isSwagger = api.version === '2.0';
  const key = isSwagger ? SWAGGER_NAMES[section] : section;
  const inPlace: SharedPart = { data, edits: [] };
  if (!root || key === undefined || home.uri !== api.root.uri) return inPlace;
  const holder = isSwagger ? root : asMap(root.get('components'));
  const list = asMap(holder?.get(key));
  const prefix = isSwagger ? `#/${key}` : `#/components/${key}`;
  const known = list?.entries.find(entry => {
    const node = asMap(entry.value);
    return node && !node.entry('$ref') && fits(node);
  });
  if (known) return { data: { $ref: `${prefix}/${escaped(known.key.text)}` }, edits: [] };
  if (!holder || (isSwagger && !list && !asMap(root.get('definitions')))) return inPlace;
  const own = freeName(list, name);
  const write = treeEdits(api.root.tree);
  const edit = list ? write.addEntry(list, own, data) : write.addEntry(holder, key, { [own]: data });
  return edit ? { data: { $ref: `${prefix}/${own}` }, edits: [{ ...edit, uri: api.root.uri }] } : inPlace;
}

function freeName(list: MapNode | undefined, name: string): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}${number}`;
    if (!list?.entry(candidate)) return candidate;
  }
}

/** A step of a JSON pointer (RFC 6901). */
function escaped(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The name of a shared schema for problems (RFC 9457, or one's own), as a reference. */
export function problemSchema(api: Api): { readonly $ref: string } | undefined {
  const { root } = api.root;
  const isSwagger = api.version === '2.0';
  const schemas = asMap(isSwagger ? root?.get('definitions') : asMap(root?.get('components'))?.get('schemas'));
  const named = schemas?.entries.find(({ key }) => /^(?:problem|problem[-_]?details|api[-_]?problem)$/i.test(key.text));
  return named && { $ref: `#/${isSwagger ? 'definitions' : 'components/schemas'}/${escaped(named.key.text)}` };
}
