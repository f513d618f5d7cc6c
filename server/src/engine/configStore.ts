import type { Settings } from '#languages';
import { type Baseline, readBaseline } from './baseline.ts';
import { type ResolvedConfig, resolveConfig } from './config.ts';
import { type ConfigFile, type ReadConfig, readConfig } from './configFile.ts';
import { sameData } from './equal.ts';
import type { Finding } from './finding.ts';
import type { Committed } from './rule.ts';
import type { RuleBook } from './ruleBook.ts';
import { configNames, folderOf } from './uris.ts';

/** More than these are left over from configs that somebody has typed since. */
const MOST_SETTINGS = 100;

/** A text of a config file, with what it says now and what it said when it was last readable. */
interface Kept {
  readonly text: string;
  readonly read: ReadConfig;
  readonly good: ConfigFile | undefined;
}

/** The configs of a workspace, their bases and baselines, and what they come to for each file. */
export class ConfigStore {
  private readonly configs = new Map<string, Kept>();
  /** Files that configs name: bases and baselines. */
  private readonly wanted = new Map<
    string,
    { readonly config: ConfigFile | undefined; readonly baseline: Baseline | undefined }
  >();
  private readonly resolved = new Map<string, ResolvedConfig>();
  /** Every one of another value. */
  private readonly settings: Settings[] = [];
  private forced: string | undefined;
  private allMigrations = false;
  committed: Committed = { has: () => undefined, textOf: () => undefined };
  /** Counts every change, so that an answer can tell whether it is of today. */
  stamp = 0;

  constructor(private readonly book: RuleBook) {}

  set(uri: string, text: string): boolean {
    const before = this.configs.get(uri);
    if (before?.text === text) return false;
    const read = readConfig(uri, text, this.book);
    this.configs.set(uri, { text, read, good: read.config ?? before?.good });
    return this.changed();
  }

  remove(uri: string): boolean {
    return this.configs.delete(uri) && this.changed();
  }

  force(uri: string | undefined): boolean {
    this.forced = uri;
    return this.changed();
  }

  includeAllMigrations(on: boolean): boolean {
    this.allMigrations = on;
    return this.changed();
  }

  setCommitted(committed: Committed): boolean {
    this.committed = committed;
    return this.changed();
  }

  setWanted(uri: string, text: string | undefined): boolean {
    const baseline = text === undefined ? undefined : readBaseline(text);
    const config = text === undefined || baseline ? undefined : readConfig(uri, text, this.book).config;
    this.wanted.set(uri, { config, baseline });
    return this.changed();
  }

  /** Named by a config and not given yet. */
  wantedFiles(): readonly string[] {
    const configs = [...this.configs.values()]
      .map(one => one.good)
      .concat([...this.wanted.values()].map(one => one.config));
    const named = configs.flatMap(one => [...(one?.extends ?? []), ...(one?.baseline ? [one.baseline] : [])]);
    return [...new Set(named)].filter(
      uri => !uri.startsWith('plumbline:') && !this.configs.has(uri) && !this.wanted.has(uri),
    );
  }

  isWanted(uri: string): boolean {
    return this.wanted.has(uri);
  }

  has(uri: string): boolean {
    return this.configs.has(uri);
  }

  textOf(uri: string): string | undefined {
    return this.configs.get(uri)?.text;
  }

  findings(uri: string): readonly Finding[] | undefined {
    return this.configs.get(uri)?.read.findings;
  }

  uris(): readonly string[] {
    return [...this.configs.keys()];
  }

  baseline(uri: string | undefined): Baseline | undefined {
    return uri === undefined ? undefined : this.wanted.get(uri)?.baseline;
  }

  /** What counts for a file; the same object as long as no config changed. */
  for(uri: string): ResolvedConfig {
    let config = this.resolved.get(uri);
    if (!config) {
      const nearest = this.forced ?? this.nearest(uri);
      const load = (base: string): ConfigFile | undefined =>
        this.configs.get(base)?.good ?? this.wanted.get(base)?.config;
      config = resolveConfig(
        uri,
        nearest === undefined ? undefined : this.configs.get(nearest)?.good,
        load,
        this.book.all,
      );
      const { sql } = config.settings;
      const settings = this.interned({ sql: this.allMigrations ? { ...sql, scope: 'all' } : sql });
      config = { ...config, settings };
      this.resolved.set(uri, config);
    }
    return config;
  }

  /** What is derived from settings is remembered by their identity, so files with the same ones share the object. */
  private interned(settings: Settings): Settings {
    const known = this.settings.find(one => sameData(one, settings));
    if (known) return known;
    this.settings.push(settings);
    return settings;
  }

  private nearest(uri: string): string | undefined {
    for (let folder = folderOf(uri); folder.includes('/'); folder = folderOf(folder)) {
      const found = configNames().find(name => this.configs.has(`${folder}/${name}`));
      if (found) return `${folder}/${found}`;
    }
    return undefined;
  }

  private changed(): true {
    this.stamp++;
    this.resolved.clear();
    if (this.settings.length > MOST_SETTINGS) this.settings.length = 0;
    return true;
  }
}
