import { defineRule, type Fix } from '#engine';
import {
  absentFrom,
  hasSecretBody,
  hasSecretPath,
  isGuarded,
  isQuestion,
  isSigned,
  isWrite,
  type Operation,
  placesOf,
} from '#languages/openapi';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'openapi/unauthenticated-write',
  guide: 'security/token-validation',
  summary: 'Reports a write that lets requests without credentials in on purpose.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  alsoKnownAs: ['spectral/owasp:api2:2023-write-restricted'],
  messages: {
    open: '"{operation}" turns authentication off, so anybody on the network may change data with it.',
    optional:
      '"{operation}" lets requests without credentials in beside those with "{scheme}": anybody may change data with it.',
    everywhere:
      '{count} of {total} writes let requests without credentials in, so anybody on the network may change data.',
  },
  check(document, { report }) {
    const writes = document.api.operations.filter(one => isWrite(one) && isGuarded(one) && !isQuestion(one));
    const { single, everywhere, lacking } = absentFrom(document, writes, isOpen);
    if (everywhere)
      report({
        ...everywhere,
        message: 'everywhere',
        related: placesOf(lacking, one => one.label),
      });
    for (const operation of single) {
      const { schemes, entry } = operation.security!;
      const [scheme] = schemes;
      if (scheme === undefined)
        report({
          at: entry.key,
          message: 'open',
          data: { operation: operation.label },
          fixes: () => [inherit(operation, document.api.security?.isOptional === false)],
        });
      else report({ at: entry.key, message: 'optional', data: { operation: operation.label.slice(0, 40), scheme } });
    }
  },
});

/** Lets anybody in who brings nothing: no credentials, no signature, no URL that only he knows, no secret in the body. */
function isOpen(operation: Operation): boolean {
  if (!operation.security?.isOptional || !operation.parametersAreKnown) return false;
  return !isSigned(operation) && !hasSecretPath(operation) && !hasSecretBody(operation);
}

/** Without a demand of its own, that of the whole API counts. */
function inherit({ security, node, home }: Operation, isDemanded: boolean): Fix | undefined {
  const edit = isDemanded && security ? treeEdits(home.tree).removeEntry(node, security.entry) : undefined;
  return edit && { title: 'Ask for what the API asks for everywhere', safety: 'unsafe', edits: [edit] };
}
