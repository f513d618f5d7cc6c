import type { SqlSettings } from '../contract.ts';
import type { SqlFacts } from './facts.ts';
import { type Migration, openMigration } from './migration.ts';
import type { SqlDialect, SqlDocument, Statement } from './model.ts';
import { isSampleFile } from './role.ts';

/** Any SQL file with what is known of its purpose, for rules that concern more than migrations. */
export interface Script {
  readonly dialect: SqlDialect;
  /** Undefined for snapshots of a schema, init scripts, queries. */
  readonly migration: Migration | undefined;
  /** It lies among seeds, tests or examples, so that no server in use runs it. */
  readonly sample: boolean;
  /** Whether a statement is run on the way forward. */
  isUp(statement: Statement): boolean;
}

/** `facts`: those of its directory (`workspace.facts('sql')`). */
export function openScript(document: SqlDocument, facts: ReadonlyMap<string, SqlFacts>, settings: SqlSettings): Script {
  const migration = openMigration(document, facts, settings);
  return {
    dialect: migration?.dialect ?? document.dialect,
    migration,
    sample: isSampleFile(document.uri),
    isUp: statement => migration?.isUp(statement) ?? true,
  };
}
