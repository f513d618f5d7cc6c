import type { AnyRule } from '#engine';
import { createPaint, pageAddress } from '#report';
import type { Arguments, Exit, LoadPlumbline } from './command.ts';
import { type CliIo, wantsColor } from './io.ts';

export async function rules(args: Arguments, io: CliIo, load: LoadPlumbline): Promise<Exit> {
  const all = (await load()).createPlumbline().rules;
  if (args.get('format') === 'json') {
    io.stdout.write(`${JSON.stringify(all.map(toJson), undefined, 2)}\n`);
    return 0;
  }
  const paint = createPaint(wantsColor(io, io.stdout));
  const width = Math.max(0, ...all.map(rule => rule.id.length));
  for (const rule of all) {
    const marks = [
      rule.severity.padEnd(7),
      (rule.fixable === 'no' ? '' : `fix: ${rule.fixable}`).padEnd(11),
      rule.recommended ? '' : 'strict only',
    ];
    io.stdout.write(
      `${paint.bold(rule.id.padEnd(width))}  ${paint.dim(marks.join('  ').trimEnd())}\n    ${rule.summary}\n`,
    );
  }
  return 0;
}

/** A contract: design.md 7. */
function toJson(rule: AnyRule) {
  return {
    id: rule.id,
    guide: rule.guide,
    summary: rule.summary,
    severity: rule.severity,
    recommended: rule.recommended,
    fixable: rule.fixable,
    options: rule.options ?? {},
    reads: rule.reads ?? [],
    alsoKnownAs: rule.alsoKnownAs ?? [],
    docs: pageAddress(rule.id),
  };
}
