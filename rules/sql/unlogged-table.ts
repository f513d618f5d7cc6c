import { defineRule, type Fix } from '#engine';
import { firstWords, openScript, type QualifiedName, type SqlDocument, withBlanksAfter } from '#languages/sql';
import { edit, type Span } from '#text';

/** What can be filled again from elsewhere. */
const REPLACEABLE =
  /(?:^|_)(?:cache|cached|staging|stage|stg|tmp|temp|scratch|imports?|load|snapshot|rate_limits?|throttle|locks?|leases?|leaders?|heartbeats?|presence)(?:_|$)/i;

export default defineRule({
  id: 'sql/unlogged-table',
  guide: 'reliability/backups',
  summary: 'Reports tables that are kept out of the write-ahead log.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: {
    unlogged: 'Table "{table}" is unlogged: a crash empties it, and no replica and no WAL archive has its rows.',
  },
  reads: ['sql'],

  check(document, context) {
    if (document.alteredBy('setUnlogged').length === 0 && !document.createdTables.some(one => one.unlogged)) return;
    const script = openScript(document, context.workspace.facts('sql'), context.settings.sql);
    if (script.dialect !== 'postgresql' || script.sample) return;
    const report = (at: Span, { name }: QualifiedName, fixes: readonly Fix[]): void => {
      if (REPLACEABLE.test(name.text) || isLoggedLater(document, name.text, at.end)) return;
      context.report({ at, message: 'unlogged', data: { table: name.text }, fixes });
    };
    for (const statement of document.statementsOf('createTable', 'alterTable')) {
      const { table } = statement;
      if (!table || statement.templated || statement.broken || !script.isUp(statement)) continue;
      if (statement.type === 'alterTable') {
        for (const action of statement.actions) if (action.type === 'setUnlogged') report(action.span, table, []);
      } else if (statement.unlogged) {
        const edits = [edit.remove(withBlanksAfter(document, statement.unlogged.span))];
        report(firstWords(document, statement, statement.unlogged), table, [
          { title: 'Remove UNLOGGED', safety: 'safe', edits },
        ]);
      }
    }
  },
});

/** A bulk load that is logged, or gone, once it is through. */
function isLoggedLater(document: SqlDocument, name: string, after: number): boolean {
  return document.statementsOf('alterTable', 'dropTable').some(one => {
    if (one.span.start < after) return false;
    if (one.type === 'dropTable') return one.names.some(dropped => dropped.name.text === name);
    return one.table?.name.text === name && one.actions.some(action => action.type === 'setLogged');
  });
}
