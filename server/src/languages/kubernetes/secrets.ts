import { readConnectionString } from '../connectionString.ts';
import { wordsOf } from '../words.ts';
import type { ConfigData } from './configData.ts';

/** What gives a value away: its name, a password in a connection string, or a key that says what it is. */
export type SecretKind = 'name' | 'connection' | 'key';

/** By the last words of a name; what ends otherwise (`_FILE`, `_URL`, `_TTL`) is about a secret and is none. */
const NAMES_SECRET =
  /(?:^|\s)(?:password|passwd|passphrase|pgpassword|secret|token|api ?key|private ?key|secret ?key|access ?key)$|\w pwd$/;

/** `TLS_SECRET`, `IMAGE_PULL_SECRET`, `DB_EXISTING_SECRET`: the name of the Secret that holds one. */
const NAMES_OBJECT = /(?:^|\s)(?:tls|cert(?:ificate)?|pull|existing|target|k8s|kube(?:rnetes)?) secret$/;
/** Shown to everybody who visits, or a word of a language model. */
const NAMES_OTHER =
  /(?:^|\s)(?:public|publishable|max|next|pad|bos|eos|unk|stop|site|csrf|separator|mask) (?:\w+ )?(?:token|key|api ?key)$/;

const ISSUED: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/,
  /\b(?:sk|rk)_live_[0-9a-zA-Z]{16,}/,
  /\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_\w{22,})\b/,
  /\bglpat-[\w-]{20,}/,
  /\bxox[abprs]-[0-9A-Za-z-]{10,}/,
  /\bAIza[0-9A-Za-z_-]{35}\b/,
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
];

/** What a variable or key gives away; undefined for what is no secret, and for what something else fills in. */
export function secretIn(name: string, value: string): SecretKind | undefined {
  if (isFilledIn(value)) return undefined;
  if (isIssuedKey(value)) return 'key';
  const password = passwordIn(value);
  if (password !== undefined) return isFilledIn(password) || isBlank(password) ? undefined : 'connection';
  if (!isSecretName(name) || isBlank(value) || isReference(value) || HASH.test(value.trim())) return undefined;
  return 'name';
}

function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  return NAMES_SECRET.test(words) && !NAMES_OBJECT.test(words) && !NAMES_OTHER.test(words);
}

export function isIssuedKey(value: string): boolean {
  return ISSUED.some(pattern => pattern.test(value)) && !/EXAMPLE/.test(value);
}

/** `postgres://user:password@host`, `host=x password=y`, `Server=x;Password=y`. */
function passwordIn(value: string): string | undefined {
  if (/\s/.test(value.trim()) && !/[=;]/.test(value)) return undefined;
  const connection = value.includes('://') || value.includes('=') ? readConnectionString(value) : undefined;
  const password = connection?.password;
  if (connection && password && (connection.form === 'keyValue' || connection.host)) {
    const before = value.slice(value.indexOf('://') + 3, password.span.end);
    // In a url, `host:8080/@user` and `path:b@c` look like a user and a password.
    const isInPath = connection.form === 'url' && value[password.span.start - 1] === ':' && before.includes('/');
    return isInPath ? undefined : password.text;
  }
  return /(?:^|;)\s*(?:server|host|data source|endpoint)\s*=/i.test(value)
    ? /(?:^|;)\s*(?:password|pwd)\s*=\s*([^;]+)/i.exec(value)?.[1]
    : undefined;
}

/** Filled in before it is used: by a shell, a template, a secret manager, an encrypting tool. */
function isFilledIn(value: string): boolean {
  return FILLED_IN.test(value.trim());
}

const FILLED_IN =
  /\$\{|\{\{|\$\(|^\$\w+$|^\$__\w+\{|^<.*>$|<[\w -]+>|^%\w+%$|^__\w+__$|^@\w+@$|^\[.*\]$|^ENC[[(]|^(?:vault|op|ssm|sm|secretref|awssm|gcpsm|akv|file|env|ref\+\w+):|^arn:aws|^projects\/[^/]+\/secrets\/|^secret\/|^kv\//i;

/** Nothing that anybody could use: empty, a switch, a number, a path. */
function isBlank(value: string): boolean {
  return /^(?:|true|false|yes|no|on|off|null|none|nil|undefined|disabled?|enabled?|-?\d{1,9}(?:\.\d+)?)$/i.test(
    value.trim(),
  );
}

/** Says where a secret is: a path, a url, another variable. */
function isReference(value: string): boolean {
  return /^(?:\/|\.{1,2}\/|~\/)|^[a-z][a-z0-9+.-]*:\/\/|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|\.(?:pem|key|crt|txt|json|ya?ml)$/.test(
    value.trim(),
  );
}

/** What people write where the real value is to come. */
export function isPlaceholder(value: string): boolean {
  return isFilledIn(value) || isBlank(value) || PLACEHOLDER.test(value.trim());
}

const PLACEHOLDER =
  /^(?:change[-_ ]?(?:me|it|this)\b.*|replace\b.*|replace[-_ ]?.*|fill[-_ ]?.*|insert[-_ ].*|put[-_ ].*|enter[-_ ].*|add[-_ ].*|todo\b.*|tbd|dummy.*|fake.*|placeholder.*|redacted|example.*|sample.*|x{3,}.*|\*{3,}|\.{3}|your[-_ ]?.*|my[-_ ](?:secret|password|token|key)|some[-_ ].*|base64[-_ ].*|.*[-_ ](?:here|goes[-_ ]here)|.*\bEXAMPLE(?:KEY)?)$/i;

const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?["']?([\w.-]+)["']?[ \t]*[:=][ \t]*["']?([^\r\n]*?)["']?,?[ \t]*$/gm;

/** What a whole configuration file gives away: its first secret, by name. */
export function secretInText(text: string): { readonly name: string; readonly kind: SecretKind } | undefined {
  if (isIssuedKey(text)) return { name: 'private key', kind: 'key' };
  for (const [, name = '', value = ''] of text.matchAll(ASSIGNMENT)) {
    const kind = secretIn(name, value);
    if (kind && !isPlaceholder(value)) return { name, kind };
  }
  return undefined;
}

/** What people keep beside a password in one Secret although anybody may know it. */
const PUBLIC_NAME =
  /(?:^|\s)(?:user|\w*name|login|host|hostname|port|db ?name|database|db|url|uri|endpoint|region|bucket|type|project|email|realm|issuer|client id|tenant id|account id|access key id|key id|scheme|ca crt|tls crt|ca pem|cert|crt|certificate|public key|pub|kubeconfig version|version|namespace|insecure|force path style|\w*time|date|enabled?)$/;

/** What systems keep in place of a password. */
const HASH = /^(?:[\w.@-]+:)?\$(?:2[abxy]?|argon2\w*|scrypt|pbkdf2[\w-]*|apr1|[156])\$/;

/** Whether a value that stands in a Secret can be one: not what names, addresses and certificates are. */
export function mayBeSecret(key: string, value: string): boolean {
  if (isIssuedKey(value) || secretIn(key, value) !== undefined) return true;
  if (/[\r\n]/.test(value.trim())) return secretInText(value) !== undefined;
  return !PUBLIC_NAME.test(wordsOf(key)) && !isReference(value) && !isBlank(value) && !HASH.test(value.trim());
}

/** Types of Secrets that the cluster fills in, or that another tool reads its list of addresses from. */
const FILLED = new Set(['kubernetes.io/service-account-token', 'helm.sh/release.v1']);

/** False where the values of a Secret are encrypted (SOPS), come from elsewhere, or only list addresses. */
export function isReadable({ object, secretType }: ConfigData): boolean {
  if (secretType?.value !== undefined && FILLED.has(secretType.value)) return false;
  if (object.node.entry('sops') || object.annotations.values.has('avp.kubernetes.io/path')) return false;
  return !object.labels.values.has('argocd.argoproj.io/secret-type');
}
