import { defineRule } from '#engine';
import type { Property } from '#languages/prisma';

/** The properties of a datasource that hold a connection, and the variable that Prisma's documentation uses for each. */
const VARIABLES: Readonly<Record<string, string>> = {
  url: 'DATABASE_URL',
  directUrl: 'DIRECT_URL',
  shadowDatabaseUrl: 'SHADOW_DATABASE_URL',
};

export default defineRule({
  id: 'prisma/hardcoded-url',
  guide: 'security/external-configuration',
  summary: 'Reports a database URL that is written into the schema.',
  severity: 'error',
  recommended: true,
  fixable: 'safe',
  messages: {
    credentials: '"{property}" holds credentials, so everyone who can read this repository can open the database.',
    environment: '"{property}" is fixed in the schema, so every environment that uses it opens the same database.',
  },
  check(document, context) {
    const { datasource } = document;
    if (!datasource || datasource.string('provider') === 'sqlite') return;
    for (const property of datasource.properties) {
      const variable = VARIABLES[property.name.text];
      const secrecy = variable && secrecyOf(property);
      if (!secrecy || !property.value) continue;
      context.report({
        at: property.value,
        message: secrecy,
        data: { property: property.name.text },
        ...(secrecy === 'environment' ? { severity: 'info' as const } : {}),
        fixes: [
          {
            title: `Read it from ${variable}`,
            safety: 'safe',
            edits: [{ span: property.value.span, text: `env("${variable}")` }],
          },
        ],
      });
    }
  },
});

/** What a literal gives away; undefined for what is no literal, a file, or filled in by a template. */
function secrecyOf({ value, broken }: Property): 'credentials' | 'environment' | undefined {
  if (broken || value?.kind !== 'string') return undefined;
  const url = value.text.trim();
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(url) || /^file:/i.test(url)) return undefined;
  if (/\$\{|\{\{|<\w[\w -]*>|%\w+%/.test(url)) return undefined;
  return hasPassword(url) ? 'credentials' : 'environment';
}

/** `scheme://user:password@host`, SQL Server's `;password=…`, or a key among the parameters. */
function hasPassword(url: string): boolean {
  const userInfo = /^[^:]+:\/\/[^/?#]*?:([^/?#@]*(?:[^/?#]*))@/.exec(url);
  if (userInfo?.[1]) return true;
  return /[;?&](?:password|pwd|sslpassword|api_?key|access_?token)=[^;&]/i.test(url);
}
