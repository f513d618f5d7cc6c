import { edit, type TextEdit } from '#text';
import type { Grantee, ObjectOption, ObjectOptions, Privileges, SqlDialect, SqlDocument } from '../model.ts';
import { withBlanksBefore } from '../words.ts';

/** Roles that own the schema or run everything: they have the rights anyway. */
const ADMINISTRATIVE =
  /(?:^|[_-])(?:owner|owners|migrator|migrations?|migrate|flyway|liquibase|admin|admins|dba|root|superuser|service_role)$|^(?:postgres|rds_superuser|cloudsqlsuperuser|azure_pg_admin|current_user|session_user|current_role)$/i;

export function isAdministrative(role: string): boolean {
  return ADMINISTRATIVE.test(role);
}

/** What an application needs of an object, and what ALL gives besides (PostgreSQL manual, 5.8). */
const NEEDED: Readonly<Record<string, { readonly instead: string; readonly besides: string }>> = {
  TABLE: {
    instead: 'SELECT, INSERT, UPDATE, DELETE',
    besides: 'TRUNCATE, which row security does not stop, and TRIGGER',
  },
  SCHEMA: { instead: 'USAGE', besides: 'CREATE, so it can plant objects that other roles run into' },
  DATABASE: { instead: 'CONNECT', besides: 'CREATE, so it can add schemas of its own' },
};

export interface ExcessiveGrant {
  readonly grantee: Grantee;
  readonly object: string;
  /** What it gives that nobody asked for. */
  readonly besides: string;
  readonly instead: string;
  readonly edits: readonly TextEdit[];
}

/** GRANT ALL on what has more to give than an application needs, to a role that is no owner. */
export function excessiveGrant(
  document: SqlDocument,
  statement: Privileges,
  dialect: SqlDialect,
): ExcessiveGrant | undefined {
  const { all, privilegesKeyword, object, grantees, templated, broken } = statement;
  const grantee = grantees.find(one => !one.public && !isAdministrative(one.text));
  const needed = object === undefined ? undefined : NEEDED[object];
  if (!all || !grantee || !needed || templated || broken) return undefined;
  const besides = dialect === 'postgresql' ? needed.besides : 'DROP and ALTER, so it can take the table itself away';
  return {
    grantee,
    object: describedObject(statement),
    besides,
    instead: needed.instead,
    edits: [
      edit.replace(all.span, needed.instead),
      // A comment between the two words stays.
      ...(privilegesKeyword ? [edit.remove(withBlanksBefore(document, privilegesKeyword.span))] : []),
    ],
  };
}

/** `table "orders"`, `all tables of "public"`, `every table made later`. */
function describedObject({ object = 'TABLE', objects, reach }: Privileges): string {
  const kind = object.toLowerCase();
  const name = objects[0]?.name.text;
  if (reach === 'byDefault') return `every ${kind} made later`;
  if (reach === 'allInSchema') return `all ${kind}s of "${name ?? ''}"`;
  const more = objects.length > 1 ? ' and others' : '';
  return name === undefined ? `every ${kind}` : `${kind} "${name}"${more}`;
}

/** What PUBLIC may do from the start, or what lets nobody read or change a row (PostgreSQL manual, 5.8). */
const HARMLESS = /^(?:USAGE|EXECUTE|CONNECT|TEMP|TEMPORARY)$/;
const HARMLESS_OBJECT = /^(?:FUNCTION|PROCEDURE|ROUTINE|LANGUAGE|TYPE|DOMAIN)$/;

export interface PublicGrant {
  readonly grantee: Grantee;
  readonly privileges: string;
  readonly object: string;
  /** It lets nobody read or change a row. */
  readonly mild: boolean;
}

/** What a GRANT gives to PUBLIC. */
export function publicGrant(statement: Privileges): PublicGrant | undefined {
  const { grantees, privileges, all, templated, broken } = statement;
  const grantee = grantees.find(one => one.public);
  if (!grantee || templated || broken || statement.object === undefined) return undefined;
  const names = all ? ['ALL'] : privileges.map(one => one.name);
  return {
    grantee,
    privileges: names.join(', '),
    object: describedObject(statement),
    mild: HARMLESS_OBJECT.test(statement.object) || names.every(one => HARMLESS.test(one)),
  };
}

/** The role that a file grants something to besides, or makes; as written. */
export function roleInstead(document: SqlDocument, statement: Privileges): string | undefined {
  const others = document.statementsOf('grant').filter(one => one !== statement && !one.templated);
  const granted = others.flatMap(one => one.grantees).find(one => !one.public && !isAdministrative(one.text));
  const made = document.statementsOf('createRole').find(one => one.name && !isAdministrative(one.name.text))?.name;
  const found = granted ?? made;
  return found && document.textOf(found);
}

/** Scripts that a database image runs once, on an empty disk: mostly those of developers' machines. */
export function isContainerInit(uri: string): boolean {
  return /\/(?:docker-entrypoint-initdb\.d|docker(?:-compose)?|compose|\.?devcontainer|initdb|\w+-init|local|dev(?:elop)?|hack)\//i.test(
    uri,
  );
}

/** An attribute that lets a role do what no grant says (PostgreSQL manual, CREATE ROLE). */
export function excessiveAttributes({ name, options, templated }: ObjectOptions): readonly ObjectOption[] {
  const role = name?.text ?? '';
  if (templated || isAdministrative(role)) return [];
  return options.filter(one => {
    if (one.name === 'REPLICATION')
      return !/repl|cdc|debezium|wal|slot|stream|backup|barman|pgbackrest|subscri|publi/i.test(role);
    return one.name === 'SUPERUSER' || one.name === 'CREATEROLE' || one.name === 'BYPASSRLS';
  });
}
