import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseAllDocuments } from 'yaml';

/** The packages that publish the JSON schemas of the API, compiled by Ajv: Kubernetes itself, then custom resources. */
const PACKAGES = [
  'kubernetes-models',
  '@kubernetes-models/argo-rollouts',
  '@kubernetes-models/gateway-api',
  '@kubernetes-models/istio',
  '@kubernetes-models/keda',
  '@kubernetes-models/prometheus-operator',
  '@kubernetes-models/traefik',
];

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name?: unknown };
}

/** The objects of a text, those of a `List` in its place. What names no API version and kind is none. */
export function manifestsIn(text: string): readonly Manifest[] {
  return parseAllDocuments(text, { version: '1.1' }).flatMap(document => {
    if (document.errors.length > 0) throw document.errors[0];
    return objectsOf(document.toJS());
  });
}

function objectsOf(value: unknown): readonly Manifest[] {
  if (!isManifest(value)) return [];
  if (value.apiVersion === 'v1' && value.kind === 'List' && 'items' in value && Array.isArray(value.items))
    return value.items.flatMap(objectsOf);
  return [value];
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind } = value as Partial<Record<keyof Manifest, unknown>>;
  return typeof apiVersion === 'string' && typeof kind === 'string';
}

/** What the API server would not take of an object, a line each; undefined where no package has the schema of its kind. */
export async function schemaErrors(manifest: Manifest): Promise<readonly string[] | undefined> {
  const validate = await validatorOf(manifest);
  if (!validate) return undefined;
  const watched = watch(manifest);
  const errors = validate(watched.value);
  return [...errors, ...watched.unread().map(path => `${path} is no field`)];
}

type Validate = (manifest: unknown) => readonly string[];

async function validatorOf({ apiVersion, kind }: Manifest): Promise<Validate | undefined> {
  if (!/^[\w./-]+$/.test(apiVersion) || !/^\w+$/.test(kind)) return undefined;
  const file = PACKAGES.map(name => `node_modules/${name}/${apiVersion}/${kind}.js`).find(path => existsSync(path));
  if (!file) return undefined;
  const found = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<string, Model | undefined>;
  const model = found[kind];
  if (!model) throw new Error(`${file} has no ${kind}`);
  return manifest => {
    try {
      // On the object itself: a model made of it would hold a copy.
      model.prototype.validate.call(manifest);
      return [];
    } catch (error) {
      if (!isValidationError(error)) throw error;
      return error.errors.map(one => `${one.instancePath} ${one.message}`);
    }
  };
}

interface Model {
  readonly prototype: { readonly validate: (this: unknown) => void };
}

interface ValidationError {
  readonly errors: readonly { readonly instancePath: string; readonly message: string }[];
}

function isValidationError(error: unknown): error is ValidationError {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

/**
 * The schemas allow unknown fields, the API server drops or rejects them. The compiled schemas read every field that
 * they know, so a field beside a read one that is never read is unknown. An object of which nothing is read is a
 * free one.
 */
function watch(value: object): { readonly value: unknown; readonly unread: () => readonly string[] } {
  const seen = new Map<string, { readonly target: object; readonly read: Set<string>; readonly proxy: object }>();
  const wrap = (target: unknown, path: string): unknown => {
    if (typeof target !== 'object' || target === null) return target;
    const known = seen.get(path);
    if (known) return known.proxy;
    const read = new Set<string>();
    const proxy = new Proxy(target, {
      get(holder, key) {
        const inner: unknown = Reflect.get(holder, key);
        if (typeof key === 'symbol' || typeof inner === 'function') return inner;
        read.add(key);
        return wrap(inner, `${path}/${key}`);
      },
    });
    seen.set(path, { target, read, proxy });
    return proxy;
  };
  return {
    value: wrap(value, ''),
    unread: () =>
      [...seen].flatMap(([path, { target, read }]) =>
        Array.isArray(target) || read.size === 0
          ? []
          : Object.keys(target).flatMap(key => (read.has(key) ? [] : [`${path}/${key}`])),
      ),
  };
}
