import { edit, type Located, type TextEdit } from '#text';
import type { SqlDocument, Statement, StoredSetting } from '../model.ts';

/** What a stored setting takes away. */
export type SettingRisk =
  | 'crash'
  | 'commit'
  | 'archive'
  | 'vacuum'
  | 'plaintext'
  | 'md5'
  | 'rowSecurity'
  | 'statements';

interface UnsafeSetting {
  readonly risk: SettingRisk;
  readonly unsafe: RegExp;
  readonly safe: string;
}

const OFF = /^(?:off|false|no|0)$/i;

/** PostgreSQL manual, chapter 20. */
const UNSAFE: Readonly<Record<string, UnsafeSetting>> = {
  fsync: { risk: 'crash', unsafe: OFF, safe: 'on' },
  full_page_writes: { risk: 'crash', unsafe: OFF, safe: 'on' },
  synchronous_commit: { risk: 'commit', unsafe: OFF, safe: 'on' },
  archive_mode: { risk: 'archive', unsafe: OFF, safe: 'on' },
  wal_level: { risk: 'archive', unsafe: /^minimal$/i, safe: 'replica' },
  autovacuum: { risk: 'vacuum', unsafe: OFF, safe: 'on' },
  ssl: { risk: 'plaintext', unsafe: OFF, safe: 'on' },
  // `on` meant md5 in the releases before 10, and still does.
  password_encryption: { risk: 'md5', unsafe: /^(?:md5|on|true)$/i, safe: "'scram-sha-256'" },
  row_security: { risk: 'rowSecurity', unsafe: OFF, safe: 'on' },
  log_statement: { risk: 'statements', unsafe: /^all$/i, safe: 'ddl' },
};

/** What a setting that holds for every later session takes away, and how it is set safely; undefined where it is fine. */
export function unsafeSetting({
  name,
  value,
  templated,
}: StoredSetting): { readonly risk: SettingRisk; readonly value: string; readonly fix: TextEdit } | undefined {
  const known = name === undefined ? undefined : UNSAFE[name];
  if (!known || !value || templated) return undefined;
  const written = withoutQuotes(value.text);
  if (!known.unsafe.test(written)) return undefined;
  const quoted = value.text.startsWith("'") && !known.safe.startsWith("'");
  return { risk: known.risk, value: written, fix: edit.replace(value.span, quoted ? `'${known.safe}'` : known.safe) };
}

/** A limit on connections that is set. */
export interface ConnectionLimit {
  readonly at: Located;
  readonly statement: Statement;
  /** The role or database; undefined for the whole server. */
  readonly name: string | undefined;
  readonly count: number;
}

/** `max_connections` of the server and the CONNECTION LIMIT of roles and databases, in order of position. */
export function connectionLimits(document: SqlDocument): readonly ConnectionLimit[] {
  const statements = document.statementsOf(
    'storedSetting',
    'createRole',
    'alterRole',
    'createDatabase',
    'alterDatabase',
  );
  return statements.flatMap((statement): ConnectionLimit[] => {
    if (statement.templated || statement.broken) return [];
    if (statement.type === 'storedSetting') {
      const { name, value } = statement;
      if (name !== 'max_connections' || !value) return [];
      return [{ at: value, statement, name: undefined, count: Number(withoutQuotes(value.text)) }];
    }
    return statement.options.flatMap(({ name, value }) =>
      name === 'CONNECTION LIMIT' && value
        ? [{ at: value, statement, name: statement.name?.text ?? '', count: Number(value.text) }]
        : [],
    );
  });
}

function withoutQuotes(text: string): string {
  return text.replace(/^'(.*)'$/s, '$1').trim();
}
