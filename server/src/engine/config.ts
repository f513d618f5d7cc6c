import picomatch from 'picomatch';
import type { Settings, Severity } from '#languages';
import type { Span } from '#text';
import type { ConfigFile, RuleSetting } from './configFile.ts';
import { defaultsOf, type OptionValue } from './options.ts';
import type { AnyRule } from './rule.ts';
import { folderOf, pathBelow } from './uris.ts';

/** How one rule runs for one file. */
export interface RuleState {
  readonly rule: AnyRule;
  readonly severity: Severity | 'off';
  /** True where a config names the severity: then it is taken at its word, for every case of the rule. */
  readonly explicit: boolean;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly from: { readonly what: string; readonly uri?: string; readonly span?: Span };
}

/** Everything that a config says for one file. */
export interface ResolvedConfig {
  /** The config file that counts; undefined: the defaults. */
  readonly uri: string | undefined;
  readonly states: ReadonlyMap<string, RuleState>;
  readonly settings: Settings;
  /** Why the file is left out, if it is. */
  readonly excluded: string | undefined;
  readonly baseline: string | undefined;
}

/** The settings of one level, lowest first; a later layer wins. */
interface Layer {
  readonly preset?: 'recommended' | 'strict';
  readonly settings: readonly RuleSetting[];
}

const DEFAULT_SETTINGS: Settings = {
  sql: { dialect: undefined, postgresVersion: 15, scope: 'new', tableSizes: {}, migrations: [] },
};

/**
 * Resolves what counts for `uri`. One pure function, so that every host comes to the same answer.
 * @param load the config file of a uri, or undefined where there is none (or not yet)
 */
export function resolveConfig(
  uri: string,
  config: ConfigFile | undefined,
  load: (uri: string) => ConfigFile | undefined,
  rules: readonly AnyRule[],
): ResolvedConfig {
  const chain = config ? withBases(config, load, new Set()) : [];
  const layers: Layer[] = config
    ? chain.flatMap(part => layersOf(part, uri))
    : [{ preset: 'recommended', settings: [] }];
  const states = new Map(rules.map(rule => [rule.id, stateOf(rule, layers)] as const));
  const files = chain.filter((part): part is ConfigFile => typeof part !== 'string');
  return {
    uri: config?.uri,
    states,
    settings: { sql: Object.assign({}, DEFAULT_SETTINGS.sql, ...files.map(one => one.sql)) },
    excluded: config && excludedBy(config, uri),
    baseline: files.findLast(one => one.baseline !== undefined)?.baseline,
  };
}

/** A config with its bases before it, each once; presets by name. */
function withBases(
  config: ConfigFile,
  load: (uri: string) => ConfigFile | undefined,
  seen: Set<string>,
): readonly (ConfigFile | string)[] {
  if (seen.has(config.uri)) return [];
  seen.add(config.uri);
  const bases = config.extends.flatMap((name): readonly (ConfigFile | string)[] => {
    if (name.startsWith('plumbline:')) return [name];
    const base = load(name);
    return base ? withBases(base, load, seen) : [];
  });
  return [...bases, config];
}

function layersOf(part: ConfigFile | string, uri: string): Layer[] {
  if (typeof part === 'string')
    return [{ preset: part === 'plumbline:strict' ? 'strict' : 'recommended', settings: [] }];
  const path = pathBelow(folderOf(part.uri), uri);
  const overrides = part.overrides.filter(one => path !== undefined && matches(one.files, path));
  return [{ settings: part.rules }, ...overrides.map(one => ({ settings: one.rules }))];
}

function stateOf(rule: AnyRule, layers: readonly Layer[]): RuleState {
  let state: RuleState = {
    rule,
    severity: 'off',
    explicit: false,
    options: defaultsOf(rule.options),
    from: { what: 'no preset turns it on' },
  };
  for (const layer of layers) {
    if (layer.preset) {
      const on = layer.preset === 'strict' || rule.recommended;
      if (on)
        state = { ...state, severity: rule.severity, explicit: false, from: { what: `plumbline:${layer.preset}` } };
      continue;
    }
    // Within one layer an exact id wins over a glob, and of several globs the last one.
    const setting =
      layer.settings.findLast(one => one.pattern === rule.id) ??
      layer.settings.findLast(one => globs(one.pattern, rule.id));
    if (!setting) continue;
    if (setting.severity !== undefined)
      state = {
        ...state,
        severity: setting.severity,
        explicit: true,
        from: { what: setting.pattern, uri: setting.uri, span: setting.span },
      };
    if (setting.options) state = { ...state, options: { ...state.options, ...setting.options } };
  }
  return state;
}

function globs(pattern: string, id: string): boolean {
  return pattern === '*' || (pattern.endsWith('/*') && id.startsWith(pattern.slice(0, -1)));
}

function excludedBy(config: ConfigFile, uri: string): string | undefined {
  const path = pathBelow(folderOf(config.uri), uri);
  if (path === undefined) return undefined;
  if (matches(config.exclude, path)) return 'excluded by "files.exclude" of the config';
  if (!matches(config.include, path)) return 'not in "files.include" of the config';
  return undefined;
}

function matches(globs: readonly string[], path: string): boolean {
  return globs.some(glob => picomatch.isMatch(path, glob, { dot: true }));
}
