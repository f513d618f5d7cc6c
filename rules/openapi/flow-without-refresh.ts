import { defineRule } from '#engine';

/** The scopes that hand out refresh tokens, at the tokenUrl where no other is named: OpenID Connect Core 1.0, 11. */
const OFFLINE = /^offline(?:[._-]access)?$/i;

export default defineRule({
  id: 'openapi/flow-without-refresh',
  guide: 'security/short-lived-tokens',
  summary: 'Reports an authorization code flow that names no place to refresh tokens.',
  severity: 'info',
  recommended: true,
  fixable: 'no',
  messages: {
    noRefresh:
      '"{scheme}" names no refreshUrl: with short-lived tokens its users sign in again and again, so they end up long-lived.',
  },
  check(document, { report }) {
    if (document.version?.startsWith('asyncapi') || document.version === '2.0') return;
    for (const scheme of document.securitySchemes)
      for (const flow of scheme.flows)
        if (
          flow.name === 'authorizationCode' &&
          flow.refreshUrl === undefined &&
          !flow.scopes.some(scope => OFFLINE.test(scope)) &&
          !flow.node.open
        )
          report({ at: flow.at, message: 'noRefresh', data: { scheme: scheme.name } });
  },
});
