/**
 * What the names of tables and columns say about passwords and tokens. All tests take words as `wordsOf` makes them, so
 * that a Prisma model and the table that it maps to are judged alike.
 */

const PASSWORD = /^(?:user )?(?:password|passwd|pwd)$/;

/** Values that somebody presents to be let in: whoever reads one can use it. */
const TOKEN =
  /^(?:(?:user|password|account|email|login|api|oauth) )?(?:(?:refresh|session|access|auth|login|reset|recovery|remember(?: me)?|bearer|magic link|personal access) token|api (?:key|token)|reset password token|password token)$/;

/** Secrets that have to be read again, to sign something or to be sent on. */
const SECRET = /^(?:(?:client|webhook|signing|shared|app|api|oauth|totp|mfa|two factor|access key) )?secret$/;

/** Tables of which each row is such a value; `sessions` may be visits, so its columns have to tell. */
const TOKEN_TABLE =
  /(?:^|\s)(?:(?:refresh|session|access|auth|login|reset|verification|recovery|api|bearer|one time|magic link) tokens?|personal access tokens?|api keys?|password (?:resets?|recover(?:y|ies)|reset requests?)|verifications?)$/;
const SESSION_TABLE = /(?:^|\s)sessions?$/;

/** What a value in such a table is called. */
const TABLE_VALUE = /^(?:token|key|code|secret|value)$/;
const HASHED = /(?:^|\s)(?:hash|hashed|digest|encrypted|cipher(?:text)?|sha256|bcrypt|argon2?)(?:\s|$)/;
/** Beside a value: what says that it has been hashed. */
const ALGORITHM = /^(?:(?:hash|hashing|digest) )?(?:algorithm|function)$|(?:^|\s)salt$/;
const ENDS =
  /(?:^|\s)(?:expires?|expiry|expiration|expired|exp|ttl|lifetime|max age|not after|valid (?:until|till|to|before|for)|ends? at|end time)(?:\s|$)/;

/** Tables that keep what another service has issued, to be sent back to it. */
const FOREIGN_TABLE =
  /(?:^|\s)(?:accounts?|identit(?:y|ies)|integrations?|installations?|connections?|connectors?|credentials?|providers?|(?:social|oauth|linked) \w+)$/;
const FOREIGN_COLUMN =
  /^(?:provider(?: \w+)*|id token|token type|oauth \w+|issuer|tenant access token|(?:base |api )?url|endpoint|model(?: id)?)$/;

/** Tables whose names and columns NextAuth (Auth.js) and Better Auth dictate. */
const ADAPTER_TABLE = /^(?:\w+ )?(?:accounts?|sessions?|verification tokens?|verifications?)$/;
const ADAPTER_COLUMNS: readonly (readonly string[])[] = [
  ['provider account id'],
  ['account id', 'provider id'],
  ['session token', 'expires'],
  ['identifier', 'token', 'expires'],
  ['identifier', 'value'],
  ['token', 'ip address', 'user agent'],
];

/** Whether a column holds passwords, and says nothing of their being hashed. */
export function namesPassword(column: string): boolean {
  return PASSWORD.test(column);
}

/** Whether a comment or constraint says that what is stored is no password any more. */
export function saysHashed(text: string): boolean {
  return /\b(?:hash(?:ed|es)?|bcrypt|argon2?(?:id|i|d)?|scrypt|pbkdf2|encrypt(?:ed|s)?|digest)\b|\$2[aby]\\?\$|argon2/i.test(
    text,
  );
}

/** A table or model by the words of its name and of its columns. */
export interface TableWords {
  readonly table: string;
  readonly columns: readonly string[];
}

/**
 * What a column of text gives away to whoever reads the table: a token that this system issued and only compares
 * (`compared`: a hash will do), or a secret that has to be read again (`used`: only encryption helps).
 */
export function tokenIn(column: string, { table, columns }: TableWords): 'compared' | 'used' | undefined {
  if (HASHED.test(column)) return undefined;
  if (SECRET.test(column)) return 'used';
  const isToken = TOKEN.test(column);
  const ofTable =
    TABLE_VALUE.test(column) && issuesTokens(table) && !columns.some(one => HASHED.test(one) || ALGORITHM.test(one));
  if (!isToken && !ofTable) return undefined;
  return isToken && keepsForeignTokens({ table, columns }) ? 'used' : 'compared';
}

function issuesTokens(table: string): boolean {
  return (TOKEN_TABLE.test(table) && !/(?:^|\s)verifications?$/.test(table)) || SESSION_TABLE.test(table);
}

function keepsForeignTokens({ table, columns }: TableWords): boolean {
  return FOREIGN_TABLE.test(table) || columns.some(one => FOREIGN_COLUMN.test(one));
}

/** Whether the libraries that own a table dictate its columns. */
export function isAdapterTable({ table, columns }: TableWords): boolean {
  return ADAPTER_TABLE.test(table) && ADAPTER_COLUMNS.some(all => all.every(one => columns.includes(one)));
}

/** Whether every row of a table lets somebody in, and none of its columns says until when. */
export function tokensNeverExpire({ table, columns }: TableWords): boolean {
  if (columns.some(one => ENDS.test(one))) return false;
  const holds = columns.some(
    one =>
      TABLE_VALUE.test(one) ||
      TOKEN.test(one) ||
      SECRET.test(one) ||
      /(?:^|\s)(?:token|key|code|secret) (?:hash|digest)$|^hashed (?:token|key)$/.test(one),
  );
  return holds && (TOKEN_TABLE.test(table) || SESSION_TABLE.test(table));
}
