import type { TextEdit } from '#text';
import { memoised } from '../memo.ts';
import { asMap, type Data, type MapNode, treeEdits } from '../yaml/index.ts';
import type { Api, Home } from './model.ts';
import { nameBeside } from './references.ts';

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
 * description has components; else (and in other files than the root, where none of them refers to it) as it is.
 *
 * @param name what a new component is called; with a number behind it where that name is taken
 */
export function sharedPart(
  api: Api,
  home: Home,
  section: Section,
  name: string,
  fits: (node: MapNode, name: string) => boolean,
  data: Data,
): SharedPart {
  const { root } = api.root;
  const isSwagger = api.version === '2.0';
  const key = isSwagger ? SWAGGER_NAMES[section] : section;
  const inPlace: SharedPart = { data, edits: [] };
  const file = nameOfRoot(api, home);
  if (!root || key === undefined || file === undefined) return inPlace;
  const holder = isSwagger ? root : asMap(root.get('components'));
  const list = asMap(holder?.get(key));
  const prefix = `${file}#${isSwagger ? '' : '/components'}/${key}`;
  const known = list?.entries.find(entry => {
    const node = asMap(entry.value);
    return node && !node.entry('$ref') && fits(node, entry.key.text);
  });
  if (known) return { data: { $ref: `${prefix}/${escaped(known.key.text)}` }, edits: [] };
  if (!holder || (isSwagger && !list && !asMap(root.get('definitions')))) return inPlace;
  const own = freeName(list, name);
  const write = treeEdits(api.root.tree);
  const edit = list ? write.addEntry(list, own, data) : write.addEntry(holder, key, { [own]: data });
  return edit ? { data: { $ref: `${prefix}/${own}` }, edits: [{ ...edit, uri: api.root.uri }] } : inPlace;
}

/** What a reference to something in the root begins with; undefined where other files refer to the root in no way. */
function nameOfRoot(api: Api, home: Home): string | undefined {
  if (home.uri === api.root.uri) return '';
  return refersToRoot(api) ? nameBeside(home.uri, api.root.uri) : undefined;
}

/** Whether operations that stand in other files use what stands in the root. */
const refersToRoot = memoised(({ operations, root }: Api): boolean =>
  operations.some(
    ({ home, path, parameters, responses }) =>
      home.uri !== root.uri &&
      [...responses, ...parameters.filter(one => !path.parameters.includes(one))].some(
        one => one.home.uri === root.uri,
      ),
  ),
);

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
