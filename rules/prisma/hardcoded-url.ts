import { defineRule, type Fix } from '#engine';
import {
  type ConfigUrl,
  type FoundConfig,
  holdsSecret,
  type Property,
  prismaConfig,
  readConnectionString,
} from '#languages/prisma';

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
    credentialsInConfig:
      '"{property}" in {file} holds credentials, so everyone who can read this repository can open the database.',
    environmentInConfig: '"{property}" in {file} is fixed, so every environment that uses it opens the same database.',
  },
  reads: ['prisma'],
  check(document, context) {
    const { datasource } = document;
    if (!datasource || datasource.string('provider') === 'sqlite') return;
    // From Prisma 7 on the URL stands in a file that is no document: what is said of it stands at the datasource.
    const config = prismaConfig(context.workspace.facts('prisma'));
    for (const url of config?.config.urls ?? []) {
      const secrecy = url.origin === 'literal' ? secrecyOfText(url.value) : undefined;
      if (!config || !secrecy) continue;
      const file = config.uri.slice(config.uri.lastIndexOf('/') + 1);
      context.report({
        at: datasource.name,
        message: secrecy === 'credentials' ? 'credentialsInConfig' : 'environmentInConfig',
        data: { property: url.property, file },
        ...(secrecy === 'environment' ? { severity: 'info' as const } : {}),
        related: [{ uri: config.uri, span: url.span, message: 'The URL stands here.' }],
        fixes: [readFromEnvironment(config, url)],
      });
    }
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
  return broken || value?.kind !== 'string' ? undefined : secrecyOfText(value.text);
}

function secrecyOfText(text: string): 'credentials' | 'environment' | undefined {
  const url = text.trim();
  const connection = readConnectionString(url);
  if (connection?.form !== 'url' || connection.scheme === 'file') return undefined;
  if (/\$\{|\{\{|<\w[\w -]*>|%\w+%/.test(url)) return undefined;
  return holdsSecret(connection) ? 'credentials' : 'environment';
}

/** With Prisma's own `env` where the config imports from it. */
function readFromEnvironment({ uri, config }: FoundConfig, { property, span }: ConfigUrl): Fix | undefined {
  const variable = VARIABLES[property];
  if (variable === undefined) return undefined;
  const { envImport } = config;
  const text = envImport ? `env("${variable}")` : `process.env.${variable}`;
  const imports = envImport?.text
    ? [{ uri, span: { start: envImport.at, end: envImport.at }, text: envImport.text }]
    : [];
  return { title: `Read it from ${variable}`, safety: 'safe', edits: [...imports, { uri, span, text }] };
}
