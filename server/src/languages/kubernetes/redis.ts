import type { Span } from '#text';
import { memoised } from '../memo.ts';
import { asMap, asSeq, at, itemsOf, type MapNode, type ScalarNode, type SeqNode } from '../yaml/index.ts';
import { configDataOf } from './configData.ts';
import { defined } from './factParts.ts';
import { textAsField } from './fields.ts';
import { repositoryOf } from './images.ts';
import { commandWordsOf } from './lifecycle.ts';
import type { Container, KubernetesObject } from './model.ts';
import { allContainers } from './podContents.ts';

/** What a Redis, or a server that takes its settings, is told. */
export interface RedisSettings {
  /** The container, the key of a ConfigMap, or the object. */
  readonly name: string;
  /** Where something that is missing would be written. */
  readonly at: ScalarNode | undefined;
  readonly container: Container | undefined;
  readonly directives: readonly RedisDirective[];
  /** True where a file, a script or a template may say more. */
  readonly open: boolean;
}

export interface RedisDirective {
  /** `maxmemory`, without dashes. */
  readonly name: string;
  readonly value: string;
  /** The scalar that holds the value, and what of it is the name and the value. */
  readonly node: ScalarNode;
  readonly nameSpan: Span;
  readonly valueSpan: Span;
  /** What one more setting is added to: words of a command, lines of a text or a list, entries of a mapping. */
  readonly holder: RedisHolder;
}

export type RedisHolder =
  | { readonly type: 'words' | 'lines'; readonly list: SeqNode }
  | { readonly type: 'text'; readonly node: ScalarNode }
  | { readonly type: 'map'; readonly map: MapNode };

/** The text that spans are found in: that of the document. */
type Source = string;

export function redisSettingsOf(object: KubernetesObject, text: Source): readonly RedisSettings[] {
  return [...containerSettings(object, text), ...configMapSettings(object, text), ...customSettings(object, text)];
}

/** https://redis.io, https://valkey.io, https://docs.keydb.dev; Dragonfly has flags of its own. */
export function isRedis({ image }: Container): boolean {
  return image !== undefined && /(^|\/)(redis|valkey|keydb|redis-stack-server|redis-stack)$/.test(repositoryOf(image));
}

function containerSettings(object: KubernetesObject, text: Source): readonly RedisSettings[] {
  return allContainers(object.podSpec()).flatMap(container => {
    if (container.role === 'init' || !isRedis(container)) return [];
    const lists = ['command', 'args'].flatMap(key => asSeq(container.node.get(key)) ?? []);
    const words = commandWordsOf(container);
    if (words.some(word => /sentinel/.test(word.text))) return [];
    const isPlain = lists.every(
      list => !list.open && itemsOf(list).every(item => item.type === 'scalar' && !item.unknown),
    );
    return {
      name: container.shownName,
      at: container.nameNode,
      container,
      directives: lists.flatMap(list => wordsIn(list, text)),
      open: container.partial || !isPlain || words.some(({ text: word }) => /\.conf\b|\/etc\/|\$/.test(word)),
    };
  });
}

/** `--maxmemory`, `256mb` as two words, as one, or in the command of a shell. */
function wordsIn(list: SeqNode, text: Source): RedisDirective[] {
  const tokens = itemsOf(list).flatMap(item =>
    item.type === 'scalar' && !item.unknown
      ? [...item.text.matchAll(/[^\s"']+/g)].map(match => ({
          node: item,
          text: match[0],
          span: spanIn(item, match[0], text),
        }))
      : [],
  );
  return tokens.flatMap((token, index) => {
    const value = tokens[index + 1];
    if (!token.text.startsWith('--') || !value || value.text.startsWith('--')) return [];
    const holder: RedisHolder =
      token.node === value.node ? { type: 'text', node: token.node } : { type: 'words', list };
    return {
      name: token.text.slice(2),
      value: value.text,
      node: value.node,
      nameSpan: token.span,
      valueSpan: value.span,
      holder,
    };
  });
}

/** A `redis.conf` among the values of a ConfigMap: known by the settings in it. */
function configMapSettings(object: KubernetesObject, text: Source): readonly RedisSettings[] {
  return configFilesIn(object).map(({ key, node }) => ({
    name: key.text,
    at: key,
    container: undefined,
    directives: linesIn(node, text, { type: 'text', node }),
    open: false,
  }));
}

const configFilesIn = memoised((object: KubernetesObject) => {
  const data = configDataOf(object);
  if (data?.type !== 'configMap') return [];
  return data.entries.flatMap(({ key, node, text }) =>
    node && text !== undefined && /^\s*maxmemory(-policy)?\s+\S/m.test(text) ? { key, node } : [],
  );
});

/** `name value` lines; spans are those of the source where it has the text as it is, else the whole scalar. */
function linesIn(node: ScalarNode, text: Source, holder: RedisHolder): RedisDirective[] {
  const source = text.slice(node.span.start, node.span.end);
  const isVerbatim = node.style === 'literal' && source !== '';
  return [...(isVerbatim ? source : node.text).matchAll(/^[ \t]*([a-z][a-z-]*)[ \t]+([^\s"']+)/gm)].map(match => {
    const [line, name = '', value = ''] = match;
    const at = isVerbatim ? match.index : source.indexOf(line);
    const start = node.span.start + at + line.indexOf(name);
    const end = node.span.start + at + line.length;
    if (at < 0 || source === '') return { name, value, node, nameSpan: node.span, valueSpan: node.span, holder };
    const nameSpan = { start, end: start + name.length };
    return { name, value, node, nameSpan, valueSpan: { start: end - value.length, end }, holder };
  });
}

/** Lists and mappings of operators: `customConfig` of RedisFailover, `redisConfig` of others. */
function customSettings(object: KubernetesObject, text: Source): readonly RedisSettings[] {
  const spec = asMap(object.node.get('spec'));
  if (!spec || !/redis|valkey|keydb/i.test(`${object.group} ${object.kind}`)) return [];
  const lists = [at(spec, 'redis', 'customConfig'), at(spec, 'redisConfig', 'dynamicConfig')].flatMap(
    node => asSeq(node) ?? [],
  );
  const maps = [spec.get('redisConfig'), spec.get('redisConfigs')].flatMap(node => asMap(node) ?? []);
  const directives = [
    ...lists.flatMap(list =>
      itemsOf(list).flatMap(item =>
        item.type === 'scalar' && !item.unknown ? linesIn(item, text, { type: 'lines', list }) : [],
      ),
    ),
    ...maps.flatMap(map => entriesIn(map)),
  ];
  if (directives.length === 0) return [];
  const open = [...lists, ...maps].some(one => one.open);
  return [{ name: object.name ?? '(templated)', at: object.nameNode, container: undefined, directives, open }];
}

function entriesIn(map: MapNode): RedisDirective[] {
  return map.entries.flatMap(({ key, value }) => {
    if (value.type !== 'scalar' || value.unknown) return [];
    const { text } = textAsField(value);
    return {
      name: key.text,
      value: text,
      node: value,
      nameSpan: key.span,
      valueSpan: value.span,
      holder: { type: 'map', map },
    };
  });
}

/** Where some words of a scalar stand in its source; the whole scalar where escapes hide them. */
function spanIn(node: ScalarNode, words: string, text: Source, from = node.span.start): Span {
  const start = text.indexOf(words, from);
  return start >= 0 && start + words.length <= node.span.end ? { start, end: start + words.length } : node.span;
}

export function directiveOf({ directives }: RedisSettings, name: string): RedisDirective | undefined {
  return directives.findLast(one => one.name === name);
}

/** Whether what it keeps is there to be kept: the queue of a worker, a store. */
export function isStore(object: KubernetesObject, { name }: RedisSettings): boolean {
  const named = [object.name ?? '', name];
  return named.some(one =>
    /queue|bull|sidekiq|celery|stream|broker|store|persist|database|(^|-)db($|-)|session|state/i.test(one),
  );
}

/** Whether its name or labels say that it is a cache. */
export function isCache(object: KubernetesObject, { name }: RedisSettings): boolean {
  const labels = [...object.labels.values.values(), ...(object.podSpec()?.labels.values.values() ?? [])];
  return [object.name, name, ...labels].some(one => one !== undefined && /cache/i.test(one));
}

/** What other documents may know of the settings in an object. */
export function redisFacts(object: KubernetesObject): { readonly evicts?: true; readonly boundsMemory?: true } {
  const all = redisSettingsOf(object, '');
  return {
    ...defined('evicts', all.some(one => directiveOf(one, 'maxmemory-policy')) ? (true as const) : undefined),
    ...defined('boundsMemory', all.some(one => directiveOf(one, 'maxmemory')) ? (true as const) : undefined),
  };
}
