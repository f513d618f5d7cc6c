import { readFileSync, writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { rules } from '#rules';
import { createLineMap } from '#text';
import { openExample, uriOf, afterFixes } from './rules/harness.ts';
import { readPage } from './rules/page.ts';
it('fills', () => {
  for (const id of (process.env.RULES ?? '').split(',')) {
    const rule = rules.find(r => r.id === id);
    if (!rule) { console.log('NO RULE', id); continue; }
    const file = `rules/${id}.md`;
    const lines = readFileSync(file, 'utf8').split('\n');
    const out: string[] = [];
    for (let at = 0; at < lines.length; at++) {
      const m = /^```(\w+) (bad|good)\b(.*)$/.exec(lines[at]!);
      if (!m || /file=|title=/.test(m[3]!)) { out.push(lines[at]!); continue; }
      let end = at + 1; while (lines[end] !== '```') end++;
      const body = lines.slice(at + 1, end).filter(l => !/^ *\^+ /.test(l));
      const page = readPage(['## X', lines[at]!, ...body, '```'].join('\n'));
      const block = page.blocks[0]!;
      const example: any = { name: 'x', word: 'bad', blocks: [block], supporting: [], fixed: [] };
      const { engine } = openExample(example, rule, '\n');
      const uri = uriOf(block, rule);
      const findings = engine.findings(uri);
      const map = createLineMap(block.code);
      const marks = findings.map(f => { const s = map.positionAt(f.span.start), e = map.positionAt(f.span.end);
        return { line: s.line, text: ' '.repeat(s.character) + '^'.repeat(Math.max(1, e.character - s.character)) + ' ' + (f.severity === rule.severity ? '' : `[${f.severity}] `) + f.message + (f.rule === rule.id ? '' : ' !!!' + f.rule) }; });
      if (m[2] === 'good') { out.push(...lines.slice(at, end + 1)); if (marks.length) console.log('GOOD NOT SILENT', id, lines[at - 2], marks.map(x => x.text.trim())); at = end; continue; }
      if (!marks.length) console.log('BAD SILENT', id, at + 1, lines[at-2]);
      out.push(lines[at]!);
      body.forEach((l, i) => { out.push(l); for (const k of marks) if (k.line === i) out.push(k.text); });
      out.push('```');
      at = end;
      const ns = (lines[end + 1] === '' && /^```\w+ fixed\b/.test(lines[end + 2] ?? '')) ? end + 2 : -1;
      if (ns > 0 && /title=/.test(lines[ns]!)) continue;
      if (ns > 0) { at = ns; while (lines[at] !== '```') at++; }
      if (findings.some(f => f.fixes.length)) {
        const text = [...afterFixes(engine, uri, rule, undefined)][0]![1];
        out.push('', '```' + m[1] + ' fixed', ...text.replace(/\n$/, '').split('\n'), '```');
      }
    }
    writeFileSync(file, out.join('\n'));
  }
});
