import { type MapNode, textAt } from '../yaml/index.ts';
import type { OpenApiVersion } from './model.ts';

/** By its version field; undefined where it is unreadable or of a version that is not known. */
export function versionOf(root: MapNode | undefined): OpenApiVersion | undefined {
  const openapi = textAt(root, 'openapi');
  const minor = openapi && /^3\.([0-2])(\.|$|-)/.exec(openapi)?.[1];
  if (minor) return `3.${minor}` as OpenApiVersion;
  if (/^2(\.0)?$/.test(textAt(root, 'swagger') ?? '')) return '2.0';
  const asyncapi = /^([23])\./.exec(textAt(root, 'asyncapi') ?? '')?.[1];
  return asyncapi === undefined ? undefined : (`asyncapi-${asyncapi}` as OpenApiVersion);
}
