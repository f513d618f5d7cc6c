import type { MigrationSettings, Severity, SqlSettings } from '#languages';
import { migrationToolIds } from '#languages/sql';
import {
  asMap,
  asScalar,
  asSeq,
  type Entry,
  itemsOf,
  type MapNode,
  type Node,
  parseTree,
  resolve,
  type Tree,
  treeEdits,
} from '#languages/yaml';
import type { Span, TextEdit } from '#text';
import type { Finding } from './finding.ts';
import { misfit, type OptionValue } from './options.ts';
import type { Fix } from './rule.ts';
import { nearestOf, type RuleBook } from './ruleBook.ts';
import { folderOf, resolvePath } from './uris.ts';

/** What a config file says, with the places where it says so. Only what could be understood. */
export interface ConfigFile {
  readonly uri: string;
  /** Bases, in order: `plumbline:recommended`, `plumbline:strict`, or the uri of another config file. */
  readonly extends: readonly string[];
  readonly rules: readonly RuleSetting[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly overrides: readonly { readonly files: readonly string[]; readonly rules: readonly RuleSetting[] }[];
  readonly sql: Partial<SqlSettings>;
  /** The uri of the baseline file. */
  readonly baseline: string | undefined;
}

/** One member of a `rules` mapping. */
export interface RuleSetting {
  /** A rule id, or `<kind>/*`, or `*`. */
  readonly pattern: string;
  readonly severity: Severity | 'off' | undefined;
  readonly options: Readonly<Record<string, OptionValue>> | undefined;
  readonly uri: string;
  readonly span: Span;
}

export interface ReadConfig {
  /** Undefined where the file is broken: the last good one goes on counting. */
  readonly config: ConfigFile | undefined;
  readonly findings: readonly Finding[];
}

const SEVERITIES = ['off', 'hint', 'info', 'warning', 'error'];
const TOP_KEYS = ['$schema', 'extends', 'rules', 'files', 'overrides', 'sql', 'baseline'];
const SQL_KEYS = ['dialect', 'postgresVersion', 'scope', 'tableSizes', 'migrations'];
const DIALECTS = ['postgresql', 'mysql', 'mariadb', 'sqlite'];
const PRESETS = ['plumbline:recommended', 'plumbline:strict'];

export function readConfig(uri: string, text: string, book: RuleBook): ReadConfig {
  const tree = parseTree(text, /\.ya?ml$/.test(uri) ? 'yaml' : 'json');
  return new ConfigReader(uri, tree, book).read();
}

/** Holds what every step of one reading needs: the place, the findings so far, the edits of this text. */
class ConfigReader {
  private readonly findings: Finding[] = [];
  private readonly folder: string;

  constructor(
    private readonly uri: string,
    private readonly tree: Tree,
    private readonly book: RuleBook,
  ) {
    this.folder = folderOf(uri);
  }

  read(): ReadConfig {
    const root = asMap(this.tree.documents[0]?.root);
    const problem = this.tree.problems[0];
    if (problem || (!root && this.tree.text.trim() !== '')) {
      this.say(
        'config/broken',
        problem?.span ?? firstLine(this.tree.text),
        `This config cannot be read: ${problem?.message ?? 'it should be an object'}. The last good one, or the defaults, count until it can.`,
        'error',
      );
      return { config: undefined, findings: this.findings };
    }
    const config: ConfigFile = {
      uri: this.uri,
      extends: ['plumbline:recommended'],
      rules: [],
      include: ['**'],
      exclude: [],
      overrides: [],
      sql: {},
      baseline: undefined,
      ...(root ? this.top(root) : {}),
    };
    return { config, findings: this.findings };
  }

  private top(root: MapNode): Partial<ConfigFile> {
    const found: { -readonly [K in keyof ConfigFile]?: ConfigFile[K] } = {};
    for (const entry of this.knownEntries(root, TOP_KEYS, 'key')) {
      switch (entry.key.text) {
        case 'extends':
          found.extends = this.extended(entry);
          break;
        case 'rules':
          found.rules = this.ruleSettings(entry.value);
          break;
        case 'files':
          for (const part of this.knownEntries(asMap(entry.value), ['include', 'exclude'], 'key of "files"'))
            found[part.key.text as 'include' | 'exclude'] = this.strings(part);
          break;
        case 'overrides':
          found.overrides = this.overrides(entry.value);
          break;
        case 'sql':
          found.sql = this.sql(asMap(entry.value));
          break;
        case 'baseline': {
          const path = asScalar(entry.value)?.text;
          if (path) found.baseline = resolvePath(this.folder, path);
          else this.misfit(entry, 'the path of a baseline file');
        }
      }
    }
    return found;
  }

  private extended(entry: Entry): readonly string[] {
    const names = asSeq(entry.value) ? itemsOf(entry.value).map(asScalar) : [asScalar(entry.value)];
    return names.flatMap(node => {
      if (!node) return [];
      if (!node.text.startsWith('plumbline:')) return [resolvePath(this.folder, node.text)];
      if (PRESETS.includes(node.text)) return [node.text];
      const near = nearestOf(node.text, PRESETS);
      this.say(
        'config/invalid-value',
        node.span,
        `There is no preset "${node.text}"; there are ${PRESETS.join(' and ')}.`,
        'warning',
        [near ? this.rewrite(node, near) : undefined],
      );
      return [];
    });
  }

  private overrides(node: Node): ConfigFile['overrides'] {
    return itemsOf(node).flatMap(item => {
      const map = asMap(item);
      if (!map) return [];
      let files: readonly string[] = [];
      let rules: readonly RuleSetting[] = [];
      for (const entry of this.knownEntries(map, ['files', 'rules'], 'key of an override')) {
        if (entry.key.text === 'files') files = this.strings(entry);
        else rules = this.ruleSettings(entry.value);
      }
      return [{ files, rules }];
    });
  }

  private ruleSettings(node: Node): readonly RuleSetting[] {
    return (asMap(node)?.entries ?? []).flatMap(entry => {
      const pattern = this.pattern(entry);
      return pattern === undefined ? [] : [this.ruleSetting(entry, pattern)];
    });
  }

  /** The id or glob that a key of `rules` means; undefined where it means nothing. */
  private pattern(entry: Entry): string | undefined {
    const name = entry.key.text;
    if (name === '*' || (name.endsWith('/*') && this.book.all.some(rule => rule.id.startsWith(name.slice(0, -1)))))
      return name;
    const rule = this.book.find(name);
    if (rule?.id === name) return name;
    const meant = rule?.id ?? this.book.nearest(name);
    const renamed = rule ? `"${name}" is now called "${rule.id}".` : undefined;
    this.say(
      'config/unknown-rule',
      entry.key.span,
      renamed ?? `There is no rule "${name}", so this line has no effect.${meant ? ` Did you mean "${meant}"?` : ''}`,
      'warning',
      [
        meant
          ? this.fix(`Change to "${meant}"`, treeEdits(this.tree).renameKey(entry, meant), rule ? 'safe' : 'unsafe')
          : undefined,
      ],
    );
    return rule?.id;
  }

  private ruleSetting(entry: Entry, pattern: string): RuleSetting {
    const value = resolve(entry.value);
    const [first, second] = value?.type === 'seq' ? itemsOf(value) : [value];
    const severity = asScalar(first);
    const base = { pattern, uri: this.uri, span: entry.key.span };
    if (!severity || !SEVERITIES.includes(severity.text)) {
      const meant = severity
        ? severity.text === 'warn'
          ? 'warning'
          : nearestOf(severity.text, SEVERITIES)
        : undefined;
      this.say(
        'config/invalid-value',
        this.point(first, entry),
        `A severity is one of ${SEVERITIES.join(', ')}; this setting of "${pattern}" has no effect.`,
        'warning',
        [severity && meant ? this.rewrite(severity, meant) : undefined],
      );
      return { ...base, severity: undefined, options: undefined };
    }
    return {
      ...base,
      severity: severity.text as Severity | 'off',
      options: second ? this.options(pattern, asMap(second), entry) : undefined,
    };
  }

  private options(pattern: string, map: MapNode | undefined, at: Entry): Record<string, OptionValue> | undefined {
    const shape = this.book.get(pattern)?.options ?? {};
    if (!map) {
      this.say('config/invalid-value', at.key.span, `The options of "${pattern}" should be an object.`);
      return undefined;
    }
    const values: Record<string, OptionValue> = {};
    for (const entry of map.entries) {
      const name = entry.key.text;
      const option = shape[name];
      if (!option) {
        const near = nearestOf(name, Object.keys(shape));
        this.say(
          'config/unknown-option',
          entry.key.span,
          `"${pattern}" has no option "${name}", so it has no effect.`,
          'warning',
          [near ? this.fix(`Change to "${near}"`, treeEdits(this.tree).renameKey(entry, near), 'unsafe') : undefined],
        );
        continue;
      }
      const value = plain(entry.value);
      const wrong = misfit(option, value);
      if (wrong) this.misfit(entry, wrong);
      else values[name] = value as OptionValue;
    }
    return values;
  }

  private sql(map: MapNode | undefined): Partial<SqlSettings> {
    const found: { -readonly [K in keyof SqlSettings]?: SqlSettings[K] } = {};
    for (const entry of this.knownEntries(map, SQL_KEYS, 'key of "sql"')) {
      const value = plain(entry.value);
      switch (entry.key.text) {
        case 'dialect':
          if (DIALECTS.includes(value as string)) found.dialect = value as NonNullable<SqlSettings['dialect']>;
          else this.misfit(entry, `one of ${DIALECTS.join(', ')}`);
          break;
        case 'postgresVersion':
          if (Number.isInteger(value) && (value as number) >= 12 && (value as number) <= 18)
            found.postgresVersion = value as number;
          else this.misfit(entry, 'a whole number from 12 to 18');
          break;
        case 'scope':
          if (value === 'new' || value === 'all') found.scope = value;
          else this.misfit(entry, '"new" or "all"');
          break;
        case 'tableSizes':
          found.tableSizes = this.tableSizes(entry);
          break;
        case 'migrations':
          found.migrations = itemsOf(entry.value).flatMap(item => this.migration(asMap(item)));
      }
    }
    return found;
  }

  private tableSizes(at: Entry): Record<string, number> {
    const sizes: Record<string, number> = {};
    for (const entry of asMap(at.value)?.entries ?? []) {
      const rows = plain(entry.value);
      if (typeof rows === 'number' && rows >= 0) sizes[entry.key.text] = rows;
      else this.misfit(entry, 'a number of rows');
    }
    return sizes;
  }

  private migration(map: MapNode | undefined): MigrationSettings[] {
    const found: Record<string, string> = {};
    for (const entry of this.knownEntries(map, ['dir', 'tool', 'after'], 'key of a migration directory')) {
      const text = asScalar(entry.value)?.text;
      if (text === undefined) this.misfit(entry, 'a string');
      else if (entry.key.text === 'tool' && !migrationToolIds.includes(text))
        this.misfit(entry, `one of ${migrationToolIds.join(', ')}`);
      else found[entry.key.text] = text;
    }
    return found['dir'] === undefined
      ? []
      : [{ dir: resolvePath(this.folder, found['dir']), tool: found['tool'], after: found['after'] }];
  }

  private knownEntries(map: MapNode | undefined, known: readonly string[], what: string): readonly Entry[] {
    return (map?.entries ?? []).filter(entry => {
      const name = entry.key.text;
      if (known.includes(name)) return true;
      const near = nearestOf(name, known);
      this.say(
        'config/unknown-key',
        entry.key.span,
        `"${name}" is not a ${what}, so it has no effect.${near ? ` Did you mean "${near}"?` : ''}`,
        'warning',
        [near ? this.fix(`Change to "${near}"`, treeEdits(this.tree).renameKey(entry, near), 'unsafe') : undefined],
      );
      return false;
    });
  }

  private strings(entry: Entry): readonly string[] {
    const value = plain(entry.value);
    const list = typeof value === 'string' ? [value] : value;
    if (Array.isArray(list) && list.every(one => typeof one === 'string')) return list;
    this.misfit(entry, 'a list of globs');
    return [];
  }

  private misfit(entry: Entry, expected: string): void {
    this.say(
      'config/invalid-value',
      this.point(entry.value, entry),
      `"${entry.key.text}" should be ${expected}; what stands here has no effect.`,
    );
  }

  /** Where to point for a value: at the value where it is a scalar on one line, else at its key. */
  private point(value: Node | undefined, entry: Entry): Span {
    const scalar = asScalar(value);
    return scalar && !this.tree.text.slice(scalar.span.start, scalar.span.end).includes('\n')
      ? scalar.span
      : entry.key.span;
  }

  private rewrite(node: NonNullable<ReturnType<typeof asScalar>>, to: string): Fix | undefined {
    return this.fix(`Change to "${to}"`, treeEdits(this.tree).setScalar(node, to), 'unsafe');
  }

  private fix(title: string, edit: TextEdit | undefined, safety: Fix['safety']): Fix | undefined {
    return edit && { title, safety, edits: [edit] };
  }

  private say(
    rule: string,
    span: Span,
    message: string,
    severity: Severity = 'warning',
    fixes: readonly (Fix | undefined)[] = [],
  ): void {
    this.findings.push({
      rule,
      guide: undefined,
      uri: this.uri,
      span,
      severity,
      message,
      fixes: fixes.filter(one => one !== undefined),
      related: [],
    });
  }
}

/** The plain data of a node; undefined inside where a value is unknown. */
function plain(node: Node | undefined): unknown {
  const found = resolve(node);
  if (found?.type === 'seq') return found.items.map(plain);
  if (found?.type === 'map')
    return Object.fromEntries(found.entries.map(entry => [entry.key.text, plain(entry.value)]));
  return found?.value;
}

function firstLine(text: string): Span {
  const end = text.search(/[\r\n]|$/);
  return { start: 0, end };
}
