import { createRuleBook } from '#engine';
import { readRulePage } from '#host';
import { createPaint, type Paint, pageAddress } from '#report';
import type { Arguments, Exit, LoadPlumbline } from './command.ts';
import { CannotRun, type CliIo, wantsColor } from './io.ts';

/** Prints a rule's page as it is, with what helps the eye on a terminal. */
export async function explain(args: Arguments, io: CliIo, load: LoadPlumbline): Promise<Exit> {
  const [name] = args.paths;
  if (name === undefined) throw new CannotRun('"explain" needs a rule; "plumbline rules" lists them');
  const book = createRuleBook((await load()).createPlumbline().rules);
  const rule = book.find(name) ?? book.all.find(one => one.alsoKnownAs?.includes(name));
  if (!rule) {
    const near = book.nearest(name);
    throw new CannotRun(
      `there is no rule "${name}"${near ? `; did you mean "${near}"?` : '; "plumbline rules" lists them'}`,
    );
  }
  const paint = createPaint(wantsColor(io, io.stdout));
  const facts = [
    `${rule.severity}, ${rule.recommended ? 'recommended' : 'only in "strict"'}`,
    rule.fixable === 'no' ? 'no fix' : `${rule.fixable} fix`,
    `guide: ${rule.guide}`,
  ];
  io.stdout.write(`${paint.bold(rule.id)}  ${paint.dim(facts.join(' | '))}\n${rule.summary}\n`);
  const page = readRulePage(rule.id);
  io.stdout.write(page === undefined ? `\n${pageAddress(rule.id)}\n` : renderPage(page, paint));
  return 0;
}

function renderPage(page: string, paint: Paint): string {
  // The header is generated from what is printed above.
  const body = page.replace(/<!-- generated: header -->[\s\S]*?<!-- \/generated -->\s*/, '');
  let label: string | undefined;
  const lines = body.split(/\r?\n/).flatMap(line => {
    if (line.startsWith('```')) {
      const opens = label === undefined;
      label = opens ? (line.slice(3).split(' ')[1] ?? '') : undefined;
      return opens && label !== '' ? [paint.dim(`  [${label}]`)] : [];
    }
    if (label !== undefined) return [/^\s*\^+ /.test(line) ? `  ${paint.yellow(line)}` : `  ${paint.cyan(line)}`];
    return [/^#+ /.test(line) ? paint.bold(line.replace(/^#+ /, '')) : line];
  });
  return `\n${lines.join('\n').trim()}\n`;
}
