import type { Located } from '#text';
import type { StatementBase } from './statementModel.ts';
import type { Expression, Keyword, Name, QualifiedName } from './tableModel.ts';

/** A role that gets or loses something, as written: `app`, `PUBLIC`, `CURRENT_USER`; MySQL: `'app'@'%'`. */
export interface Grantee extends Located {
  readonly text: string;
  readonly public: boolean;
}

/** GRANT and REVOKE, those of ALTER DEFAULT PRIVILEGES included. */
export interface Privileges extends StatementBase {
  readonly type: 'grant' | 'revoke';
  /** Upper-cased, without the columns: `SELECT`. Empty for ALL. Where roles are granted: their names. */
  readonly privileges: readonly (Located & { readonly name: string })[];
  readonly all: Keyword | undefined;
  /** The PRIVILEGES that may follow ALL. */
  readonly privilegesKeyword: Keyword | undefined;
  /**
   * The kind of object, upper-cased and in the singular: `TABLE` (also where none is written), `SCHEMA`, `FUNCTION`.
   * Undefined where roles are granted.
   */
  readonly object: string | undefined;
  /** The objects by name; the schemas of ALL TABLES IN SCHEMA and of ALTER DEFAULT PRIVILEGES IN SCHEMA. */
  readonly objects: readonly QualifiedName[];
  /** ALL TABLES IN SCHEMA, or what has yet to be made. */
  readonly reach: 'named' | 'allInSchema' | 'byDefault';
  readonly grantees: readonly Grantee[];
  /** WITH GRANT OPTION; of REVOKE: GRANT OPTION FOR. */
  readonly grantOption: Keyword | undefined;
}

/** An option of a role or a database, its value included in the span. */
export interface ObjectOption extends Located {
  /** Upper-cased, one blank between words: `SUPERUSER`, `NOSUPERUSER`, `CONNECTION LIMIT`, `PASSWORD`. */
  readonly name: string;
  /** A number or word as written; of a string what stands between the quotes. */
  readonly value: Expression | undefined;
}

/** CREATE and ALTER ROLE, USER, GROUP and DATABASE of PostgreSQL, except those that store a setting. */
export interface ObjectOptions extends StatementBase {
  readonly type: 'createRole' | 'alterRole' | 'createDatabase' | 'alterDatabase';
  /** Upper-cased: `ROLE`, `USER`, `GROUP`, `DATABASE`. */
  readonly object: string;
  readonly name: Name | undefined;
  readonly options: readonly ObjectOption[];
}

/** ALTER SYSTEM, DATABASE and ROLE ... SET and RESET: what holds for every later session. */
export interface StoredSetting extends StatementBase {
  readonly type: 'storedSetting';
  readonly scope: 'system' | 'database' | 'role';
  /** The database or role; undefined for the system and for ALL. */
  readonly target: Name | undefined;
  /** Lower-cased: `synchronous_commit`; undefined for RESET ALL. */
  readonly name: string | undefined;
  readonly nameAt: Keyword | undefined;
  /** As written, quotes included; undefined for RESET. */
  readonly value: Expression | undefined;
}

/** CREATE and ALTER POLICY. */
export interface Policy extends StatementBase {
  readonly type: 'createPolicy' | 'alterPolicy';
  readonly name: Name | undefined;
  readonly table: QualifiedName | undefined;
  /** AS RESTRICTIVE. */
  readonly restrictive: Keyword | undefined;
  /** What stands behind FOR, upper-cased; `ALL` where nothing is written. */
  readonly command: string;
  /** Empty where none is written, which means PUBLIC. */
  readonly roles: readonly Grantee[];
  /** Without its parentheses. */
  readonly using: Expression | undefined;
  readonly withCheck: Expression | undefined;
}

/** `sslmode 'disable'` of OPTIONS. */
export interface ForeignOption extends Located {
  /** Lower-cased. */
  readonly name: string;
  /** What stands between the quotes. */
  readonly value: Expression | undefined;
}

/** How this database reaches another one: CREATE and ALTER SERVER, USER MAPPING and SUBSCRIPTION. */
export interface ForeignAccess extends StatementBase {
  readonly type:
    | 'createServer'
    | 'alterServer'
    | 'createUserMapping'
    | 'alterUserMapping'
    | 'createSubscription'
    | 'alterSubscription';
  /** Upper-cased: `SERVER`, `USER MAPPING`, `SUBSCRIPTION`. */
  readonly object: string;
  /** Of a user mapping: the server. */
  readonly name: Name | undefined;
  readonly options: readonly ForeignOption[];
  /** What stands between the quotes after CONNECTION. */
  readonly connection: Expression | undefined;
}
