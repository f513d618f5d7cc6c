import { defineRule } from '#engine';
import { keepsOldName, openMigration, queryContext, queryPlaces, starsIn } from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/select-star',
  guide: 'performance/bounded-results',
  summary: 'Reports "SELECT *" in query files, views, functions and where INSERT reads a query.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    query: '"{star}" fetches every column of "{table}", and each one added later, whether the caller needs it or not.',
    view: '"{star}" means the columns that "{table}" has today: the view never shows a later one, and pins each of these.',
    insert:
      '"{star}" fills the columns by position: one added to "{table}" breaks the INSERT or lands in the wrong place.',
  },
  reads: ['sql'],

  check(document, context) {
    const places = queryPlaces(document);
    if (places.length === 0) return;
    const facts = context.workspace.facts('sql');
    const schema = queryContext(document, facts, context.settings.sql);
    for (const place of places) {
      const { owner, query, body } = place;
      if (!schema.counts(owner)) continue;
      const stars = starsIn(place, table => schema.tableFor(owner, table));
      if (stars.length === 0) continue;
      const migration = openMigration(document, facts, context.settings.sql);
      if (owner.type === 'createView' && owner.name && keepsOldName(query, owner.name, migration)) continue;
      for (const star of stars) {
        const { columns } = star;
        context.report({
          at: star,
          message: star.reader,
          data: { star: document.textOf(star), table: star.table.name.text },
          // sqlc writes them out when it generates the code: no surprise at run time.
          ...(place.annotation?.expandsStars && { severity: 'hint' }),
          fixes: [
            columns !== undefined && !body?.doubledQuotes
              ? { title: 'Name the columns', safety: 'unsafe', edits: [edit.replace(star.span, columns)] }
              : undefined,
          ],
        });
      }
    }
  },
});
