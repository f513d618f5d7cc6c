import { defineRule } from '#engine';
import { bodyOf, pastedValues, type SafeWay } from '#languages/sql';

export default defineRule({
  id: 'sql/dynamic-sql-concatenation',
  guide: 'security/parameterized-queries',
  summary: 'Reports variables that a function pastes into the SQL that it executes.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    caller:
      '"{value}" is pasted into the SQL that EXECUTE runs: a caller who puts SQL into it runs it as this routine.',
    local:
      '"{value}" is pasted into the SQL that EXECUTE runs: any quote, blank or capital in it breaks or bends that.',
  },

  check(document, context) {
    context.each(document.statementsOf('createFunction', 'createProcedure', 'do'), statement => {
      const body = bodyOf(statement);
      if (!body) return;
      for (const { operand, taint, fix } of pastedValues(body)) {
        if (/[\r\n]/.test(operand.text)) continue;
        context.report({
          at: operand,
          message: taint,
          data: { value: operand.text },
          ...(taint === 'local' && { severity: body.anonymous ? 'info' : 'warning' }),
          fixes: [fix && { title: titles[fix.way], safety: 'unsafe', edits: fix.edits }],
        });
      }
    });
  },
});

const titles: Readonly<Record<SafeWay['way'], string>> = {
  identifier: 'Quote it as a name with quote_ident()',
  literal: 'Quote it as a value with quote_literal()',
  parameter: 'Hand it over with USING',
};
