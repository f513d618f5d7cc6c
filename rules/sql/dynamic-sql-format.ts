import { defineRule } from '#engine';
import { bodyOf, formattedValues, type SafeWay } from '#languages/sql';

export default defineRule({
  id: 'sql/dynamic-sql-format',
  guide: 'security/parameterized-queries',
  summary: 'Reports "%s" in a format() whose result a function executes, where a variable goes in unquoted.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    caller: '%s puts "{value}" into the SQL as it is: a caller who puts SQL into it runs that as this routine.',
    local: '%s puts "{value}" into the SQL as it is: any quote, blank or capital in it breaks or bends that.',
  },

  check(document, context) {
    context.each(document.statementsOf('createFunction', 'createProcedure', 'do'), statement => {
      const body = bodyOf(statement);
      if (!body) return;
      for (const { span, operand, taint, fix } of formattedValues(body)) {
        if (/[\r\n]/.test(operand.text)) continue;
        context.report({
          at: span,
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
  identifier: 'Quote it as a name with %I',
  literal: 'Quote it as a value with %L',
  parameter: 'Hand it over with USING',
};
