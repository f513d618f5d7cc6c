import asyncApiSchemas from '@asyncapi/specs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { parse } from 'yaml';

/**
 * What independent validators have against an API description: the schemas of the specifications (OpenAPI's through
 * `@seriousme/openapi-schema-validator`, AsyncAPI's own through ajv), and references that lead nowhere.
 *
 * @returns one line an error; undefined for a text that is no whole description (a fragment of one)
 */
export async function descriptionErrors(text: string): Promise<readonly string[] | undefined> {
  const description = withoutOtherFiles(parse(text, { merge: true, maxAliasCount: -1 }));
  if (!isObject(description)) return undefined;
  if (typeof description['asyncapi'] === 'string') return asyncApiErrors(description, description['asyncapi']);
  if (description['openapi'] === undefined && description['swagger'] === undefined) return undefined;
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(description));
  return [...(valid ? [] : linesOf(errors)), ...danglingReferences(description)];
}

type Errors = Awaited<ReturnType<Validator['validate']>>['errors'];

function linesOf(errors: Errors): readonly string[] {
  if (errors === undefined || typeof errors === 'string') return [errors ?? 'not valid'];
  return errors.map(one => `${one.instancePath} ${one.message}`);
}

function asyncApiErrors(description: Json, version: string): readonly string[] {
  const schema = (asyncApiSchemas.schemasWithoutId as Readonly<Record<string, object | undefined>>)[version];
  if (!schema) return [`/asyncapi there is no version ${version}`];
  const validate = compiled(schema);
  const errors = validate(description) ? [] : (validate.errors ?? []);
  return [...errors.map(one => `${one.instancePath} ${one.message}`), ...danglingReferences(description)];
}

/** By schema: compiling one takes longer than all that is checked with it. */
const validators = new WeakMap<object, ValidateFunction>();

function compiled(schema: object): ValidateFunction {
  let known = validators.get(schema);
  if (!known) {
    const ajv = new Ajv({ strict: false, allErrors: false, logger: false, validateFormats: true });
    formats.default(ajv);
    validators.set(schema, (known = ajv.compile(schema)));
  }
  return known;
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** References to other files lead to a stand-in: the validators follow those within a document only. */
function withoutOtherFiles(value: unknown): unknown {
  let count = 0;
  const visit = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(visit);
    if (!isObject(one)) return one;
    const ref = one['$ref'];
    if (typeof ref === 'string' && !ref.startsWith('#')) {
      count++;
      return { $ref: '#/x-other-file' };
    }
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, visit(inner)]));
  };
  const visited = visit(value);
  return count > 0 && isObject(visited) ? { ...visited, 'x-other-file': {} } : visited;
}

/** References within the document to something that it does not hold; those to other files are not followed. */
function danglingReferences(root: Json): readonly string[] {
  const missing: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (!isObject(value)) return;
    const ref = value['$ref'];
    if (typeof ref === 'string' && ref.startsWith('#') && pointed(root, ref) === undefined)
      missing.push(`${ref} leads nowhere`);
    for (const one of Object.values(value)) visit(one);
  };
  visit(root);
  return missing;
}

function pointed(root: Json, ref: string): unknown {
  return ref
    .slice(1)
    .split('/')
    .slice(1)
    .map(step => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (found, step) =>
        Array.isArray(found)
          ? found[Number(step)]
          : isObject(found) && Object.hasOwn(found, step)
            ? found[step]
            : undefined,
      root,
    );
}
