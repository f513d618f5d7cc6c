import { defineRule } from '#engine';
import { definersWithoutSearchPath, openScript } from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/definer-without-search-path',
  guide: 'security/least-privilege',
  summary: 'Reports SECURITY DEFINER routines that leave the search path to their caller.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    open: '"{routine}" runs with its owner\'s rights and its caller\'s search_path, so a caller can have it run his objects.',
  },
  reads: ['sql'],
  alsoKnownAs: ['splinter/0011_function_search_path_mutable'],

  check(document, context) {
    const routines = document.statementsOf('createFunction', 'createProcedure');
    if (!routines.some(one => one.securityDefiner)) return;
    const script = openScript(document, context.workspace.facts('sql'), context.settings.sql);
    if (script.dialect !== 'postgresql') return;
    for (const statement of definersWithoutSearchPath(document)) {
      const { name, securityDefiner } = statement;
      if (!securityDefiner || !script.isUp(statement)) continue;
      const schema = name?.schema ? document.textOf(name.schema) : 'public';
      const clause = ` SET search_path = ${schema}, pg_temp`;
      context.report({
        at: securityDefiner,
        message: 'open',
        data: { routine: name?.name.text ?? '' },
        fixes: [
          { title: 'Set the search path', safety: 'unsafe', edits: [edit.insert(securityDefiner.span.end, clause)] },
        ],
      });
    }
  },
});
