import { asMap, type Node } from '../yaml/index.ts';
import { configDataOf } from './configData.ts';
import { envOf } from './env.ts';
import { type Field, textField } from './fields.ts';
import { commandWordsOf } from './lifecycle.ts';
import type { KubernetesObject } from './model.ts';

/** A place where somebody told a client not to check whom it talks to, or not to encrypt at all. */
export interface UncheckedTls {
  /** What says so: the field, the variable, or the parameter of a url. */
  readonly setting: string;
  readonly field: Field<string>;
  /** `scrape`: metrics are read that way, and nothing else. */
  readonly use: 'calls' | 'scrape';
  /** The value to write instead; undefined where removing or changing it needs more than that. */
  readonly instead: string | boolean | undefined;
}

export function uncheckedTlsOf(object: KubernetesObject): readonly UncheckedTls[] {
  // A definition describes the field, it does not set it.
  if (object.group === 'apiextensions.k8s.io') return [];
  const pods = object.podSpec();
  const containers = pods ? [...pods.containers, ...pods.initContainers] : [];
  const variables = containers.flatMap(container => [
    ...envOf(container).flatMap(({ name, value }) => unchecked(name.value, value)),
    ...commandWordsOf(container).flatMap(word => unchecked('', word)),
  ]);
  const data = configDataOf(object)?.type === 'configMap' ? asMap(object.node.get('data')) : undefined;
  const configured = (data?.entries ?? []).flatMap(({ key }) => unchecked(key.text, textField(data, key.text)));
  return [...variables, ...configured, ...(pods ? [] : flagsIn(object))];
}

const FLAGS = /^(insecureSkipVerify|insecureSkipTLSVerify|insecureSkipVerifyTLS|tlsInsecure)$/;

/** Fields of custom resources and of APIService; those that an alias shares are found where they stand. */
function flagsIn(object: KubernetesObject): readonly UncheckedTls[] {
  const found: UncheckedTls[] = [];
  const use = object.group === 'monitoring.coreos.com' && /Monitor$|^Probe$/.test(object.kind) ? 'scrape' : 'calls';
  const visit = (node: Node): void => {
    if (node.type === 'seq') for (const item of node.items) visit(item);
    if (node.type !== 'map') return;
    for (const { key, value } of node.entries) {
      if (value.type === 'scalar' && value.value === true && FLAGS.test(key.text)) {
        const field = textField(node, key.text);
        if (field) found.push({ setting: `${key.text}: true`, field, use, instead: false });
      } else visit(value);
    }
  };
  const spec = object.node.entry('spec')?.value;
  if (spec) visit(spec);
  return found;
}

/** Variables that drivers and runtimes read, with the value that turns checking off and the one that turns it on. */
const VARIABLES: Readonly<Record<string, readonly [RegExp, string]>> = {
  NODE_TLS_REJECT_UNAUTHORIZED: [/^0$/, '1'],
  PGSSLMODE: [/^(disable|allow)$/, 'verify-full'],
};

/** Parameters of connection urls: PostgreSQL, node-postgres and mysql2, MongoDB. */
const PARAMETERS: readonly (readonly [RegExp, string | undefined])[] = [
  [/[?&\s](sslmode=disable)(?=$|[&\s'"])/i, 'sslmode=verify-full'],
  [/[?&](rejectUnauthorized=(?:0|false))(?=$|&)/i, undefined],
  [/[?&](tlsInsecure=true)(?=$|&)/i, undefined],
  [/[?&](tlsAllowInvalidCertificates=true)(?=$|&)/i, undefined],
];

function unchecked(name: string | undefined, field: Field<string> | undefined): readonly UncheckedTls[] {
  const value = field?.value;
  if (name === undefined || !field || value === undefined) return [];
  const variable = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined;
  if (variable?.[0].test(value)) {
    return [{ setting: `${name}=${value}`, field, use: 'calls', instead: variable[1] }];
  }
  // Scripts and configuration files are not read; a url is one line.
  if (/\s\S+\s/.test(value.replace(/\b\w+=\S*/g, '')) || isLocal(value)) return [];
  for (const [pattern, instead] of PARAMETERS) {
    const match = pattern.exec(value);
    const [, setting] = match ?? [];
    if (match && setting !== undefined)
      return [
        { setting, field, use: 'calls', instead: instead === undefined ? undefined : value.replace(setting, instead) },
      ];
  }
  return [];
}

/** To a proxy in the same pod, nothing crosses a network. */
function isLocal(url: string): boolean {
  return /(?:@|:\/\/|host=)(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|%2F)/i.test(url);
}
