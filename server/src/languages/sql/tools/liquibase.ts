import { edit, lineBreakOf } from '#text';
import { change, defineTool, type MigrationTool, sections } from './tool.ts';

const CHANGESET = /^[ \t]*--[ \t]*changeset[ \t]+([^:\s]+):(\S+)([^\r\n]*)/gim;

/** SQL with `--changeset` lines: each changeset is a transaction. Rollbacks are comments. */
export const liquibase: MigrationTool = defineTool({
  id: 'liquibase',
  reruns: ({ text }) => /\brunOnChange\s*:\s*"?true\b|\brunAlways\s*:\s*"?true\b/i.test(text),
  downSide: () => ({ type: 'comment' }),
  transaction: 'file',
  optOutCoversFile: false,
  marks: text => /^\s*--[ \t]*liquibase[ \t]+formatted[ \t]+sql\b/i.test(text),
  units: ({ text }) =>
    sections(text, CHANGESET, match => ({
      direction: 'up',
      optedOut: /\brunInTransaction\s*:\s*"?false\b/i.test(match[3] ?? ''),
    })),
  optOut: unit => unit.header && change([edit.insert(unit.header.end, ' runInTransaction:false')]),
  separate: ({ file, unit, slug, up, down, outside, rank }) => {
    if (!unit.header) return undefined;
    const [, author] = new RegExp(CHANGESET.source, 'im').exec(file.text.slice(unit.header.start)) ?? [];
    const newline = lineBreakOf(file.text);
    const before = file.text.slice(0, unit.span.end).endsWith('\n') ? newline : newline + newline;
    const rollback = down === undefined ? [] : down.split('\n').map(line => `--rollback ${line}`);
    const lines = [
      `--changeset ${author}:${slug}-${rank + 1}${outside ? ' runInTransaction:false' : ''}`,
      up,
      ...rollback,
    ];
    const after = unit.span.end < file.text.length ? newline : '';
    const text = before + lines.join('\n').replace(/\r?\n/g, newline) + newline + after;
    return change([edit.insert(unit.span.end, text)]);
  },
});
