import { applyEdits, conflict, difference, type TextEdit } from '#text';
import type { Engine } from './engine.ts';
import type { Finding } from './finding.ts';
import type { Fix, Safety } from './rule.ts';

export interface FixAllOptions {
  /** `unsafe` takes safe fixes too. */
  readonly safety: Safety;
  /** Only fixes of this rule. */
  readonly rule?: string;
  /** Only fixes of this title. */
  readonly title?: string;
  /** Whether fixes that make files may run; default false. */
  readonly createFiles?: boolean;
  /** Whether a file is there: a fix never makes a file in the place of one. */
  readonly exists?: (uri: string) => boolean;
}

export interface FixAllResult {
  /** The text of the file after all rounds. */
  readonly text: string;
  /** Texts of other files that fixes changed, after all rounds. */
  readonly others: ReadonlyMap<string, string>;
  /** Files to make, by uri. */
  readonly created: ReadonlyMap<string, string>;
  readonly applied: readonly { readonly rule: string; readonly title: string }[];
  /** False where the rounds ran out; never for the rules that ship (tested). */
  readonly converged: boolean;
}

const ROUNDS = 20;

/**
 * Applies fixes in rounds until none is left: every round takes, in order of position, the first admitted fix of each
 * finding that does not conflict with one taken before; of those that make files, only one rule's. The engine is left as it was found.
 */
export function fixAll(engine: Engine, uri: string, options: FixAllOptions): FixAllResult {
  const before = new Map<string, string>([[uri, engine.textOf(uri) ?? '']]);
  const created = new Map<string, string>();
  const applied: { rule: string; title: string }[] = [];
  let converged = false;
  try {
    for (let round = 0; round < ROUNDS && !converged; round++) {
      const chosen = choose(engine, uri, options, created);
      converged = chosen.applied.length === 0;
      applied.push(...chosen.applied);
      for (const [target, edits] of chosen.edits) {
        const text = engine.textOf(target) ?? '';
        if (!before.has(target)) before.set(target, text);
        put(engine, target, applyEdits(text, edits));
      }
      for (const [target, text] of chosen.created) {
        created.set(target, text);
        engine.setSource(target, text);
      }
    }
    const after = [...before.keys()].map(target => [target, engine.textOf(target) ?? ''] as const);
    const others = new Map(after.filter(([target, text]) => target !== uri && text !== before.get(target)));
    return { text: engine.textOf(uri) ?? '', others, created, applied, converged };
  } finally {
    for (const target of created.keys()) engine.removeSource(target);
    for (const [target, text] of before) put(engine, target, text);
  }
}

function put(engine: Engine, uri: string, text: string): void {
  if (engine.kindOf(uri) === 'config') {
    engine.setConfig(uri, text);
    return;
  }
  const change = difference(engine.textOf(uri) ?? '', text);
  // Through the incremental door, so that a round costs what it changed.
  if (change) engine.changeSource(uri, [change]);
}

interface Chosen {
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  readonly created: ReadonlyMap<string, string>;
  readonly applied: readonly { readonly rule: string; readonly title: string }[];
}

function choose(engine: Engine, uri: string, options: FixAllOptions, made: ReadonlyMap<string, string>): Chosen {
  const edits = new Map<string, TextEdit[]>();
  const created = new Map<string, string>();
  const applied: { rule: string; title: string }[] = [];
  // A rule gives the files that its fixes make names that go together; the next rule has to see them first.
  let maker: string | undefined;
  for (const finding of engine.findings(uri)) {
    if (options.rule !== undefined && finding.rule !== options.rule) continue;
    const fix = finding.fixes.find(one => admits(one, options, target => made.has(target) || created.has(target)));
    if (!fix || !fits(fix, finding, edits)) continue;
    if (fix.creates?.length) {
      if (maker !== undefined && maker !== finding.rule) continue;
      maker = finding.rule;
    }
    for (const { span, text, uri: target = finding.uri } of fix.edits)
      edits.set(target, [...(edits.get(target) ?? []), { span, text }]);
    for (const file of fix.creates ?? []) created.set(file.uri, file.text);
    applied.push({ rule: finding.rule, title: fix.title });
  }
  return { edits, created, applied };
}

function admits(fix: Fix, options: FixAllOptions, isMade: (uri: string) => boolean): boolean {
  if (fix.safety === 'unsafe' && options.safety === 'safe') return false;
  if (options.title !== undefined && fix.title !== options.title) return false;
  const makes = fix.creates ?? [];
  if (makes.length > 0 && !options.createFiles) return false;
  return makes.every(file => !isMade(file.uri) && !options.exists?.(file.uri));
}

function fits(fix: Fix, finding: Finding, taken: ReadonlyMap<string, readonly TextEdit[]>): boolean {
  return fix.edits.every(one => !(taken.get(one.uri ?? finding.uri) ?? []).some(other => conflict(one, other)));
}
