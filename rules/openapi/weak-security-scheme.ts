import { defineRule } from '#engine';
import { usedSchemes } from '#languages/openapi';

export default defineRule({
  id: 'openapi/weak-security-scheme',
  guide: 'security/token-validation',
  summary: 'Reports a security scheme that gives credentials away.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  alsoKnownAs: [
    'spectral/owasp:api2:2023-no-http-basic',
    'spectral/owasp:api2:2023-no-api-keys-in-url',
    'spectral/owasp:api2:2023-no-credentials-in-url',
  ],
  messages: {
    basic:
      '"{scheme}" is HTTP Basic: every request carries the password itself, and whoever sees one request has it for good.',
    query:
      '"{scheme}" puts the key into the URL, where access logs, proxies and browser histories keep it in plain text.',
    implicit:
      '"{scheme}" uses the implicit flow, which hands the token over in a URL; RFC 9700 advises the code flow with PKCE.',
    password:
      '"{scheme}" uses the password flow, which gives the password of the user to every client; RFC 9700 forbids it.',
  },
  check(document, { report }) {
    if (document.version?.startsWith('asyncapi') || document.securitySchemes.length === 0) return;
    const used = usedSchemes(document.api);
    const isInternal = document.api.audience === 'internal';
    for (const scheme of document.securitySchemes) {
      if (!used.has(scheme.name)) continue;
      const data = { scheme: scheme.name };
      const { key } = scheme.entry;
      if (scheme.scheme === 'basic')
        report({ at: key, message: 'basic', data, ...(isInternal && { severity: 'warning' as const }) });
      if (scheme.type === 'apiKey' && scheme.in === 'query') report({ at: key, message: 'query', data });
      for (const flow of scheme.flows)
        if (flow.name === 'implicit' || flow.name === 'password') report({ at: flow.at, message: flow.name, data });
    }
  },
});
