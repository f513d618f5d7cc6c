import { defineRule } from '#engine';
import {
  absentFrom,
  isGuarded,
  isQuestion,
  isWrite,
  type Operation,
  placesOf,
  type Requirement,
} from '#languages/openapi';

export default defineRule({
  id: 'openapi/empty-scopes',
  guide: 'security/least-privilege',
  summary: 'Reports a write that any token may call although the API defines scopes.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    empty:
      '"{scheme}" is asked for without a scope here: any token may write, also one that was given out for reading.',
    everywhere:
      '{count} of {total} writes ask for "{scheme}" without a scope: any token may write, also one given out for reading.',
  },
  check(document, { report }) {
    const { api } = document;
    const scoped = new Set(
      api.securitySchemes
        .filter(one => one.type === 'oauth2' && one.flows.some(flow => flow.scopes.length > 0))
        .map(one => one.name),
    );
    if (scoped.size === 0) return;
    const writes = api.operations.filter(
      one => isWrite(one) && isGuarded(one) && !isQuestion(one) && !one.deprecated && asked(one, scoped).length > 0,
    );
    const { lacking, isHabit, everywhere } = absentFrom(document, writes, one => unscoped(one, scoped) !== undefined);
    const requirements = new Set(lacking.map(one => unscoped(one, scoped)!));
    // One requirement, the API's own, is better pointed at itself.
    if (isHabit && requirements.size > 1) {
      if (everywhere)
        report({
          ...everywhere,
          message: 'everywhere',
          data: { ...everywhere.data, scheme: unscoped(lacking[0]!, scoped)!.scheme },
          related: placesOf(lacking, one => one.label),
        });
      return;
    }
    for (const requirement of requirements) {
      const user = lacking.find(one => unscoped(one, scoped) === requirement)!;
      const uri = user.security ? user.home.uri : api.root.uri;
      if (uri === document.uri)
        report({ at: requirement.entry.key, message: 'empty', data: { scheme: requirement.scheme } });
    }
  },
});

function asked({ effectiveSecurity }: Operation, scoped: ReadonlySet<string>): readonly Requirement[] {
  const all = effectiveSecurity?.alternatives.flatMap(one => one.requirements) ?? [];
  return all.filter(one => scoped.has(one.scheme));
}

/** A requirement without scopes, of an operation none of whose requirements has one. */
function unscoped(operation: Operation, scoped: ReadonlySet<string>): Requirement | undefined {
  const all = asked(operation, scoped);
  return all.every(one => one.scopes.length === 0) ? all[0] : undefined;
}
