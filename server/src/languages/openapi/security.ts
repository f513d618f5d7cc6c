import type { Located, Span } from '#text';
import { memoised } from '../memo.ts';
import { asMap, asScalar, type Entry, itemsOf, type MapNode, textAt } from '../yaml/index.ts';
import type { OAuthFlow, Security, SecurityScheme } from './model.ts';
import type { Scope } from './world.ts';

/** The `security` written in this object. One view an entry: what inherits it shares it. */
export function securityOf(object: MapNode): Security | undefined {
  const entry = object.entry('security');
  return entry && readSecurity(entry);
}

const readSecurity = memoised((entry: Entry): Security => {
  const alternatives = itemsOf(entry.value).flatMap(item => {
    const node = asMap(item);
    return node ? [{ node, requirements: node.entries.map(requirementOf) }] : [];
  });
  return {
    entry,
    alternatives,
    schemes: alternatives.flatMap(one => one.requirements.map(requirement => requirement.scheme)),
    isOptional: alternatives.length === 0 || alternatives.some(one => one.requirements.length === 0),
  };
});

function requirementOf(entry: Entry): { entry: Entry; scheme: string; scopes: readonly string[] } {
  return { entry, scheme: entry.key.text, scopes: itemsOf(entry.value).flatMap(one => textAt(one) ?? []) };
}

export function securitySchemeView(entry: Entry, scope: Scope): SecurityScheme {
  return scope.view(entry, makeScheme);
}

function makeScheme(entry: Entry, scope: Scope): SecurityScheme {
  const target = scope.resolve(entry.value);
  const node = asMap(target?.node);
  const type = textAt(node, 'type');
  return {
    home: (target?.scope ?? scope).home,
    entry,
    name: entry.key.text,
    node,
    type,
    scheme: type === 'basic' ? 'basic' : textAt(node, 'scheme')?.toLowerCase(),
    in: textAt(node, 'in'),
    flows: node ? flowsOf(node) : [],
    get span(): Span {
      return target?.isReference ? target.node.span : entry.span;
    },
  };
}

const FLOW_NAMES: Readonly<Record<string, OAuthFlow['name']>> = {
  implicit: 'implicit',
  password: 'password',
  clientCredentials: 'clientCredentials',
  authorizationCode: 'authorizationCode',
  deviceAuthorization: 'deviceAuthorization',
  // 2.0's words for two of them.
  application: 'clientCredentials',
  accessCode: 'authorizationCode',
};

function flowsOf(scheme: MapNode): readonly OAuthFlow[] {
  const only = asScalar(scheme.get('flow'));
  const written: readonly { name: string; at: Located; node: MapNode }[] = only
    ? [{ name: only.text, at: only, node: scheme }]
    : (asMap(scheme.get('flows'))?.entries ?? []).flatMap(({ key, value }) => {
        const node = asMap(value);
        return node ? [{ name: key.text, at: key, node }] : [];
      });
  return written.flatMap(({ name, at, node }) => {
    const known = FLOW_NAMES[name];
    if (!known) return [];
    // AsyncAPI 3 says `availableScopes`.
    const scopes = asMap(node.get('scopes')) ?? asMap(node.get('availableScopes'));
    return [
      {
        name: known,
        at,
        node,
        scopes: scopes?.entries.map(one => one.key.text) ?? [],
        refreshUrl: textAt(node, 'refreshUrl'),
      },
    ];
  });
}
